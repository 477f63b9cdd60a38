"""`gongxin source`: the databases of departments that are asked on a schedule; ask one now."""

import argparse
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import drawing, queries
from gongxin.intake.sources import SourceRefused
from gongxin.jobs.commands.intake import as_document, bring_to_end, tell
from gongxin.jobs.outcome import DONE, answer, answer_json

NAME: Final = "source"
HELP_ZH: Final = "查看和读取部门数据库直连"
HELP_EN: Final = "list the scheduled sources, and read one now"


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="列出 · list them").add_argument("--json", action="store_true")
    run_ = acts.add_parser("run", help="立即读取一个 · read one now")
    run_.add_argument("source", type=_identity)
    run_.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    return _list(args) if args.act == "list" else _run(args)


def _list(args: argparse.Namespace) -> int:
    with acting_for(EVERY_AGENCY):
        found = drawing.sources_listed()
    documents = [
        {
            "source": str(one.id),
            "agency": one.agency_key,
            "label": one.label,
            "item": one.item,
            "state": one.state.value,
            "every_minutes": one.every_minutes,
            "cursor": one.cursor.value if one.cursor else None,
            "last_run_at": one.last_run_at.isoformat() if one.last_run_at else None,
            "last_error": one.last_error,
        }
        for one in found
    ]
    if args.json:
        answer_json(documents)
    else:
        for one in documents:
            answer("\t".join(str(value if value is not None else "-") for value in one.values()))
    return DONE


def _run(args: argparse.Namespace) -> int:
    now = timezone.now()
    batches = drawing.draw(
        source=args.source,
        jurisdiction=settings.GONGXIN_JURISDICTION,
        now=now,
        today=timezone.localdate(now),
    )
    for batch in batches:
        bring_to_end(batch, by="system", now=now)
    documents = [as_document(queries.receipt(batch, scope=EVERY_AGENCY)) for batch in batches]
    if args.json:
        answer_json(documents)
        return DONE
    for document in documents:
        answer(document["batch"])
        tell(document)
    if not documents:
        answer("没有新数据 · nothing new")
    return DONE


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise SourceRefused("来源编号不对", "this is not the id of a source") from None
