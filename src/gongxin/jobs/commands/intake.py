"""`gongxin intake`: check a file, send it, look at what became of its rows, release it by a second account."""

import argparse
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.intake import actions, conveyor, queries, returning, trial
from gongxin.intake.batches import UNFINISHED, BatchRefused, Status
from gongxin.intake.queries import Receipt
from gongxin.intake.registering import REGISTER
from gongxin.jobs.accounts import reviewer_of, sender
from gongxin.jobs.arguments import opened, text
from gongxin.jobs.outcome import DONE, REFUSED, answer, answer_json, say
from gongxin.jobs.progress import bar
from gongxin.jurisdiction.templates import Template

NAME: Final = "intake"
HELP_ZH: Final = "核对、报送、查看和放行一份文件"
HELP_EN: Final = "check, submit, show and release a file"

BY_HELP: Final = (
    "报送账号，缺省为 AGENCY.clerk；正式运行时必填 · account that sends; production needs it"
)
COUNTS: Final = ("rows", "admitted", "warned", "duplicates", "held", "rejected")
SECONDS_BETWEEN_LOOKS: Final = 0.3
FINDINGS_SHOWN_MAX: Final = 20  # on a terminal; --json has more


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    check = acts.add_parser("check", help="只核对，什么也不存 · check, store nothing")
    submit = acts.add_parser("submit", help="报送 · submit")
    for act in (check, submit):
        act.add_argument("file", type=Path)
        act.add_argument("--item", type=text, required=True)
        act.add_argument("--encoding", choices=["utf-8", "gb18030", "utf-16"])
    check.add_argument("--agency", type=text)
    submit.add_argument("--agency", type=text, required=True)
    submit.add_argument("--by", type=text, help=BY_HELP)
    show = acts.add_parser("show", help="查看批次 · show a batch")
    show.add_argument("--rows", action="store_true", help="逐行 · every row")
    release = acts.add_parser("release", help="由第二个账号放行 · release by a second account")
    release.add_argument("--by", type=text, required=True)
    release.add_argument(
        "--despite-gate",
        type=text,
        metavar="REASON",
        help="说明理由，让被挂起的批次继续 · let a held batch go on",
    )
    workbook = acts.add_parser(
        "workbook", help="取回标注好的工作簿 · the workbook back, with its problems marked"
    )
    workbook.add_argument("--out", type=Path, required=True)
    for act in (show, release, workbook):
        act.add_argument("batch", type=_batch)
    for act in (check, submit, show, release):
        act.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    acts = {
        "check": _check,
        "submit": _submit,
        "show": _show,
        "release": _release,
        "workbook": _workbook,
    }
    return acts[args.act](args)


def submit(path: Path, *, item: str, agency: str, by: str | None, encoding: str | None) -> Receipt:
    """Send one file and bring it as far as it can go: what `submit`, `subjects import` and the demo do."""
    now = timezone.now()
    account = sender(agency, by)
    with opened(path) as file:
        batch = conveyor.receive(
            incoming=conveyor.Incoming(file, path.name, item, agency, encoding),
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by=account,
            now=now,
            today=timezone.localdate(now),
        )
    bring_to_end(batch, by=account, now=now)
    return queries.receipt(batch, scope=EVERY_AGENCY)


def bring_to_end(batch: UUID, *, by: str, now: datetime) -> None:
    """Until every row has its outcome or a gate holds the batch; where a worker was faster, wait for it."""
    with bar("处理 · processing") as progress:
        while conveyor.process(batch=batch, by=by, now=now, progress=progress) in UNFINISHED:
            time.sleep(SECONDS_BETWEEN_LOOKS)


def exit_code(receipt: Receipt) -> int:
    """Refused where a row was, or where a gate holds the batch whole."""
    return REFUSED if receipt.rejected or receipt.status == Status.HELD else DONE


def as_document(receipt: Receipt) -> dict[str, Any]:
    """The one JSON document of a batch."""
    return {
        "batch": str(receipt.batch),
        "sha256": receipt.sha256,
        "item": receipt.item,
        "agency": receipt.agency,
        "status": receipt.status,
        "gates": list(receipt.gates),
        "rows": receipt.rows,
        "admitted": receipt.admitted,
        "warned": receipt.warned,
        "duplicates": receipt.duplicates,
        "held": receipt.held,
        "rejected": receipt.rejected,
        "corrected": receipt.corrected,
        "emptied": receipt.emptied,
        "released": receipt.released,
        "undone": receipt.undone,
        "cut": {"columns": list(receipt.cut), "rows": receipt.cut_rows},
        "leftovers": list(receipt.leftovers),
        "read_as": _read_as(receipt.template),
        "profile_version": receipt.profile_version,
        "fixes": [
            {
                "number": one.number,
                "kind": one.fix.kind.value,
                "field": one.fix.field,
                "cells": one.cells,
                "from_profile": one.from_profile,
                "by": one.accepted_by,
            }
            for one in receipt.fixes
        ],
        "findings": queries.findings(receipt.batch, scope=EVERY_AGENCY),
    }


