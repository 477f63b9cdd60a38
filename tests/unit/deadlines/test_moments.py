"""When a duty became overdue though nobody looked, how a clock stands, and what another calendar moves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gongxin.deadlines import (
    CITY,
    Clock,
    Move,
    State,
    days_left,
    due,
    moved,
    overdue_at,
    state,
    was_late,
)
from tests.builders import clocks

CALENDAR = clocks.calendar()
MONDAY = date(2026, 6, 1)
RULE = clocks.rule("2wd")  # from that Monday due on Wednesday 3 June


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=CITY)


def test_a_duty_is_overdue_from_the_first_instant_after_its_due_day_in_the_city() -> None:
    working = due(RULE, clocks.events(MONDAY, ""), CALENDAR)
    assert overdue_at(working) == datetime(2026, 6, 3, 16, tzinfo=UTC)  # midnight in the city
    assert state(working, at(3, 23, 59)) is State.DUE_TODAY
    assert state(working, at(4, 0)) is State.OVERDUE


def test_the_moment_does_not_depend_on_when_somebody_looks() -> None:
    """A sweep after a week without a server dates the event as one at midnight would have."""
    for text in ("", "answer 2026-06-11"):
        working = due(RULE, clocks.events(MONDAY, text), CALENDAR)
        assert overdue_at(working) == at(4, 0)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("", at(1, 9), State.RUNNING),
        ("", at(2, 9), State.RUNNING),
        ("", at(3, 0), State.DUE_TODAY),
        ("", at(9, 9), State.OVERDUE),
        ("answer 2026-06-03", at(9, 9), State.ANSWERED),
        ("answer 2026-06-04", at(9, 9), State.ANSWERED_LATE),
        ("pause 2026-06-02 subject", at(9, 9), State.PAUSED),
        ("pause 2026-06-02 provider", at(9, 9), State.OVERDUE),
        ("pause 2026-06-02 subject; answer 2026-06-30", at(30, 9), State.ANSWERED),
    ],
)
def test_how_a_clock_stands(text: str, now: datetime, expected: State) -> None:
    working = due(RULE, clocks.events(MONDAY, text), CALENDAR)
    assert state(working, now) is expected
    assert was_late(working) is (expected is State.ANSWERED_LATE)
    if expected in {State.ANSWERED, State.PAUSED}:
        assert overdue_at(working) is None


def test_utc_is_read_on_the_clock_of_the_city() -> None:
    working = due(RULE, clocks.events(MONDAY, ""), CALENDAR)
    assert state(working, datetime(2026, 6, 2, 15, 59, tzinfo=UTC)) is State.RUNNING
    assert state(working, datetime(2026, 6, 2, 16, 0, tzinfo=UTC)) is State.DUE_TODAY
    with pytest.raises(AssertionError):
        state(working, datetime(2026, 6, 2, 16, 0))


def test_without_a_calendar_nothing_is_overdue_and_lateness_is_not_guessed() -> None:
    start = date(2026, 12, 30)
    working = due(RULE, clocks.events(start, ""), CALENDAR)
    assert overdue_at(working) is None
    assert state(working, datetime(2027, 3, 1, tzinfo=CITY)) is State.CALENDAR_MISSING
    early = due(RULE, clocks.events(start, "answer 2026-12-31"), CALENDAR)
    assert state(early, datetime(2027, 3, 1, tzinfo=CITY)) is State.ANSWERED
    unknown = due(RULE, clocks.events(start, "answer 2027-01-08"), CALENDAR)
    assert state(unknown, datetime(2027, 3, 1, tzinfo=CITY)) is State.CALENDAR_MISSING


def test_the_days_that_are_left() -> None:
    working = due(clocks.rule("5wd"), clocks.events(MONDAY, ""), CALENDAR)
    left = [days_left(working, MONDAY + timedelta(days=n)) for n in range(8)]
    assert left == [5, 4, 3, 2, 1, 1, 1, 0]
    standing = due(RULE, clocks.events(MONDAY, "pause 2026-06-02 subject"), CALENDAR)
    assert days_left(standing, MONDAY) is None


def test_a_changed_calendar_moves_the_open_clocks_it_touches_by_name() -> None:
    after = clocks.calendar_with(holidays=[date(2026, 6, 3)], years=[2027])
    open_ones = [
        Clock("case 1", RULE, tuple(clocks.events(MONDAY, ""))),  # 3 June is a day off now: the 4th
        Clock("case 2", clocks.rule("1wd"), tuple(clocks.events(MONDAY, ""))),  # due before
        Clock("case 3", RULE, tuple(clocks.events(MONDAY, "answer 2026-06-02"))),  # closed
        Clock("case 4", RULE, tuple(clocks.events(date(2026, 12, 30), ""))),  # has a calendar now
        Clock("case 5", clocks.rule("7cd"), tuple(clocks.events(MONDAY, ""))),  # calendar days
    ]
    found = moved(open_ones, CALENDAR, after)
    assert found == (
        Move("case 1", "test.2wd", date(2026, 6, 3), date(2026, 6, 4)),
        Move("case 4", "test.2wd", None, date(2027, 1, 1)),
    )
    assert [one.days for one in found] == [1, None]


def test_a_day_worked_instead_moves_a_clock_forward() -> None:
    after = clocks.calendar_with(working_days=[date(2026, 6, 6)])
    clock = Clock("case", clocks.rule("5wd"), tuple(clocks.events(MONDAY, "")))
    assert [one.days for one in moved([clock], CALENDAR, after)] == [-2]
