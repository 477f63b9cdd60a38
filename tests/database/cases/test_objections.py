"""An objection from filing to its end: who acts, what is marked, what silence hides, what follows from each answer."""

from datetime import date

import pytest

from gongxin.agencies import queries as agencies
from gongxin.agencies.motions import MotionKind
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import filing
from gongxin.cases.kinds import Event, Party, State
from gongxin.cases.saying import FilingRefused, SayingRefused
from gongxin.cases.standing import StepRefused
from gongxin.deadlines import ExtensionRefused, PauseRefused
from gongxin.records import masks
from gongxin.records import queries as records
from gongxin.records.history import history
from tests.builders import cases, city

pytestmark = pytest.mark.django_db

# 2026-06-01 is a Monday; no holiday and no made-up day falls into the week.
MON, TUE, WED, THU, FRI = (date(2026, 6, day) for day in range(1, 6))
NEXT_MON, NEXT_TUE = date(2026, 6, 8), date(2026, 6, 9)


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def test_it_is_accepted_and_marked_at_once_and_stays_shown() -> None:
    record = city.published_penalty()
    case = cases.case(cases.objection(record))
    assert case.state is State.CHECKING
    shown = records.public_record(record, MON)
    assert shown is not None
    assert [mark.kind for mark in shown.marks] == ["disputed"]
    assert case.standing.turn is Party.PLATFORM
    due = queries.due_of(case.standing, city.NOW)
    assert due is not None
    assert due.working.due == TUE  # one working day


def test_silence_of_the_platform_hides_the_record_after_its_day_and_an_answer_shows_it_again() -> (
    None
):
    record = city.published_penalty()
    case = cases.objection(record)
    assert [cases.is_shown(record, day) for day in (MON, TUE, WED, THU)] == [
        True,
        True,
        False,
        False,
    ]
    cases.forwarded(case, now=cases.at(THU))  # late; now the provider has two working days
    assert [cases.is_shown(record, day) for day in (THU, FRI, NEXT_MON, NEXT_TUE)] == [
        True,
        True,
        True,
        False,
    ]


def test_an_answer_in_time_ends_mark_and_mask() -> None:
    record = city.published_penalty()
    case = cases.rejected(cases.objection(record))
    assert cases.case(case).state is State.REJECTED
    shown = records.public_record(record, date(2026, 6, 30))
    assert shown is not None
    assert shown.marks == ()
    assert masks.masks_of(record) == {}


def test_an_extension_gives_three_working_days_once_for_a_reason_of_the_list() -> None:
    record = city.published_penalty()
    case = cases.forwarded(cases.objection(record))
    cases.step(case, Event.EXTEND, Party.PROVIDER, now=cases.at(TUE))
    assert masks.masks_of(record) == {f"case:{case}": NEXT_TUE}  # due Monday: two and three days
    with pytest.raises(ExtensionRefused):
        cases.step(case, Event.EXTEND, Party.PROVIDER, now=cases.at(WED))


def test_an_extension_for_a_reason_of_ones_own_or_after_the_day_is_refused() -> None:
    case = cases.forwarded(cases.objection(city.published_penalty()))
    with pytest.raises(ExtensionRefused):
        cases.step(case, Event.EXTEND, Party.PROVIDER, reason="busy", now=cases.at(TUE))
    with pytest.raises(ExtensionRefused):
        cases.step(case, Event.EXTEND, Party.PROVIDER, now=cases.at(WED))


def test_asking_for_papers_stops_the_clock_once_and_takes_the_mask_off() -> None:
    record = city.published_penalty()
    case = cases.objection(record)
    asked = cases.step(case, Event.ASK, Party.PLATFORM)
    assert asked.standing.turn is Party.SUBJECT
    assert masks.masks_of(record) == {}
    cases.own_step(case, Event.COMPLETE, now=cases.at(THU))
    assert masks.masks_of(record) == {f"case:{case}": date(2026, 6, 6)}  # due Friday
    with pytest.raises(StepRefused):
        cases.step(case, Event.ASK, Party.PLATFORM, now=cases.at(THU))


def test_papers_are_not_asked_for_on_the_last_day() -> None:
    case = cases.objection(city.published_penalty())
    with pytest.raises(PauseRefused):
        cases.step(case, Event.ASK, Party.PLATFORM, now=cases.at(TUE))


def test_upheld_by_the_provider_the_record_goes_in_the_same_transaction() -> None:
    record = city.published_penalty()
    case = cases.forwarded(cases.objection(record))
    cases.step(case, Event.UPHOLD, Party.PROVIDER)
    assert not cases.is_shown(record, MON)
    assert history(record).versions[-1].state == "withdrawn"
    assert cases.case(case).state is State.UPHELD


