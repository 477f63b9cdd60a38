"""A year of working days as the law gives it. Pure."""

from dataclasses import dataclass
from datetime import date

from gongxin.deadlines import HolidayName


@dataclass(frozen=True)
class CalendarYear:
    """One year of the State Council's notice: holidays, and weekend days made working days."""

    year: int
    holidays: frozenset[date]
    working_days: frozenset[date]
    source: str
    mark: str
    names: tuple[HolidayName, ...] = ()