def _read_as(template: Template | None) -> dict[str, str] | None:
    """The earlier template a file was read by; none for the present one."""
    return None if template is None else {"zh": template.zh, "en": template.en}


def _check(args: argparse.Namespace) -> int:
    now = timezone.now()
    today = timezone.localdate(now)
    item = catalogue.item_in_force(args.item, today)
    agency = agencies.agency_by_key(args.agency) if args.agency else None
    with opened(args.file) as file:
        found = trial.of(
            content=file,
            name=args.file.name,
            item=item,
            today=today,
            encoding=args.encoding,
            provider=agency.key if agency else None,
        )
    document = {
        "sha256": found.sha256,
        "item": found.item.code,
        "rows": found.rows,
        "admitted": found.admitted,
        "warned": found.warned,
        "duplicates": found.duplicates,
        "held": found.held,
        "rejected": found.rejected,
        "cut": {"columns": list(found.cut), "rows": found.cut_rows},
        "leftovers": list(found.leftovers),
        "read_as": _read_as(found.template),
        "findings": queries.told(found.findings),
    }
    if args.json:
        answer_json(document)
    else:
        tell(document)
    return REFUSED if found.rejected else DONE


def _submit(args: argparse.Namespace) -> int:
    receipt = submit(
        args.file, item=args.item, agency=args.agency, by=args.by, encoding=args.encoding
    )
    document = as_document(receipt)
    if args.json:
        answer_json(document)
    else:
        answer(f"{receipt.batch}")
        tell(document)
    if receipt.admitted and not receipt.released and receipt.item != REGISTER:
        say(
            f"放行：gongxin intake release {receipt.batch} --by {reviewer_of(receipt.agency)}",
            "release it by a second account",
        )
    elif receipt.status == Status.HELD:
        say(
            f"放行：gongxin intake release {receipt.batch} --by {reviewer_of(receipt.agency)} --despite-gate REASON",
            "a second account lets it go on, with a reason",
        )
    return exit_code(receipt)


def _show(args: argparse.Namespace) -> int:
    if args.rows:
        rows = queries.rows(args.batch, scope=EVERY_AGENCY)
        if args.json:
            answer_json(rows)
        else:
            for row in rows:
                answer(
                    f"{row['row']}\t{row['outcome']}\t{','.join(row['codes'])}\t{row['record'] or ''}"
                )
        return DONE
    document = as_document(queries.receipt(args.batch, scope=EVERY_AGENCY))
    if args.json:
        answer_json(document)
    else:
        tell(document)
    return DONE


def _workbook(args: argparse.Namespace) -> int:
    content = returning.workbook_back(args.batch, scope=EVERY_AGENCY)
    args.out.write_bytes(content)
    answer(f"{args.out}")
    return DONE


def _release(args: argparse.Namespace) -> int:
    now = timezone.now()
    actor = agencies.actor(args.by)
    receipt = queries.receipt(args.batch, scope=EVERY_AGENCY)
    if receipt.status == Status.HELD and args.despite_gate:
        with acting_for(EVERY_AGENCY):
            actions.open_gate(
                batch=args.batch, reason=args.despite_gate, actor=actor, by=args.by, now=now
            )
        bring_to_end(args.batch, by=args.by, now=now)
        receipt = queries.receipt(args.batch, scope=EVERY_AGENCY)
    with acting_for(EVERY_AGENCY):
        shown = actions.release(
            batch=args.batch, seen_hash=receipt.digest, actor=actor, by=args.by, now=now
        )
    if args.json:
        answer_json({"batch": str(args.batch), "released": shown, "by": args.by})
    else:
        answer(f"{shown} 条已放行 · {shown} records released")
    return DONE


def tell(document: dict[str, Any]) -> None:
    """The document in lines, for a terminal."""
    answer("  ".join(f"{name} {document[name]:,}" for name in COUNTS))
    for gate in document.get("gates", ()):
        answer(f"整批挂起 · held whole: {gate}")
    cut = document["cut"]
    if cut["columns"] or cut["rows"]:
        columns = "、".join(cut["columns"]) or "-"
        answer(
            f"已剪除关于个人的列 · columns about persons cut: {columns}；行 · rows: {cut['rows']}"
        )
    if read_as := document["read_as"]:
        answer(f"按{read_as['zh']}读取 · read as: {read_as['en']}")
    findings = document["findings"]
    for found in findings[:FINDINGS_SHOWN_MAX]:
        place = f"{found['row']} {found['column']}"
        answer(f"  [{found['code']}] {place}: {found['message']} → {found['remedy']}")
    if len(findings) > FINDINGS_SHOWN_MAX:
        answer(f"  … 另有 · more (--json): {len(findings) - FINDINGS_SHOWN_MAX:,}")


def _batch(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BatchRefused(
            "批次编号不对", "this is not the id of a batch", details={"batch": text[:40]}
        ) from None
