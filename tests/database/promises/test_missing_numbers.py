"""Which numbers are asked about, once each, and how a question closes."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import acting_for
from gongxin.promises.actions import questions as acts
from gongxin.promises.queries import numbers
from gongxin.promises.queries import questions as asked
from gongxin.promises.questions import Kind, QuestionRefused, State, Verdict
from tests.builders import city, desk_duties, staff
from tests.builders.desk_duties import numbered

pytestmark = pytest.mark.django_db

DECIDED = date(2026, 3, 2)  # a Monday; seven working days end on Wednesday 11 March
TODAY = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()
    desk_duties.paper()


def serials(agency: str = "samr") -> list[int]:
    with acting_for(agency):
        return sorted(q.number.serial for q in asked.questions())


def test_a_number_missing_between_two_is_asked_about_once() -> None:
    desk_duties.report(numbered("samr", 2026, 117, 119), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    desk_duties.ask(TODAY)
    desk_duties.ask(date(2026, 6, 20))
    assert serials() == [118]
    found = desk_duties.question_about("samr", 118)
    assert str(found.number) == "构市监罚〔2026〕118号"
    # Asked on Wednesday 20 May; five working days are 21, 22, 25, 26, 27 May.
    assert (found.asked_date, found.due_date, found.state) == (TODAY, date(2026, 5, 27), State.OPEN)
    assert not found.is_overdue(date(2026, 5, 27))
    assert found.is_overdue(date(2026, 5, 28))


def test_a_number_is_not_asked_about_while_it_may_still_come_in_time() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(date(2026, 3, 11))
    assert serials() == []
    desk_duties.ask(date(2026, 3, 12))
    assert serials() == [2]


def test_where_no_calendar_says_when_its_time_was_over_nobody_is_asked() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=date(2026, 12, 28), arrived=DECIDED)
    desk_duties.ask(date(2027, 6, 1))
    assert serials() == []


def test_series_of_other_years_agencies_and_prefixes_are_not_mixed() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 2), decided=DECIDED, arrived=DECIDED)
    desk_duties.report(["构市监罚字〔2026〕4号"], decided=DECIDED, arrived=DECIDED)
    desk_duties.report(numbered("samr", 2025, 4), decided=date(2025, 3, 3), arrived=DECIDED)
    desk_duties.report(
        numbered("emergency", 2026, 7), decided=DECIDED, arrived=DECIDED, agency="emergency"
    )
    desk_duties.ask(TODAY)
    assert serials("*") == []


def test_parts_of_a_decision_are_the_decision() -> None:
    given_numbers = [
        "构市监罚〔2026〕1号",
        "构市监罚〔2026〕2-1号",
        "构市监罚〔2026〕第3号",
        "构市监罚〔2026〕5",
    ]
    desk_duties.report(given_numbers, decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    assert serials() == [4]


def test_a_break_of_the_series_is_shown_and_not_asked_number_by_number() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 23), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    assert serials() == []
    (found,) = numbers.gaps(TODAY)
    assert (found.gap.first, found.gap.last, found.gap.is_break) == (2, 22, True)


def test_a_number_that_arrives_closes_its_question_with_no_act() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    desk_duties.report(numbered("samr", 2026, 2), decided=DECIDED, arrived=date(2026, 5, 25))
    found = desk_duties.question_about("samr", 2)
    assert (found.state, found.settled_date) == (State.ARRIVED, date(2026, 5, 25))
    assert not found.is_overdue(date(2026, 12, 1))


def test_publish_now_is_kept_only_by_the_record_itself() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    found = desk_duties.question_about("samr", 2)
    desk_duties.answer(found, Kind.PUBLISH_NOW)
    desk_duties.sign_answer(found)
    promised = desk_duties.question_about("samr", 2)
    assert promised.state is State.PROMISED
    assert promised.is_overdue(date(2026, 5, 28))
    desk_duties.report(numbered("samr", 2026, 2), decided=DECIDED, arrived=date(2026, 5, 28))
    assert desk_duties.question_about("samr", 2).state is State.ARRIVED


def test_the_round_notes_what_arrived_so_that_it_holds_when_the_record_is_erased_one_day() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    desk_duties.report(numbered("samr", 2026, 2), decided=DECIDED, arrived=date(2026, 5, 25))
    desk_duties.ask(date(2026, 5, 26))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM promises_arrival")
        assert cursor.fetchone() == (0,)  # outside every scope nothing is seen
    with acting_for("samr"), connection.cursor() as cursor:
        cursor.execute("SELECT arrived_date FROM promises_arrival")
        assert cursor.fetchall() == [(date(2026, 5, 25),)]


def test_an_answer_counts_when_another_person_has_signed_it() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    found = desk_duties.question_about("samr", 2)
    reviewer = staff.account_of(Role.AGENCY_REVIEWER)
    desk_duties.answer(found, Kind.VOID, by=reviewer)
    assert desk_duties.question_about("samr", 2).state is State.ANSWERED
    with pytest.raises(QuestionRefused, match="does not sign the answer"):
        desk_duties.sign_answer(found)
    with pytest.raises(QuestionRefused, match="takes no answer now"):
        desk_duties.answer(found, Kind.VOID)


def test_a_returned_answer_is_given_anew_and_both_stay() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    found = desk_duties.question_about("samr", 2)
    desk_duties.answer(found, Kind.VOID)
    with pytest.raises(QuestionRefused, match="say why"):
        desk_duties.sign_answer(found, Verdict.RETURNED)
    desk_duties.sign_answer(found, Verdict.RETURNED, "没有作废审批单")
    assert desk_duties.question_about("samr", 2).state is State.OPEN
    desk_duties.answer(found, Kind.NOT_PUBLISHABLE, basis="《行政处罚法》第四十八条")
    desk_duties.sign_answer(found)
    done = desk_duties.question_about("samr", 2)
    assert done.state is State.SETTLED
    assert [(a.number, a.kind, a.verdict) for a in done.answers] == [
        (1, Kind.VOID, Verdict.RETURNED),
        (2, Kind.NOT_PUBLISHABLE, Verdict.SIGNED),
    ]


@pytest.mark.parametrize(
    ("kind", "said"), [(Kind.NOT_PUBLISHABLE, "article"), (Kind.ANOTHER_BODY, "which body")]
)
def test_an_answer_says_what_it_rests_on(kind: Kind, said: str) -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    with pytest.raises(QuestionRefused, match=said):
        desk_duties.answer(desk_duties.question_about("samr", 2), kind)


def test_another_agencys_question_is_invisible_and_cannot_be_answered() -> None:
    desk_duties.report(numbered("samr", 2026, 1, 3), decided=DECIDED, arrived=DECIDED)
    desk_duties.ask(TODAY)
    found = desk_duties.question_about("samr", 2)
    desk_duties.answer(found, Kind.VOID)
    with acting_for("emergency"):
        assert asked.questions() == []
        assert asked.question(found.id) is None
        with pytest.raises(QuestionRefused, match="no such question"):
            acts.answer(
                question=UUID(str(found.id)),
                kind=Kind.VOID,
                basis="",
                note="",
                by="x",
                now=city.NOW,
            )
        with connection.cursor() as cursor:
            for table in ("question", "answer", "answerverdict", "arrival"):
                cursor.execute(f"SELECT count(*) FROM promises_{table}")
                assert cursor.fetchone() == (0,)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(st.integers(1, 40), st.booleans(), min_size=1, max_size=25),
    st.integers(2025, 2026),
)
def test_the_database_finds_the_gaps_that_a_naive_count_finds(
    reported: dict[int, bool], year: int
) -> None:
    """`True`: a number that came twice, for two parties of one decision."""
    with city.undone():
        day = date(year, 3, 3)
        texts = [
            text
            for s, twice in reported.items()
            for text in numbered("samr", year, s) * (1 + twice)
        ]
        desk_duties.report(texts, decided=day, arrived=day)
        low, high = min(reported), max(reported)
        naive: list[int] = []
        run: list[int] = []
        for serial in range(low, high + 1):
            if serial in reported:
                naive += run if len(run) <= 20 else []
                run = []
            else:
                run.append(serial)
        desk_duties.ask(TODAY)
        assert serials() == naive
