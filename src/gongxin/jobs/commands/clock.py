"""`gongxin clock`: lists the deadlines, prints a due day with its working, and says what another calendar would move. Stores nothing."""

import argparse
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Final

from django.conf import settings

from gongxin.deadlines import (
    CITY,
    Answered,
    Clock,
    DatedCalendar,
    Event,
    Extended,
    Open,
    Paused,
    Resumed,
    Rule,
    Started,
    Step,
    Working,
    admitted,
    moved,
    overdue_at,
)
from gongxin.jobs.arguments import text
from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.jurisdiction import Jurisdiction, as_document, load
from gongxin.refusal import Refusal

NAME: Final = "clock"
HELP_ZH: Final = "时限：列出、算给人看、比较日历"
HELP_EN: Final = "deadlines: list them, print a working, compare calendars"
NEEDS_DJANGO: Final = False

UNITS: Final = {
    "at_once": ("立即", "at once"),
    "working_days": ("个工作日", "working days"),
    "calendar_days": ("日", "calendar days"),
    "months": ("个月", "months"),
}
WAS: Final = {
    "zero": ("第零日", "day zero"),
    "counted": ("计入", "counts"),
    "made_up": ("补班，计入", "made-up working day, counts"),
    "weekend": ("周末", "weekend"),
    "holiday": ("放假", "holiday"),
    "stopped": ("暂停", "paused"),
    "moved_on": ("休息日，顺延", "rest day, moved on"),
}
START_DAYS_MAX: Final = 1100  # three years; every rule is computed for each of them


class EventUnreadable(Refusal):
    code = "clock.event_unreadable"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="一个 JSON 文档 · one JSON document")
    acts = parser.add_subparsers(dest="act", metavar="list|show|moved", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    listing = acts.add_parser("list", parents=[shared], help="列出 · every deadline in force")
    listing.add_argument("--on", type=date.fromisoformat, metavar="DAY")
    showing = acts.add_parser("show", parents=[shared], help="算给人看 · print a working")
    showing.add_argument("key", type=text, metavar="DEADLINE")
    showing.add_argument("--start", required=True, type=date.fromisoformat, metavar="DAY")
    for name, shape in (
        ("pause", "DAY:REASON:BY"),
        ("resume", "DAY"),
        ("extend", "DAY:REASON:APPROVED-BY"),
        ("answer", "DAY"),
    ):
        showing.add_argument(f"--{name}", action="append", default=[], type=text, metavar=shape)
    moving = acts.add_parser(
        "moved", parents=[shared], help="比较日历 · due days that another calendar moves"
    )
    moving.add_argument("old", type=Path, help="jurisdictions/ 的旧版 · the folder before")
    moving.add_argument(
        "new", nargs="?", type=Path, help="缺省为现用的 · default: the folder in use"
    )
    moving.add_argument("--from", dest="first", required=True, type=date.fromisoformat)
    moving.add_argument("--until", dest="last", required=True, type=date.fromisoformat)


def run(args: argparse.Namespace) -> int:
    acts = {"list": _list, "show": _show, "moved": _moved}
    return acts[args.act](args)


def _law(folder: Path | None = None) -> Jurisdiction:
    return load(
        folder or settings.GONGXIN_JURISDICTIONS_DIRECTORY,
        settings.GONGXIN_JURISDICTION,
        accept_unverified=settings.GONGXIN_MODE != "production",
    )


def _list(args: argparse.Namespace) -> int:
    clocks = _law().clocks
    rules = clocks.in_force(args.on or datetime.now(CITY).date())
    if args.json:
        answer_json(
            {
                "deadlines": [as_document(one) for one in rules],
                "pauses": [as_document(one) for one in clocks.pauses],
                "extensions": [as_document(one) for one in clocks.extensions],
                "absent": [as_document(one) for one in clocks.absent],
            }
        )
        return DONE
    for rule in rules:
        answer(f"{rule.key:<28} {length(rule)}  {rule.zh} · {rule.en}  [{rule.mark}]")
    for absent in clocks.absent:
        answer(f"{absent.key:<28} —  {absent.zh} · {absent.en}")
    return DONE


def length(rule: Rule) -> str:
    zh, en = UNITS[rule.unit]
    if rule.unit == "at_once":
        return f"{zh} · {en}"
    more = f" (+{rule.extension.count})" if rule.extension else ""
    return f"{rule.count}{more} {zh} · {en}"


def _show(args: argparse.Namespace) -> int:
    law = _law()
    rule = law.clocks.rule(args.key, args.start)
    calendar = DatedCalendar.of(law.calendar)
    happened: list[Event] = []
    # Day by day, so that what came too late on its day is refused as it would have been.
    for _, day in groupby(sorted(events(args), key=lambda one: one.on), key=lambda one: one.on):
        together = list(day)
        working = admitted(rule, happened, together, calendar)
        happened += together
    if args.json:
        answer_json(document(working))
        return DONE
    for line in lines(working):
        answer(line)
    return DONE


def events(args: argparse.Namespace) -> list[Started | Paused | Resumed | Extended | Answered]:
    found: list[Started | Paused | Resumed | Extended | Answered] = [Started(args.start)]
    found += [Resumed(_day(one)) for one in args.resume]
    found += [Paused(_day(one), *_two(one)) for one in args.pause]
    found += [Extended(_day(one), *_two(one)) for one in args.extend]
    found += [Answered(_day(one)) for one in args.answer]
    return found


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given.partition(":")[0])
    except ValueError:
        raise EventUnreadable(f"不是日期：{given}", f"no day: {given}") from None


