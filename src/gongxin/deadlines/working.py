"""Computes the due day and writes down how: day by day, what each day was and why it counted or not. Pure; never falls back to a guess."""

import calendar as months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongxin.deadlines.calendars import DatedCalendar, HolidayName
from gongxin.deadlines.events import (
    Corrected,
    Event,
    Extended,
    Happened,
    Paused,
    Started,
    corrections_of,
    happened,
)
from gongxin.deadlines.history import History, Interval, history_of
from gongxin.deadlines.refusals import ExtensionRefused, PauseRefused
from gongxin.deadlines.rules import PauseReason, Rule

_ONE_DAY = timedelta(days=1)


class DayWas(StrEnum):
    ZERO = "zero"  # the day of receipt
    COUNTED = "counted"
    MADE_UP = "made_up"  # a weekend day made a working day, counted
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    STOPPED = "stopped"  # somebody else's turn
    MOVED_ON = (
        "moved_on"  # a rest day after the last day, where the period ends on the next working day
    )


class Open(StrEnum):
    """Why there is no due day yet."""

    PAUSED = "paused"
    CALENDAR_MISSING = "calendar_missing"


@dataclass(frozen=True)
class Step:
    """One day. `number`: how many days are used up at its end. `pause`: the reason that stands over the day, if any."""

    day: date
    was: DayWas
    number: int
    holiday: HolidayName | None
    pause: PauseReason | None
    events: tuple[Happened, ...]


@dataclass(frozen=True)
class Working:
    """The due day and everything it follows from. `due` is None while the clock stands still or a calendar is missing."""

    rule: Rule
    rule_version: str
    calendar_version: str
    calendar_years: tuple[int, ...]  # the years that were looked up
    events: tuple[Happened, ...]
    corrections: tuple[Corrected, ...]
    started: date
    needed: (
        int  # days, extensions included; a period of months is the days to its corresponding day
    )
    due: date | None
    open: Open | None
    missing_year: int | None
    paused: Paused | None  # the pause that holds the clock now
    answered: date | None
    extensions: tuple[Extended, ...]
    charged: tuple[tuple[str, int], ...]  # party → days of pauses counted against it
    steps: tuple[Step, ...]


def due(rule: Rule, events: Iterable[Event], calendar: DatedCalendar) -> Working:
    """The due day of these events under this rule and calendar; the same three give the same working, for ever.

    An event that was admitted stands, also where a later calendar would have had the period end before it.
    """
    given = tuple(events)
    facts = happened(given)
    history = history_of(rule, facts)
    run = _Run(rule, history, calendar)
    run.count()
    return Working(
        rule=rule,
        rule_version=rule.version,
        calendar_version=calendar.version(run.years),
        calendar_years=tuple(sorted(run.years)),
        events=facts,
        corrections=corrections_of(given),
        started=history.started.on,
        needed=run.needed,
        due=run.due,
        open=run.open,
        missing_year=run.missing_year,
        paused=run.held_by.paused if run.held_by else None,
        answered=history.answered.on if history.answered else None,
        extensions=history.extensions,
        charged=tuple(sorted(run.charged.items())),
        steps=tuple(run.steps),
    )


def admitted(
    rule: Rule, events: Sequence[Event], added: Sequence[Event], calendar: DatedCalendar
) -> Working:
    """The working with further events of one day, refused where they may not be stored.

    A pause or an extension comes before the due day, as it was before it. That an event is told on its own day, and not
    dated back, is for the act that stores it: nothing here knows what day it is.
    """
    after = due(rule, [*events, *added], calendar)
    for event in added:
        if isinstance(event, Extended | Paused):
            starts = [one for one in added if isinstance(one, Started)]
            _ensure_in_time(event, due(rule, [*events, *starts], calendar))
        elif isinstance(event, Corrected) and isinstance(event.truth, Extended):
            without = Corrected(event.on, event.mistaken, None)
            _ensure_in_time(event.truth, due(rule, [*events, without], calendar))
    return after


