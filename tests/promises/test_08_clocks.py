"""8. Clocks show their working. "A due date is a pure function of events, rule version and calendar version."

The arithmetic of working days and the missing calendar: tests/unit/workdays/test_workdays.py. No case is built yet whose
clock could run out, so "an answer not given in time falls in the subject's favour" waits for the room `cases`.
"""

import ast
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongxin
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


def test_the_foundation_of_the_clocks_reads_no_clock() -> None:
    path = Path(gongxin.__path__[0]) / "workdays.py"
    called = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
    }
    assert not called & {"now", "today", "utcnow", "time", "localdate"}
