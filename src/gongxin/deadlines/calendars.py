"""The proclaimed calendar as a working prints it: which day is what, by which name, in which version. Counts nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from gongxin.workdays import Calendar


@dataclass(frozen=True)
class HolidayName:
    """What the days of one holiday are called; both days belong to it."""

    zh: str
    en: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class ProclaimedYear(Protocol):
    """One year of the law's calendar."""

    @property
    def year(self) -> int: ...
    @property
    def holidays(self) -> frozenset[date]: ...
    @property
    def working_days(self) -> frozenset[date]: ...
    @property
    def names(self) -> tuple[HolidayName, ...]: ...


@dataclass(frozen=True)
class DatedCalendar:
    """A calendar with the names of its holidays. Two calendars with the same days have the same version."""

    days: Calendar
    names: tuple[HolidayName, ...]

    @classmethod
    def of(cls, years: Iterable[ProclaimedYear]) -> "DatedCalendar":
        known = sorted(years, key=lambda one: one.year)
        return cls(
            days=Calendar.of((one.year, one.holidays, one.working_days) for one in known),
            names=tuple(name for one in known for name in one.names),
        )

    def knows(self, day: date) -> bool:
        return day.year in self.days.years

    def is_made_up(self, day: date) -> bool:
        return day in self.days.working_days

    def holiday(self, day: date) -> HolidayName | None:
        """The holiday that the day belongs to; None too where the notice names none."""
        return self._named.get(day)

    def version(self, years: Iterable[int]) -> str:
        """A digest over the days of these years alone: a calendar of another year changes no clock that never reaches it."""
        lines = ["gx-calendar1"]
        for year in sorted(set(years) & self.days.years):
            lines += [
                str(year),
                *(f"-{day}" for day in sorted(self.days.holidays) if day.year == year),
                *(f"+{day}" for day in sorted(self.days.working_days) if day.year == year),
            ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @cached_property
    def _named(self) -> dict[date, HolidayName]:
        return {day: name for name in self.names for day in self.days.holidays if day in name}
