"""8. Clocks show their working. "A due date is a pure function of events, rule version and calendar version."

The arithmetic of working days and the missing calendar: tests/unit/workdays/test_workdays.py. More than five hundred due
days that other hands counted: tests/unit/deadlines/test_by_hand.py. What every duty does when it is missed stands with the
deadline; no case is built yet that would do it, so "an answer not given in time falls in the subject's favour" is shown
here of the values alone.
"""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongxin
from gongxin.deadlines import DatedCalendar, Open, Paused, Resumed, Rule, Started, due
from gongxin.jurisdiction import load
from gongxin.workdays import Calendar, CalendarMissing, add_working_days

ROOT = Path(__file__).resolve().parents[2]
LAW = load(ROOT / "jurisdictions", "xingning", accept_unverified=True)
CALENDAR = Calendar.of((y.year, y.holidays, y.working_days) for y in LAW.calendar)
LAST_YEAR = max(y.year for y in LAW.calendar)


# Counted on the State Council's proclaimed calendar by hand: day of receipt, working days, due.
BY_HAND = [
    (date(2026, 6, 1), 1, date(2026, 6, 2)),
    (date(2026, 6, 5), 1, date(2026, 6, 8)),  # a Friday
    (date(2026, 6, 6), 1, date(2026, 6, 8)),  # received on a Saturday
    (date(2026, 6, 1), 10, date(2026, 6, 15)),
]


@pytest.mark.parametrize(("start", "days", "due"), BY_HAND)
def test_a_due_date_is_the_one_counted_by_hand(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days, CALENDAR) == due


@given(st.dates(date(2024, 1, 1), date(LAST_YEAR, 6, 30)), st.integers(1, 40), st.integers(0, 40))
def test_a_due_date_depends_on_nothing_but_its_arguments(start: date, days: int, more: int) -> None:
    due = add_working_days(start, days, CALENDAR)
    assert due == add_working_days(start, days, CALENDAR)
    assert CALENDAR.is_working_day(due)
    assert due > start
    assert add_working_days(due, more, CALENDAR) == add_working_days(start, days + more, CALENDAR)


def test_beyond_the_last_calendar_it_refuses_and_names_the_day() -> None:
    with pytest.raises(CalendarMissing) as refused:
        add_working_days(date(LAST_YEAR, 12, 28), 10, CALENDAR)
    assert refused.value.day.year == LAST_YEAR + 1


RULES = LAW.clocks.in_force(date(LAST_YEAR, 11, 26))
DATED = DatedCalendar.of(LAW.calendar)


@given(st.sampled_from(RULES), st.dates(date(2024, 1, 1), date(LAST_YEAR, 8, 31)))
def test_each_due_day_shows_its_working_and_follows_from_nothing_else(
    rule: Rule, start: date
) -> None:
    working = due(rule, [Started(start)], DATED)
    assert working == due(rule, [Started(start)], DatedCalendar.of(LAW.calendar))
    assert working.due == working.steps[-1].day
    assert working.steps[-1].number == working.needed
    assert rule.key in working.rule_version
    assert rule.source


@given(
    st.sampled_from(RULES), st.dates(date(2024, 1, 1), date(LAST_YEAR, 8, 31)), st.integers(0, 9)
)
def test_no_party_stops_its_own_clock_and_while_another_owes_nobody_is_overdue(
    rule: Rule, start: date, days: int
) -> None:
    without = due(rule, [Started(start)], DATED).due
    assert without is not None
    for reason in rule.pauses:
        pause = Paused(start, reason.key, rule.party)
        standing = due(rule, [Started(start), pause], DATED)
        ended = due(rule, [Started(start), pause, Resumed(start + timedelta(days=days))], DATED).due
        if reason.owes == rule.party:
            assert standing.due == ended == without
        else:
            assert standing.open is Open.PAUSED
            assert ended is not None
            assert ended >= without


def test_an_unanswered_objection_falls_in_the_subjects_favour_and_silence_decides_nothing() -> None:
    for rule in RULES:
        if rule.group in {"objection", "not_us"} and rule.unit != "at_once":
            assert {"mask_until_answered", "escalate", "figures"} <= set(rule.missed), rule.key
    decisions = {"granted", "refused", "approved", "deemed"}
    assert not {missed for rule in RULES for missed in rule.missed} & decisions


def test_the_foundation_of_the_clocks_reads_no_clock() -> None:
    root = Path(gongxin.__path__[0])
    for path in (root / "workdays.py", *(root / "deadlines").glob("*.py")):
        called = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute)
        }
        assert not called & {"now", "today", "utcnow", "localdate"}, path