def _ensure_in_time(event: Extended | Paused, before: Working) -> None:
    if before.due is not None and event.on >= before.due:
        kind = ExtensionRefused if isinstance(event, Extended) else PauseRefused
        raise kind(
            event.on,
            f"须在到期日 {before.due:%Y-%m-%d} 之前提出",
            f"must come before the due day, {before.due:%Y-%m-%d}",
        )


def months_later(day: date, count: int) -> date:
    """The corresponding day; the last day of the month where the month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def needed_days(rule: Rule, start: date, extensions: int) -> int:
    """How many days must be used up."""
    total = rule.count
    if rule.extension is not None:
        total += rule.extension.count * extensions
    match rule.unit:
        case "at_once":
            return 0
        case "months":
            return (months_later(start, total) - start).days
        case _:
            return total


class _Run:
    """One count, day by day."""

    def __init__(self, rule: Rule, history: History, calendar: DatedCalendar) -> None:
        self.rule, self.history, self.calendar = rule, history, calendar
        self.needed = needed_days(rule, history.started.on, len(history.extensions))
        self.due: date | None = None
        self.open: Open | None = None
        self.missing_year: int | None = None
        self.held_by: Interval | None = None
        self.charged: dict[str, int] = {}
        self.years: set[int] = set()
        self.steps: list[Step] = []
        self._used = 0

    def count(self) -> None:
        day = self.history.started.on
        self._note(day, DayWas.ZERO, None)
        while self._used < self.needed:
            held = self.history.open_pause
            if held is not None and held.paused.on <= day and held.stops:
                self.open, self.held_by = Open.PAUSED, held
                return
            day += _ONE_DAY
            if not self._one(day):
                return
        self._end(day)

    def _one(self, day: date) -> bool:
        """Whether the day could be judged."""
        interval = self.history.pause_over(day)
        if interval is not None and interval.stops:
            # In working days only those are counted against a party; a day without a calendar is against nobody.
            if self.rule.unit != "working_days" or self._is_working(day):
                self._charge(interval)
            self._note(day, DayWas.STOPPED, interval)
            return True
        was = self._judged(day)
        if was is None:
            return False
        if was in {DayWas.COUNTED, DayWas.MADE_UP}:
            self._used += 1
            if interval is not None:
                self._charge(interval)
        self._note(day, was, interval)
        return True

    def _judged(self, day: date) -> DayWas | None:
        if self.rule.unit != "working_days":
            return DayWas.COUNTED
        if not self.calendar.knows(day):
            self.open, self.missing_year = Open.CALENDAR_MISSING, day.year
            return None
        if self._is_working(day):
            return DayWas.MADE_UP if self.calendar.is_made_up(day) else DayWas.COUNTED
        return DayWas.HOLIDAY if day in self.calendar.days.holidays else DayWas.WEEKEND

    def _end(self, day: date) -> None:
        if self.rule.roll is not None and self.needed:
            while True:
                if not self.calendar.knows(day):
                    self.open, self.missing_year = Open.CALENDAR_MISSING, day.year
                    return
                if self._is_working(day):
                    break
                day += _ONE_DAY
                self._note(day, DayWas.MOVED_ON, None)
        self.due = day

    def _is_working(self, day: date) -> bool:
        if not self.calendar.knows(day):
            return False
        self.years.add(day.year)
        return self.calendar.days.is_working_day(day)

    def _charge(self, interval: Interval) -> None:
        owes = interval.reason.owes
        self.charged[owes] = self.charged.get(owes, 0) + 1

    def _note(self, day: date, was: DayWas, interval: Interval | None) -> None:
        self.steps.append(
            Step(
                day=day,
                was=was,
                number=self._used,
                holiday=self.calendar.holiday(day),
                pause=interval.reason if interval else None,
                events=tuple(one for one in self.history.facts if one.on == day),
            )
        )
