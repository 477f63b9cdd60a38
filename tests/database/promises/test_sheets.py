"""A monthly sheet: filed by one, signed by another, corrected as a new version, compared with what arrived."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import acting_for
from gongxin.promises.queries import arrivals
from gongxin.promises.queries import sheets as stored
from gongxin.promises.queries.standing import of_agencies
from gongxin.promises.questions import Verdict
from gongxin.promises.sheets import Difference, Line, SheetRefused, State, differences
from tests.builders import city, desk_duties, staff
from tests.builders.desk_duties import numbered

pytestmark = pytest.mark.django_db

APRIL = date(2026, 4, 1)
TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


def penalties(generated: int, reported: int, basis: str = "") -> Line:
    return Line("penalty", generated, reported, reported, generated - reported, basis)


def latest(agency: str = "samr") -> State | None:
    with acting_for(agency):
        found = stored.latest(agency, APRIL)
    return found.state if found else None


def test_it_counts_when_another_person_has_signed_what_was_seen() -> None:
    reviewer = staff.account_of(Role.AGENCY_REVIEWER)
    desk_duties.file_sheet("samr", APRIL, by=reviewer)
    with pytest.raises(SheetRefused, match="whoever files does not sign"):
        desk_duties.decide_sheet("samr", APRIL)
    other = staff.account_of(Role.AGENCY_REVIEWER, number=2)
    with pytest.raises(SheetRefused, match="say why"):
        desk_duties.decide_sheet("samr", APRIL, Verdict.RETURNED, by=other)
    desk_duties.decide_sheet("samr", APRIL, by=other)
    assert latest() is State.SIGNED
    with pytest.raises(SheetRefused, match="no sheet waits"):
        desk_duties.decide_sheet("samr", APRIL, by=other)


def test_a_correction_is_a_new_version_and_the_signed_one_holds_until_it_is_signed() -> None:
    desk_duties.file_sheet("samr", APRIL, penalties(3, 3))
    with pytest.raises(SheetRefused, match="still waits"):
        desk_duties.file_sheet("samr", APRIL)
    desk_duties.decide_sheet("samr", APRIL)
    with pytest.raises(SheetRefused, match="does not differ"):
        desk_duties.file_sheet("samr", APRIL, penalties(3, 3))
    desk_duties.file_sheet("samr", APRIL, penalties(4, 4))
    with acting_for("samr"):
        assert stored.signed([APRIL])["samr", APRIL]["penalty"].generated == 3
    desk_duties.decide_sheet("samr", APRIL)
    with acting_for("samr"):
        assert stored.signed([APRIL])["samr", APRIL]["penalty"].generated == 4
        assert [v.number for v in stored.versions("samr", APRIL)] == [1, 2]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line("penalty", 3, 0, 1, 1, "x"), "add up"),
        (Line("penalty", 3, 4, 3, 0), "no more can be published"),
        (Line("penalty", 3, 3, 2, 1), "names the law"),
        (Line("penalty", 3, 3, 3, 0, "《行政处罚法》"), "names the law"),
        (Line("penalty", -1, 0, -1, 0), "whole number"),
        (Line("annual", 0, 0, 0, 0), "one line for every item"),
    ],
)
def test_a_line_that_does_not_add_up_is_refused(line: Line, said: str) -> None:
    with pytest.raises(SheetRefused, match=said):
        desk_duties.file_sheet("samr", APRIL, line)
    assert latest() is None


def test_where_sheet_and_arrivals_differ_it_is_said() -> None:
    desk_duties.report(
        numbered("samr", 2026, 1, 2), decided=date(2026, 4, 7), arrived=date(2026, 4, 9)
    )
    desk_duties.report(
        numbered("samr", 2026, 3), decided=date(2026, 5, 6), arrived=date(2026, 5, 7)
    )
    arrived = arrivals.arrived_of("samr", APRIL, date(2026, 5, 1))
    assert arrived == {"penalty": 2}
    said = [penalties(3, 3), Line("licence", 1, 1, 1, 0)]
    assert differences(said, arrived) == [Difference("licence", 1, 0), Difference("penalty", 3, 2)]
    assert differences([penalties(2, 2)], arrived) == []
    assert [one.by for one in differences(said, arrived)] == [-1, -1]


def test_completeness_is_what_arrived_of_what_the_signed_sheet_says_was_due() -> None:
    desk_duties.report(
        numbered("samr", 2026, 1, 2), decided=date(2026, 4, 7), arrived=date(2026, 4, 9)
    )
    desk_duties.file_sheet("samr", APRIL, penalties(5, 4, "《行政处罚法》第四十八条"))
    with acting_for("samr"):
        (before,) = of_agencies(TODAY, "samr")
    assert before.complete.share is None
    desk_duties.decide_sheet("samr", APRIL)
    with acting_for("samr"):
        (after,) = of_agencies(TODAY, "samr")
    assert (after.complete.due, after.complete.arrived, after.complete.share) == (4, 2, 0.5)


def test_another_agencys_sheet_is_invisible_and_cannot_be_written() -> None:
    desk_duties.file_sheet("samr", APRIL)
    desk_duties.decide_sheet("samr", APRIL)
    with acting_for("emergency"):
        assert stored.latest("samr", APRIL) is None
        assert stored.signed([APRIL]) == {}
        with connection.cursor() as cursor:
            for table in ("sheet", "sheetline", "sheetverdict"):
                cursor.execute(f"SELECT count(*) FROM promises_{table}")
                assert cursor.fetchone() == (0,)
    with acting_for("samr"), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE seen AS SELECT * FROM promises_sheet")
    with acting_for("emergency"), pytest.raises(DatabaseError, match="row-level security"):
        _insert_seen()


def _insert_seen() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE seen SET id = gen_random_uuid(), number = 9")
        cursor.execute("INSERT INTO promises_sheet SELECT * FROM seen")


@pytest.mark.parametrize(
    "table",
    ["sheet", "sheetline", "sheetverdict", "question", "answer", "answerverdict", "arrival"],
)
def test_nothing_that_was_said_can_be_changed(table: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE promises_{table} SET agency_key = 'x'")