def _two(given: str) -> tuple[str, str]:
    parts = given.split(":")
    if len(parts) != 3:
        raise EventUnreadable(f"应为“日期:理由:谁”：{given}", f"must be DAY:REASON:WHO: {given}")
    return parts[1], parts[2]


def document(working: Working) -> dict[str, object]:
    moment = overdue_at(working)
    return {
        "deadline": working.rule.key,
        "rule": working.rule_version,
        "source": working.rule.source,
        "mark": working.rule.mark,
        "calendar": working.calendar_version,
        "calendar_years": list(working.calendar_years),
        "started": working.started,
        "due": working.due,
        "open": working.open,
        "missing_year": working.missing_year,
        "overdue_at": moment.isoformat() if moment else None,
        "charged": dict(working.charged),
        "missed": list(working.rule.missed),
        "steps": [
            {"day": step.day, "was": step.was, "number": step.number, "note": _note(step)}
            for step in working.steps
        ],
    }


def lines(working: Working) -> list[str]:
    rule = working.rule
    shown = [
        f"{rule.zh} · {rule.en}  {length(rule)}  [{rule.mark}]",
        f"  {rule.source}",
        f"  规则 · rule {working.rule_version}",
        f"  日历 · calendar {working.calendar_version} {' '.join(map(str, working.calendar_years))}",
    ]
    shown += [
        f"  {step.day} {step.day:%a} {step.number:>4}  {_note(step)}" for step in working.steps
    ]
    if working.due is not None:
        shown.append(f"到期 · due {working.due}")
    elif working.open is Open.PAUSED:
        shown.append("暂停中，没有到期日 · paused, no due day")
    else:
        year = working.missing_year
        shown.append(f"缺少 {year} 年日历，无法计算 · the calendar of {year} is missing")
    shown += [f"  计入 · counted against {party}: {days}" for party, days in working.charged]
    return shown


def _note(step: Step) -> str:
    zh, en = WAS[step.was]
    if step.was == "holiday" and step.holiday is not None:
        zh, en = f"{step.holiday.zh}{zh}", f"{step.holiday.en}, {en}"
    note = f"{zh} · {en}"
    if step.pause is not None:
        note += f" ({step.pause.zh} · {step.pause.en}; {step.pause.owes})"
    return note


def _moved(args: argparse.Namespace) -> int:
    """Every rule started on every day of the period: what a notice will have to say."""
    new_law, old_law = _law(args.new), _law(args.old)
    days = (args.last - args.first).days + 1
    if not 0 < days <= START_DAYS_MAX:
        raise EventUnreadable(
            f"起止日须相距 1 至 {START_DAYS_MAX} 天", f"from 1 to {START_DAYS_MAX} days, please"
        )
    starts = [args.first + timedelta(days=n) for n in range(days)]
    clocks = [
        Clock(f"{rule.key} {day}", rule, (Started(day),))
        for day in starts
        for rule in new_law.clocks.in_force(day)
    ]
    found = moved(clocks, DatedCalendar.of(old_law.calendar), DatedCalendar.of(new_law.calendar))
    if args.json:
        answer_json(
            [
                {"clock": one.key, "before": one.before, "after": one.after, "days": one.days}
                for one in found
            ]
        )
    for one in () if args.json else found:
        sign = "?" if one.days is None else f"{one.days:+}"
        answer(f"{one.key}  {one.before or '—'} → {one.after or '—'}  {sign}")
    _tell(found, clocks)
    return DONE


def _tell(found: Sequence[object], clocks: Sequence[object]) -> None:
    say(
        f"{len(clocks):,} 个起算日中 {len(found):,} 个到期日变动",
        f"{len(found):,} of {len(clocks):,} due days move",
    )
