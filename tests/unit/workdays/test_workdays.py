"""Working days by the proclaimed calendar: published vectors, and what may never happen."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.jurisdiction import load
from gongxin.workdays import Calendar, CalendarMissing, add_working_days, working_days_between

ROOT = Path(__file__).resolve().parents[3]


def proclaimed() -> Calendar:
    law = load(ROOT / "jurisdictions", "cn", accept_unverified=False)
    return Calendar.of((y.year, y.holidays, y.working_days) for y in law.calendar)


CALENDAR = proclaimed()
DAYS = st.dates(date(2024, 1, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        # computed with chinesecalendar 1.11.0, which is no part of this project
        (date(2026, 2, 10), 7, date(2026, 2, 26)),
        (date(2026, 2, 10), 10, date(2026, 3, 2)),
        (date(2025, 9, 25), 7, date(2025, 10, 11)),
        (date(2024, 2, 9), 1, date(2024, 2, 18)),  # a Sunday made up after Spring Festival
        (date(2024, 9, 30), 3, date(2024, 10, 10)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),  # a Sunday made up after New Year
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # receipt on a Saturday: day zero all the same
    ],
)
def test_the_end_of_a_period_as_published(start: date, n: int, end: date) -> None:
    assert add_working_days(start, n, CALENDAR) == end


def test_working_days_of_each_year_as_counted_by_chinesecalendar() -> None:
    # len(chinese_calendar.get_workdays(first, last)) of version 1.11.0
    for year, count in ((2024, 251), (2025, 248), (2026, 248)):
        last = date(year - 1, 12, 31)
        days = [last + timedelta(days=k) for k in range(1, 367)]
        assert sum(CALENDAR.is_working_day(d) for d in days if d.year == year) == count


@given(DAYS, st.integers(1, 40))
def test_a_period_ends_on_a_working_day_after_its_start(start: date, n: int) -> None:
    end = add_working_days(start, n, CALENDAR)
    assert end > start
    assert CALENDAR.is_working_day(end)
    assert working_days_between(start, end, CALENDAR) == n


@given(DAYS, st.integers(0, 10), st.integers(0, 30), st.integers(0, 30))
def test_later_receipt_or_a_longer_period_never_ends_earlier(
    start: date, later: int, n: int, more: int
) -> None:
    end = add_working_days(start, n, CALENDAR)
    assert add_working_days(start + timedelta(days=later), n, CALENDAR) >= end
    assert add_working_days(start, n + more, CALENDAR) >= end


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_two_periods_in_a_row_are_one(start: date, first: int, second: int) -> None:
    halfway = add_working_days(start, first, CALENDAR)
    assert add_working_days(halfway, second, CALENDAR) == add_working_days(
        start, first + second, CALENDAR
    )


def test_beyond_the_calendar_only_the_dates_that_need_it_are_refused_by_name() -> None:
    assert add_working_days(date(2026, 12, 28), 3, CALENDAR) == date(2026, 12, 31)
    with pytest.raises(CalendarMissing) as refused:
        add_working_days(date(2026, 12, 28), 4, CALENDAR)
    assert refused.value.day == date(2027, 1, 1)
    assert refused.value.details["year"] == 2027
    with pytest.raises(CalendarMissing):
        CALENDAR.is_working_day(date(2023, 6, 1))


def test_a_missing_year_in_the_middle_is_refused_too() -> None:
    gap = Calendar.of([(2024, [], []), (2026, [], [])])
    assert add_working_days(date(2024, 12, 30), 1, gap) == date(2024, 12, 31)
    with pytest.raises(CalendarMissing):
        add_working_days(date(2024, 12, 30), 2, gap)
