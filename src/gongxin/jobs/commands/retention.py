"""`gongxin retention`: says what must be erased and why, erases it, and shows the proofs. The rooms decide; it prints."""

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from gongxin.cases.actions import speaking
from gongxin.intake import erasing as kept
from gongxin.jobs.arguments import at_least
from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.records import erasing, overdue
from gongxin.records.erasing import Certificate
from gongxin.records.overdue import Standing

NAME: Final = "retention"
HELP_ZH: Final = "保存期：列出应删除的记录及理由、执行删除、查看删除证明"
HELP_EN: Final = "retention: what must be erased and why, erase it, show the proofs"

_SHOWN: Final = 20
_PAGE: Final = 2_000


def configure(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", metavar="PART", required=True)
    for name, run_part, help_text in (
        ("due", _due, "应删除的记录及其推算 · what must be erased, with the working"),
        ("run", _run, "删除保存期满的记录 · erase what is over its retention"),
        ("show", _show, "已执行的删除 · the erasures done, newest first"),
    ):
        part = parts.add_parser(name, help=help_text)
        part.add_argument("--json", action="store_true", help="JSON")
        part.set_defaults(run_part=run_part)
        if name != "run":
            part.add_argument(
                "--limit",
                type=at_least(0),
                default=_SHOWN,
                metavar="N",
                help=f"最多列出多少条，默认 {_SHOWN} · list at most so many",
            )


def run(args: argparse.Namespace) -> int:
    run_part: Callable[[argparse.Namespace], int] = args.run_part
    return run_part(args)


def erase(now: datetime) -> tuple[int, int]:
    """Everything retention asks of a day: records, then what batches keep; how many records and how many rows."""
    today = timezone.localdate(now)
    records = erasing.erase_due(today=today, by="system", now=now)
    rows = kept.empty_due(today=today, by="system", now=now)
    if records or rows:
        say(
            f"删除记录 {records} 条，清空留存 {rows} 行",
            f"records erased: {records}, kept rows emptied: {rows}",
        )
    words = speaking.empty_words(today=today, by="system", now=now)
    if words:
        say(
            f"清空投诉、举报和申请中来人的话 {words} 件",
            f"complaints, tips and requests whose words were emptied: {words}",
        )
    return records, rows


def _run(args: argparse.Namespace) -> int:
    records, rows = erase(timezone.now())
    if args.json:
        answer_json({"records": records, "rows": rows})
    else:
        answer(f"记录 · records {records:,}  留存行 · kept rows {rows:,}")
    return DONE


def _due(args: argparse.Namespace) -> int:
    today = timezone.localdate()
    counts: Counter[str] = Counter()
    listed: list[Standing] = []
    for page in overdue.pages(today, _PAGE):
        counts[page[0].item.code] += len(page)
        listed += page[: max(args.limit - len(listed), 0)]
    batches = kept.due(today)
    if args.json:
        answer_json(
            {
                "day": today,
                "items": dict(counts),
                "records": [_as_document(one) for one in listed],
                "batches": [
                    {
                        "batch": b.batch,
                        "item": b.item,
                        "rows": b.rows,
                        "emptied": b.emptied,
                        "until": b.until,
                    }
                    for b in batches
                ],
            }
        )
        return DONE
    for code, count in sorted(counts.items()):
        answer(f"{code}\t{count:,}")
    for one in listed:
        answer(f"  {one.record}  {_working(one)}")
    if sum(counts.values()) > len(listed):
        answer(f"  … 另有 · more: {sum(counts.values()) - len(listed):,}")
    for batch in batches:
        answer(f"批次留存 · kept of a batch: {batch.batch}")
    if not counts and not batches:
        say(f"{today}：没有应删除的内容", "nothing must be erased")
    return DONE


def _working(one: Standing) -> str:
    """The clocks of a record in the order they were asked, then the day that decided."""
    clocks = one.retention
    return (
        f"{clocks.decided_date} + {clocks.months} 个月 · months = {_day(clocks.counted_until)}；"
        f"公示至 · shown until {_day(clocks.public_until)}；"
        f"有效至 · in force until {_day(clocks.in_force_until)}；"
        f"保存至 · kept until {_day(clocks.ends)}"
    )


def _day(day: date | None) -> str:
    return "—" if day is None else day.isoformat()


def _as_document(one: Standing) -> dict[str, object]:
    clocks = one.retention
    return {
        "record": one.record,
        "item": one.item.code,
        "item_version": one.item.version,
        "state": one.state.value,
        "decided_date": clocks.decided_date,
        "months": clocks.months,
        "counted_until": clocks.counted_until,
        "public_until": clocks.public_until,
        "in_force_until": clocks.in_force_until,
        "ends": clocks.ends,
    }


def _show(args: argparse.Namespace) -> int:
    runs = erasing.certificates(args.limit)
    if args.json:
        answer_json([_certificate(one) for one in runs])
        return DONE
    for one in runs:
        answer(
            f"{one.day}  {one.reason}  {one.item} v{one.item_version}  "
            f"{one.records:,} 条 · records, {one.versions:,} 版本 · versions  "
            f"日志 · leaf {one.leaf_index}  {one.root.hex()}"
        )
    if not runs:
        say("尚无删除", "nothing was erased yet")
    return DONE


def _certificate(one: Certificate) -> dict[str, object]:
    return {
        "leaf_index": one.leaf_index,
        "at": one.at.isoformat(),
        "by": one.by,
        "act": one.act,
        "item": one.item,
        "item_version": one.item_version,
        "reason": one.reason,
        "day": one.day,
        "records": one.records,
        "versions": one.versions,
        "root": one.root.hex(),
        "emptied": one.emptied.hex(),
    }
