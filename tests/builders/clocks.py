"""Rules and events of clocks for tests, written short: `2wd+3`, `60cd`, `6m>`, `pause 2026-06-02 subject`."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from gongxin.deadlines import (
    PARTIES,
    Answered,
    Corrected,
    DatedCalendar,
    Event,
    Extended,
    Extension,
    ExtensionReason,
    Paused,
    PauseReason,
    Resumed,
    Roll,
    Rule,
    Started,
)
from gongxin.jurisdiction import CalendarYear, Jurisdiction, load

ROOT = Path(__file__).resolve().parents[2] / "jurisdictions"
UNITS = {"wd": "working_days", "cd": "calendar_days", "m": "months"}
PAUSES = tuple(
    PauseReason(party, f"等待{party}", f"waiting for {party}", party, "constructed", "example")
    for party in PARTIES
)
REASON = ExtensionReason("special", "特殊情况", "special circumstances", "constructed", "example")


@cache
def law(*, accept_unverified: bool = True) -> Jurisdiction:
    return load(ROOT, "xingning", accept_unverified=accept_unverified)


def calendar() -> DatedCalendar:
    return DatedCalendar.of(law().calendar)


def rule(short: str, *, party: str = "provider") -> Rule:
    """The clock of `party`: a number of days, `+n` for one extension, `>` for a roll."""
    shape = re.fullmatch(r"(\d+)(wd|cd|m)(?:\+(\d+))?(>?)", short)
    assert shape or short == "at_once", short
    extension = None
    if shape and shape[3]:
        extension = Extension(
            int(shape[3]), 1, (REASON,), "负责人", "the head", "constructed", "example"
        )
    return Rule(
        key=f"test.{short}",
        group="test",
        zh=short,
        en=short,
        party=party,
        starts_zh="收到",
        starts_en="receipt",
        unit=UNITS[shape[2]] if shape else "at_once",
        count=int(shape[1]) if shape else 0,
        missed=("escalate",),
        pauses=PAUSES,
        extension=extension,
        roll=Roll("constructed", "example") if shape and shape[4] else None,
        alternatives=(),
        source="constructed",
        mark="example",
        in_force_from=date(2018, 1, 1),
        in_force_until=None,
    )


def events(start: date, text: str, *, by: str = "provider") -> list[Event]:
    found: list[Event] = [Started(start)]
    for one in filter(None, text.split("; ")):
        what, day, *rest = one.split()
        on = date.fromisoformat(day)
        match what:
            case "pause":
                found.append(Paused(on, rest[0], by))
            case "resume":
                found.append(Resumed(on))
            case "extend":
                found.append(Extended(on, rest[0] if rest else REASON.key, "head"))
            case "answer":
                found.append(Answered(on))
            case "restart":
                found.append(Corrected(on, Started(start), Started(on)))
            case _:
                raise AssertionError(one)
    return found


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table with `#` lines before its header."""
    lines = [one for one in path.read_text("utf-8").splitlines() if not one.startswith("#")]
    return csv.DictReader(lines)


def calendar_with(
    *, holidays: Iterable[date] = (), working_days: Iterable[date] = (), years: Iterable[int] = ()
) -> DatedCalendar:
    """The proclaimed calendar with further days off, further days worked, and further years without any."""
    off, on = frozenset(holidays), frozenset(working_days)
    proclaimed = [
        replace(
            year,
            holidays=(year.holidays - on) | {day for day in off if day.year == year.year},
            working_days=(year.working_days - off) | {d for d in on if d.year == year.year},
        )
        for year in law().calendar
    ]
    more = [
        CalendarYear(year, frozenset(), frozenset(), "constructed", "example") for year in years
    ]
    return DatedCalendar.of([*proclaimed, *more])
