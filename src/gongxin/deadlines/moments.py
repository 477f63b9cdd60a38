"""When a duty became overdue, how a clock stands at an instant, and which clocks another calendar moves. Is told the instant, never reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from gongxin.deadlines.calendars import DatedCalendar
from gongxin.deadlines.events import Event
from gongxin.deadlines.rules import Rule
from gongxin.deadlines.working import Open, Working, due

CITY: Final = ZoneInfo("Asia/Shanghai")  # civil days are counted on the clock of the city


class State(StrEnum):
    RUNNING = "running"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    PAUSED = "paused"
    CALENDAR_MISSING = "calendar_missing"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"


def was_late(working: Working) -> bool:
    """Answered after the due day. What was answered while the clock stood still was in time."""
    return (
        working.answered is not None and working.due is not None and working.answered > working.due
    )


def overdue_at(working: Working) -> datetime | None:
    """The true moment at which the duty became, or will become, overdue: the first instant after the due day, in the city.

    None where there is no due day, or where the answer came in time. A sweep dates the event with it, whenever it runs.
    """
    if working.due is None or (working.answered is not None and not was_late(working)):
        return None
    return datetime.combine(working.due + timedelta(days=1), time.min, CITY)


MASKS: Final = "mask_until_answered"


def hidden_from(working: Working) -> date | None:
    """The day from which silence hides what the duty is about: the first after the due day. None: not at all, or not while it is paused.

    Where no calendar reaches the due day, the first day that nobody can judge. Only for a duty that was not answered.
    """
    if MASKS not in working.rule.missed:
        return None
    if working.due is not None:
        return working.due + timedelta(days=1)
    if working.open is Open.CALENDAR_MISSING and working.missing_year is not None:
        return date(working.missing_year, 1, 1)
    return None


def state(working: Working, now: datetime) -> State:
    """How the clock stands at `now`, an aware instant."""
    assert now.tzinfo is not None, now
    if working.answered is not None:
        if working.open is Open.CALENDAR_MISSING and working.answered > working.steps[-1].day:
            return State.CALENDAR_MISSING  # answered, but whether in time cannot be said
        return State.ANSWERED_LATE if was_late(working) else State.ANSWERED
    if working.open is Open.PAUSED:
        return State.PAUSED
    moment = overdue_at(working)
    if working.due is None or moment is None:
        return State.CALENDAR_MISSING
    if now >= moment:
        return State.OVERDUE
    return State.DUE_TODAY if now.astimezone(CITY).date() == working.due else State.RUNNING


def days_left(working: Working, today: date) -> int | None:
    """Days of the clock's own unit that are left after `today`; None where it has no due day."""
    if working.due is None:
        return None
    used = max((step.number for step in working.steps if step.day <= today), default=0)
    return working.needed - used


@dataclass(frozen=True)
class Clock:
    """A clock that somebody keeps, by a key of theirs."""

    key: str
    rule: Rule
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Move:
    """A due day that another calendar moves; None: it could not be computed."""

    key: str
    rule: str
    before: date | None
    after: date | None

    @property
    def days(self) -> int | None:
        """By how many civil days; negative where it is due earlier now."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days


def moved(clocks: Iterable[Clock], before: DatedCalendar, after: DatedCalendar) -> tuple[Move, ...]:
    """The open clocks whose due day differs under the two calendars, for a notice to whoever is concerned."""
    found = []
    for clock in clocks:
        old = due(clock.rule, clock.events, before)
        if old.answered is not None:
            continue
        new = due(clock.rule, clock.events, after)
        if old.due != new.due:
            found.append(Move(clock.key, clock.rule.key, old.due, new.due))
    return tuple(found)
