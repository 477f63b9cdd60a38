"""Counts working days by the proclaimed calendar. Where the calendar of a year is missing it refuses, by date; it never falls back to "Monday to Friday"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gongxin.refusal import Refusal

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5  # as date.weekday() counts


class CalendarMissing(Refusal):
    """A date needs the calendar of a year that has not been proclaimed or loaded."""

    code = "workdays.calendar_missing"

    def __init__(self, day: date) -> None:
        super().__init__(
            f"没有 {day.year} 年的工作日历，无法判断 {day:%Y-%m-%d} 是否工作日。",
            f"there is no working-day calendar of {day.year}; {day:%Y-%m-%d} cannot be judged.",
            remedy_zh="请在 jurisdictions/cn 补充该年的 workdays 文件后重新装载。",
            remedy_en="Add that year's workdays file under jurisdictions/cn and load again.",
            details={"day": day.isoformat(), "year": day.year},
        )
        self.day = day


@dataclass(frozen=True)
class Calendar:
    """The years proclaimed: holidays, and weekend days that are worked in exchange."""

    years: frozenset[int]
    holidays: frozenset[date]
    working_days: frozenset[date]

    @classmethod
    def of(cls, years: Iterable[tuple[int, Iterable[date], Iterable[date]]]) -> "Calendar":
        """From (year, holidays, made-up working days)."""
        known = [(year, frozenset(off), frozenset(on)) for year, off, on in years]
        return cls(
            years=frozenset(year for year, _, _ in known),
            holidays=frozenset().union(*(off for _, off, _ in known)),
            working_days=frozenset().union(*(on for _, _, on in known)),
        )

    def is_working_day(self, day: date) -> bool:
        if day.year not in self.years:
            raise CalendarMissing(day)
        # Weekends before a long holiday are proclaimed as working days, so the calendar decides, not the weekday.
        return day in self.working_days or (day.weekday() < _SATURDAY and day not in self.holidays)


def add_working_days(start: date, n: int, calendar: Calendar) -> date:
    """The last day of a period of `n` working days; the day of receipt `start` is day zero and need not be one."""
    assert n >= 0, n
    if n == 0:
        return start
    day, left = start, n
    while left:
        day += _ONE_DAY
        left -= calendar.is_working_day(day)
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """How many working days lie in (start, end]: the number that, added to `start`, does not pass `end`."""
    assert start <= end, (start, end)
    days = (start + timedelta(days=k) for k in range(1, (end - start).days + 1))
    return sum(calendar.is_working_day(day) for day in days)
