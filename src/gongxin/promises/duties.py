"""What an agency owes, period by period: something that arrived, or a signed sheet that says there was nothing. Pure; it blames nobody where no calendar says when the time was over."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from gongxin.refusal import Refusal
from gongxin.workdays import Calendar, CalendarMissing, add_working_days

# How far back the pages look; older months stand in the exports. A house number: a year and the month that runs.
MONTHS: Final = 13
_MONTH: Final = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")


class MonthRefused(Refusal):
    """What was given is no month of which something can be said."""

    code = "duty.month"


class Standing(StrEnum):
    """How one item stands for one period."""

    ARRIVED = "arrived"  # 有报送
    ZERO = "zero"  # 月报写明没有
    MISSING = "missing"  # 期满未见
    WAITING = "waiting"  # 期限未到
    UNKNOWN = "unknown"  # 无日历，不能计算


@dataclass(frozen=True)
class Duty:
    """One agency reports one item: how often something is expected, and how soon a decision is due."""

    agency: str
    item: str
    every: str  # month, year, or event: nothing is expected until it happens
    working_days: int


@dataclass(frozen=True)
class Tally:
    """Records that arrived, by whether they came in time. They add up."""

    arrived: int = 0
    on_time: int = 0
    late: int = 0
    unknown: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.arrived + other.arrived,
            self.on_time + other.on_time,
            self.late + other.late,
            self.unknown + other.unknown,
        )

    @property
    def judged(self) -> int:
        return self.on_time + self.late

    @property
    def share(self) -> float | None:
        """On time of those that can be judged; None where there is none."""
        return self.on_time / self.judged if self.judged else None


NOTHING: Final = Tally()


@dataclass(frozen=True)
class Complete:
    """What the signed sheets say was due to be reported, and how much of it arrived. They add up."""

    due: int = 0
    arrived: int = 0  # never more than was due, so that one item cannot make up for another

    def __add__(self, other: "Complete") -> "Complete":
        return Complete(self.due + other.due, self.arrived + other.arrived)

    @property
    def share(self) -> float | None:
        return self.arrived / self.due if self.due else None


def tally(parts: Iterable[Tally]) -> Tally:
    return sum(parts, NOTHING)


def month_of(text: str) -> date:
    """The first day of a month written YYYY-MM, or MonthRefused."""
    if not _MONTH.fullmatch(text):
        raise MonthRefused("月份应写作 2026-05 的样子", "a month is written like 2026-05")
    return date.fromisoformat(f"{text}-01")


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def months(today: date, count: int = MONTHS) -> list[date]:
    """The first days of the last months, this one included, in order."""
    found = [today.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[::-1]


def due_date(from_day: date, working_days: int, calendar: Calendar) -> date | None:
    """The last day of a period of working days; None where the calendar does not reach."""
    try:
        return add_working_days(from_day, working_days, calendar)
    except CalendarMissing:
        return None


def standing(
    *, end: date, due: date | None, arrived: int, declared_zero: bool, today: date
) -> Standing:
    """How a period that ends on `end` stands on a day. `due`: until when a decision of its last day may be reported."""
    if arrived:
        return Standing.ARRIVED
    if declared_zero:
        return Standing.ZERO
    if today <= end:
        return Standing.WAITING
    if due is None:
        return Standing.UNKNOWN
    return Standing.MISSING if due < today else Standing.WAITING
