"""Rules that hold for every clock: monotone, landing on a working day, indifferent to order, unmoved by the same calendar."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.deadlines import (
    Clock,
    DayWas,
    Event,
    Extended,
    Open,
    Paused,
    Resumed,
    Started,
    Working,
    due,
    moved,
    overdue_at,
)
from tests.builders import clocks

CALENDAR = clocks.calendar()
LAST = date(2026, 12, 31)
STARTS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
COUNTS = st.integers(1, 30)
UNITS = st.sampled_from(["wd", "cd"])
OTHERS = st.sampled_from(["subject", "third", "nobody"])  # than the provider, whose clock it is


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Pauses that follow each other, and perhaps an extension, within a few weeks."""
    start = draw(STARTS)
    found: list[Event] = [Started(start)]
    at = start
    for _ in range(draw(st.integers(0, 3))):
        began = at + timedelta(days=draw(st.integers(0, 4)))
        at = began + timedelta(days=draw(st.integers(0, 9)))
        party = draw(st.sampled_from(["subject", "third", "nobody", "provider"]))
        found += [Paused(began, party, "provider"), Resumed(at)]
    if draw(st.booleans()):
        on = start + timedelta(days=draw(st.integers(0, 3)))
        found.append(Extended(on, "special", "head"))
    return found


def day_of(working: Working) -> date:
    assert working.due is not None
    return working.due


@given(STARTS, COUNTS, UNITS, st.integers(0, 60))
@settings(deadline=None)
def test_a_later_start_is_never_due_earlier(start: date, n: int, unit: str, later: int) -> None:
    rule = clocks.rule(f"{n}{unit}")
    first = due(rule, [Started(start)], CALENDAR)
    second = due(rule, [Started(start + timedelta(days=later))], CALENDAR)
    assert day_of(first) <= day_of(second)


@given(STARTS, st.integers(1, 24), st.integers(0, 60))
@settings(deadline=None)
def test_months_are_monotone_too_and_end_on_the_day_or_at_the_end_of_the_month(
    start: date, n: int, later: int
) -> None:
    rule = clocks.rule(f"{n}m")
    end = day_of(due(rule, [Started(start)], CALENDAR))
    assert end <= day_of(due(rule, [Started(start + timedelta(days=later))], CALENDAR))
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(histories(), COUNTS)
@settings(deadline=None)
def test_a_period_of_working_days_ends_on_one_and_uses_up_its_days(
    events: list[Event], n: int
) -> None:
    working = due(clocks.rule(f"{n}wd+3"), events, CALENDAR)
    assert CALENDAR.days.is_working_day(day_of(working))
    counted = [s for s in working.steps if s.was in {DayWas.COUNTED, DayWas.MADE_UP}]
    extended = any(isinstance(one, Extended) for one in events)
    assert len(counted) == working.needed == n + (3 if extended else 0)
    assert counted[-1].day == working.due == working.steps[-1].day
    first = working.steps[0].day
    assert [s.day for s in working.steps] == [
        first + timedelta(days=k) for k in range(len(working.steps))
    ]


@given(histories(), st.randoms(use_true_random=False), UNITS)
@settings(deadline=None)
def test_the_order_in_which_events_are_told_is_irrelevant(
    events: list[Event], random: object, unit: str
) -> None:
    rule = clocks.rule(f"5{unit}+3")
    told = due(rule, events, CALENDAR)
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert due(rule, shuffled, CALENDAR) == told


@given(STARTS, COUNTS, UNITS, st.integers(0, 40), st.integers(0, 20), st.integers(0, 20), OTHERS)
@settings(deadline=None)
def test_a_pause_and_a_longer_pause_never_end_a_period_earlier(
    start: date, n: int, unit: str, after: int, length: int, longer: int, party: str
) -> None:
    rule = clocks.rule(f"{n}{unit}")
    began = start + timedelta(days=after)

    def paused(days: int) -> date:
        events: list[Event] = [
            Started(start),
            Paused(began, party, "provider"),
            Resumed(began + timedelta(days=days)),
        ]
        return day_of(due(rule, events, CALENDAR))

    without = day_of(due(rule, [Started(start)], CALENDAR))
    assert without <= paused(length) <= paused(length + longer)


@given(STARTS, COUNTS, UNITS, st.integers(0, 40), st.integers(0, 40))
@settings(deadline=None)
def test_nobody_gains_a_day_by_pausing_a_clock_of_its_own(
    start: date, n: int, unit: str, after: int, length: int
) -> None:
    rule = clocks.rule(f"{n}{unit}")
    began = start + timedelta(days=after)
    own: list[Event] = [Started(start), Paused(began, "provider", "provider")]
    ended: list[Event] = [*own, Resumed(began + timedelta(days=length))]
    without = due(rule, [Started(start)], CALENDAR).due
    assert due(rule, own, CALENDAR).due == due(rule, ended, CALENDAR).due == without


@given(histories(), UNITS)
@settings(deadline=None)
def test_the_same_calendar_moves_nothing_and_gives_the_same_working(
    events: list[Event], unit: str
) -> None:
    rule = clocks.rule(f"4{unit}+3")
    again = clocks.calendar()
    assert due(rule, events, CALENDAR) == due(rule, events, again)
    assert moved([Clock("one", rule, tuple(events))], CALENDAR, again) == ()


@given(histories(), st.sets(st.dates(date(2024, 1, 1), LAST), max_size=8))
@settings(deadline=None)
def test_more_days_off_never_end_a_period_earlier_and_only_then_is_it_moved(
    events: list[Event], off: set[date]
) -> None:
    rule = clocks.rule("4wd+3")
    fewer = clocks.calendar_with(holidays=off)
    before, after = due(rule, events, CALENDAR), due(rule, events, fewer)
    if after.due is not None:
        assert day_of(before) <= after.due
    else:
        assert after.open is Open.CALENDAR_MISSING
    changed = moved([Clock("one", rule, tuple(events))], CALENDAR, fewer)
    assert [one.after for one in changed] == ([after.due] if after.due != before.due else [])


@given(histories())
@settings(deadline=None)
def test_overdue_begins_when_the_due_day_is_over_in_the_city(events: list[Event]) -> None:
    working = due(clocks.rule("4wd+3"), events, CALENDAR)
    moment = overdue_at(working)
    assert moment is not None
    assert moment.isoformat() == f"{day_of(working) + timedelta(days=1)}T00:00:00+08:00"


@given(st.dates(date(2023, 1, 1), date(2028, 12, 31)), COUNTS)
@settings(deadline=None)
def test_it_refuses_rather_than_guess_where_a_year_has_no_calendar(start: date, n: int) -> None:
    working = due(clocks.rule(f"{n}wd"), [Started(start)], CALENDAR)
    if working.due is None:
        assert working.missing_year is not None
        assert working.missing_year not in CALENDAR.days.years
        assert working.steps[-1].day.year <= working.missing_year
    else:
        assert {s.day.year for s in working.steps[1:]} <= CALENDAR.days.years
