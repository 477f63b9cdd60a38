"""The state of security, line by line: what is well, what needs care, what is bad, and what to do. Pure.

Every threshold here is the house's own. A line without a fact is never well: not knowing is a finding.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from gongxin.workdays import Calendar


class Level(StrEnum):
    GREEN = "green"  # 正常
    YELLOW = "yellow"  # 需留意
    RED = "red"  # 须处理


class Topic(StrEnum):
    """What a line is about; the page has its words and what to do."""

    BACKUP = "backup"
    ARCHIVE = "archive"
    DRILL = "drill"
    JOURNAL = "journal"
    WITNESS = "witness"
    CALENDAR = "calendar"
    SIGN_INS = "sign_ins"
    TRAINING = "training"
    REVIEWS = "reviews"
    INCIDENTS = "incidents"
    ALARMS = "alarms"
    DATABASE_ROLE = "database_role"
    WALLS = "walls"


@dataclass(frozen=True)
class Line:
    """One line of the page. `count` and `at` are what it rests on; `until` a day that is coming."""

    topic: Topic
    level: Level
    at: datetime | None = None
    count: int | None = None
    size: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Done:
    """Something that was done for the last time then, and whether it went well."""

    at: datetime
    well: bool
    size: int | None = None


# A daily duty may be late by two hours; by a week it has been forgotten.
BACKUP: Final = (timedelta(hours=26), timedelta(days=7))
# Twice a year at least, and a yellow line after a quarter.
DRILL: Final = (timedelta(days=100), timedelta(days=190))
JOURNAL: Final = (timedelta(days=2), timedelta(days=7))
# Only what somebody else holds shows that a log was written anew.
WITNESS: Final = (timedelta(days=7), timedelta(days=31))
CALENDAR_ALARM: Final = timedelta(days=60)
SIGN_INS_MANY: Final = (20, 100)  # failed, in a day
INCIDENT_LONG: Final = timedelta(days=30)


def by_age(
    topic: Topic, done: Done | None, ages: tuple[timedelta, timedelta], now: datetime
) -> Line:
    """Green while it is recent and went well, yellow when it grows old, red when old, failed or never."""
    if done is None:
        return Line(topic, Level.RED)
    age = now - done.at
    level = Level.GREEN if age <= ages[0] else Level.YELLOW if age <= ages[1] else Level.RED
    return Line(topic, level if done.well else Level.RED, at=done.at, size=done.size)


@dataclass(frozen=True)
class Archiving:
    """What the server says of its archive: when a file was last kept there, and when one last failed to be."""

    is_on: bool
    kept_at: datetime | None
    failed_at: datetime | None


def archive_line(archiving: Archiving) -> Line:
    """Red while files cannot be archived; yellow where there is no archive, or nothing in it yet."""
    kept, failed = archiving.kept_at, archiving.failed_at
    if archiving.is_on and failed is not None and (kept is None or kept < failed):
        return Line(Topic.ARCHIVE, Level.RED, at=failed)
    if not archiving.is_on or kept is None:
        return Line(Topic.ARCHIVE, Level.YELLOW)
    return Line(Topic.ARCHIVE, Level.GREEN, at=kept)


def by_count(topic: Topic, count: int | None, many: tuple[int, int]) -> Line:
    """Green below the first number, yellow below the second, red from there; not counted is yellow."""
    if count is None:
        return Line(topic, Level.YELLOW)
    level = Level.GREEN if count < many[0] else Level.YELLOW if count < many[1] else Level.RED
    return Line(topic, level, count=count)


def calendar_ends(calendar: Calendar, today: date) -> date | None:
    """The last day that the proclaimed calendar covers without a gap from today on; None: not even today."""
    year = today.year
    if year not in calendar.years:
        return None
    while year + 1 in calendar.years:
        year += 1
    return date(year, 12, 31)


def calendar_line(calendar: Calendar, today: date) -> Line:
    """Red where today has no calendar, yellow from 60 days before its end: the next is to be entered."""
    ends = calendar_ends(calendar, today)
    if ends is None:
        return Line(Topic.CALENDAR, Level.RED)
    due = today >= ends - CALENDAR_ALARM
    return Line(Topic.CALENDAR, Level.YELLOW if due else Level.GREEN, until=ends)


def incidents_line(opened: Sequence[tuple[datetime, bool]], now: datetime) -> Line:
    """(opened, is it grave) of each open incident: a grave one, or one that stays open long, is red."""
    if not opened:
        return Line(Topic.INCIDENTS, Level.GREEN, count=0)
    bad = any(grave or now - at > INCIDENT_LONG for at, grave in opened)
    oldest = min(at for at, _ in opened)
    return Line(Topic.INCIDENTS, Level.RED if bad else Level.YELLOW, at=oldest, count=len(opened))


def must_be_none(topic: Topic, count: int) -> Line:
    """Any at all is red."""
    return Line(topic, Level.RED if count else Level.GREEN, count=count)
