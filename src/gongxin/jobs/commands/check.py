"""`gongxin check CODE`: the public records of an organisation, with the same edge as every other check."""

import argparse
from typing import Final

from django.conf import settings
from django.utils import timezone

from gongxin.disclosures.purposes import Channel
from gongxin.jobs.arguments import text
from gongxin.jobs.outcome import DONE, answer, answer_json
from gongxin.search import checks
from gongxin.search.answers import as_document

NAME: Final = "check"
HELP_ZH: Final = "按代码查询公开记录"
HELP_EN: Final = "check an organisation by code"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", type=text)
    parser.add_argument("--purpose", type=text, default="public_interest")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    now = timezone.now()
    found = checks.check(
        code=args.code,
        purpose=args.purpose,
        jurisdiction=settings.GONGXIN_JURISDICTION,
        today=timezone.localdate(now),
        now=now,
        channel=Channel.COMMAND_CHECK,
    )
    if args.json:
        answer_json(as_document(found))
        return DONE
    name = found.organisation.name if found.organisation else "没有公开信息 · nothing public"
    answer(f"{found.code}  {name}  (check {found.check_id})")
    for record in found.records:
        until = record.shown_until.isoformat() if record.shown_until else "—"
        marks = " ".join(f"[{mark.zh}]" for mark in record.marks)
        answer(
            f"  {record.decided_date} {record.item_zh} {record.document_number} {record.authority_name} "
            f"公开至 {until}（不含） {record.rule_key} {marks}"
        )
    return DONE