def test_agreed_to_be_corrected_it_is_hidden_until_it_is() -> None:
    record = city.published_penalty()
    case = cases.forwarded(cases.objection(record))
    cases.step(case, Event.CORRECT, Party.PROVIDER)
    assert not cases.is_shown(record, MON)
    with pytest.raises(StepRefused) as refused:
        cases.step(case, Event.CORRECTED, Party.PROVIDER)
    assert refused.value.en == "the record has not been corrected yet"


def test_a_review_is_by_somebody_who_had_no_part_in_it() -> None:
    case = cases.appealed(cases.objection(city.published_penalty()))
    for involved in (cases.OFFICER, cases.REVIEWER):
        with pytest.raises(StepRefused):
            cases.step(case, Event.CONFIRM, Party.REVIEWER, by=involved)
    assert cases.step(case, Event.CONFIRM, Party.REVIEWER).state is State.CONFIRMED


def test_upheld_on_review_the_record_is_hidden_and_its_withdrawal_proposed_to_a_second_person() -> (
    None
):
    record = city.published_penalty()
    case = cases.appealed(cases.objection(record))
    cases.step(case, Event.UPHOLD, Party.REVIEWER)
    assert not cases.is_shown(record, MON)
    with acting_for(EVERY_AGENCY):
        (motion,) = agencies.motions_about(str(record))
    assert (motion.kind, motion.proposed_by) == (MotionKind.RECORD_WITHDRAW, cases.OTHER)


def test_silence_on_review_hides_too() -> None:
    record = city.published_penalty()
    cases.appealed(cases.objection(record))
    assert cases.is_shown(record, NEXT_MON)  # five working days
    assert not cases.is_shown(record, NEXT_TUE)


def test_only_the_body_itself_may_file_about_its_public_records_and_once() -> None:
    record = city.published_penalty()
    city.register(2)
    with pytest.raises(FilingRefused):
        cases.objection(record, serial=2)
    case = cases.objection(record)
    with pytest.raises(FilingRefused):
        cases.objection(record, ground="too_long")
    with pytest.raises(FilingRefused):
        cases.not_us(record)
    cases.rejected(case)
    with pytest.raises(FilingRefused):
        cases.objection(record)  # decided: reviewed, not asked again
    cases.objection(record, ground="too_long")


def test_what_must_be_said_is_said_and_from_the_list() -> None:
    record = city.published_penalty()
    for ground, text in (
        ("wrong_fact", "  "),
        ("", "x"),
        ("because", "x"),
        ("wrong_fact", "字" * 2001),
    ):
        with pytest.raises(SayingRefused):
            filing.file_objection(
                subject_id=cases.subject(),
                record=record,
                ground=ground,
                text=text,
                by="owner.one",
                now=city.NOW,
            )


def test_a_statement_stands_beside_the_record_until_the_body_gives_up_its_case() -> None:
    record = city.published_penalty()
    case = cases.objection(record)
    cases.own_step(case, Event.SAY)
    assert [one.text for one in queries.statements(record)] == ["与决定书原件不一致"]
    cases.own_step(case, Event.DROP)
    assert queries.statements(record) == []
    assert masks.masks_of(record) == {}
    shown = records.public_record(record, MON)
    assert shown is not None
    assert shown.marks == ()


def test_another_agency_meets_no_case_of_this_one() -> None:
    case = cases.objection(city.published_penalty())
    with acting_for("emergency"):
        assert queries.case(case) is None
        assert queries.cases() == []
    with acting_for("samr"):
        assert [one.id for one in queries.cases()] == [case]
    assert [one.id for one in queries.cases_of(cases.subject())] == [case]


def test_each_answer_stands_in_the_figures_of_whoever_owed_it() -> None:
    first = cases.objection(city.published_penalty(1))
    second = cases.objection(city.published_penalty(2), serial=2)
    cases.forwarded(first)  # the platform in time
    cases.forwarded(second, now=cases.at(WED))  # late
    cases.step(first, Event.REJECT, Party.PROVIDER, now=cases.at(FRI))  # due on Wednesday
    with acting_for(EVERY_AGENCY):
        found = queries.answers(queries.cases(), cases.at(NEXT_TUE))
    assert found == {
        "platform": queries.Answers(in_time=1, late=1, overdue=0),
        "samr": queries.Answers(in_time=0, late=1, overdue=1),
    }
