"""What may be entered of an incident, and who may close it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.security.incidents import (
    Entered,
    EntryKind,
    Grade,
    Incident,
    IncidentKind,
    IncidentRefused,
    Note,
    Opening,
    Told,
    digest,
    ensure_closing,
    ensure_note,
    ensure_opening,
)

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPENED = Note(EntryKind.OPENED, "导出文件误发", grade=Grade.ORDINARY)
MEASURE = Note(EntryKind.MEASURE, "已收回并确认删除")
OPEN = Incident(
    uuid4(), IncidentKind.LEAK, None, NOW, "office.security", NOW,
    (Entered(1, OPENED, "office.security", NOW), Entered(2, MEASURE, "office.security", NOW)),
)  # fmt: skip


def test_an_incident_is_closed_by_another_person_after_something_was_done() -> None:
    ensure_closing(OPEN, "已查清", "office.head")
    with pytest.raises(IncidentRefused):
        ensure_closing(OPEN, "已查清", "office.security")
    with pytest.raises(IncidentRefused):
        ensure_closing(replace(OPEN, entries=OPEN.entries[:1]), "已查清", "office.head")
    with pytest.raises(IncidentRefused):
        ensure_closing(OPEN, " ", "office.head")
    closed = Entered(3, Note(EntryKind.CLOSED, "已查清"), "office.head", NOW)
    with pytest.raises(IncidentRefused):
        ensure_closing(replace(OPEN, entries=(*OPEN.entries, closed)), "再结", "office.head")


def test_the_grade_judged_last_is_the_incidents() -> None:
    graver = Entered(3, replace(MEASURE, grade=Grade.MAJOR), "office.security", NOW)
    assert (OPEN.grade, replace(OPEN, entries=(*OPEN.entries, graver)).grade) == (
        "ordinary",
        "major",
    )


def test_nothing_is_found_before_it_happened_or_in_the_future() -> None:
    good = Opening(IncidentKind.OUTAGE, Grade.LARGE, NOW - 2 * HOUR, NOW - HOUR, "断电")
    ensure_opening(good, NOW)
    for bad in (
        replace(good, happened_at=NOW),
        replace(good, found_at=NOW + HOUR),
        replace(good, text=""),
    ):
        with pytest.raises(IncidentRefused):
            ensure_opening(bad, NOW)


@pytest.mark.parametrize(
    "note",
    [
        Note(EntryKind.OPENED, "再开一次"),
        Note(EntryKind.CLOSED, "顺手结案"),
        Note(EntryKind.TOLD, "已电话报告"),
        Note(EntryKind.TOLD, "已电话报告", told=Told.AUTHORITY),
        Note(EntryKind.TOLD, "将要报告", told=Told.AUTHORITY, told_at=NOW + HOUR),
        Note(EntryKind.MEASURE, "已报告", told=Told.AUTHORITY, told_at=NOW),
        Note(EntryKind.CORRECTED, "更正"),
        Note(EntryKind.CORRECTED, "更正", corrects=9),
        Note(EntryKind.MEASURE, "措施", corrects=1),
        Note(EntryKind.TOUCHED, "涉及", touched=("张三",)),
        Note(EntryKind.TOUCHED, "涉及", touched=("110101199003070000",)),
        Note(EntryKind.TOUCHED, "涉及", touched=("x",) * 201),
    ],
)
def test_what_is_not_entered_like_that(note: Note) -> None:
    with pytest.raises(IncidentRefused):
        ensure_note(note, (1, 2), NOW)


@given(st.text("0123456789X", min_size=11, max_size=18))
def test_no_number_of_a_person_fits_where_ids_stand(number: str) -> None:
    with pytest.raises(IncidentRefused):
        ensure_note(Note(EntryKind.TOUCHED, "涉及", touched=(number,)), (1,), NOW)


def test_entries_that_differ_in_anything_have_other_digests() -> None:
    notes = [
        MEASURE,
        replace(MEASURE, text="已收回"),
        replace(MEASURE, grade=Grade.LARGE),
        replace(MEASURE, kind=EntryKind.TOUCHED, records=2),
        replace(MEASURE, kind=EntryKind.TOUCHED, organisations=2),
        Note(EntryKind.TOLD, MEASURE.text, told=Told.HEAD, told_at=NOW),
        Note(EntryKind.TOLD, MEASURE.text, told=Told.HEAD, told_at=NOW + HOUR),
    ]
    assert len({digest(note) for note in notes}) == len(notes)
