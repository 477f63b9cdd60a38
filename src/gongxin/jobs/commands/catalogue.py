"""`gongxin catalogue`: lints, shows, compares and loads the law as data. A door: it decides nothing."""

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from gongxin.cases.actions import recounting
from gongxin.catalogue import actions, queries
from gongxin.catalogue.difference import difference
from gongxin.catalogue.linting import lint
from gongxin.jobs.outcome import DONE, REFUSED, answer, answer_json, say
from gongxin.jurisdiction import Item, Jurisdiction, as_document, law_in_force, load

NAME: Final = "catalogue"
HELP_ZH: Final = "目录：检查、查看、比较、装载"
HELP_EN: Final = "the catalogue: lint, show, diff, load"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="一个 JSON 文档 · one JSON document")
    acts = parser.add_subparsers(dest="act", metavar="lint|show|diff|load", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    linting = acts.add_parser("lint", parents=[shared], help="检查 · say what is refused")
    linting.add_argument("folder", nargs="?", type=Path, help="jurisdictions/")
    linting.add_argument("--jurisdiction", help="xingning")
    showing = acts.add_parser("show", parents=[shared], help="查看 · show items in force")
    showing.add_argument("item", nargs="?")
    showing.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD")
    differing = acts.add_parser(
        "diff", parents=[shared], help="比较 · compare two folders or the loaded law"
    )
    differing.add_argument(
        "old", nargs="?", type=Path, help="缺省为已装载的 · default: the law loaded"
    )
    differing.add_argument(
        "new", nargs="?", type=Path, help="缺省为 jurisdictions/ · default: the folder"
    )
    acts.add_parser("load", parents=[shared], help="装载 · put the folder in force")


def run(args: argparse.Namespace) -> int:
    acts = {"lint": _lint, "show": _show, "diff": _diff, "load": _load}
    return acts[args.act](args)


def _folder_law(folder: Path | None, key: str | None = None) -> Jurisdiction:
    return load(
        folder or settings.GONGXIN_JURISDICTIONS_DIRECTORY,
        key or settings.GONGXIN_JURISDICTION,
        accept_unverified=settings.GONGXIN_MODE != "production",
    )


def _lint(args: argparse.Namespace) -> int:
    law = _folder_law(args.folder, args.jurisdiction)
    complaints = lint(law)
    if args.json:
        answer_json(
            {
                "jurisdiction": law.key,
                "digest": law.digest,
                "complaints": [asdict(one) for one in complaints],
                "drafts": [asdict(one) for one in law.drafts],
            }
        )
    else:
        for one in complaints:
            answer(f"{one.place}  [{one.row or one.code}] {one.zh} · {one.en}")
    for draft in law.drafts:
        say(f"未装载（未核实）：{draft.what}", f"left out, unverified: {draft.what}")
    say(f"{len(complaints)} 处不通过", f"{len(complaints)} complaints")
    return REFUSED if complaints else DONE


def _show(args: argparse.Namespace) -> int:
    today = args.on or timezone.localdate()
    items = (queries.item_in_force(args.item, today),) if args.item else queries.items(today)
    if args.json:
        answer_json([as_document(item) for item in items])
        return DONE
    for item in items:
        for line in _item_lines(item, full=bool(args.item)):
            answer(line)
    return DONE


def _item_lines(item: Item, *, full: bool) -> list[str]:
    lines = [
        f"{item.code} v{item.version}  {item.zh} · {item.en}  [{item.mark}]",
        f"  {item.source}",
        f"  {'、'.join(item.agencies)}",
    ]
    if not full:
        return lines
    for field in item.fields:
        need = "*" if field.required else "?" if field.required_when else " "
        lines.append(f"  {need} {field.code:<14} {field.type:<16} {field.zh} · {field.en}")
    for rule in item.publication:
        months = f"{rule.floor_months or 0}–{rule.ceiling_months or '∞'}"
        shown = months if rule.published else "—"
        lines.append(f"  {rule.severity:<8} {shown:<6} {rule.key}  {rule.zh}  [{rule.mark}]")
    return lines


def _diff(args: argparse.Namespace) -> int:
    old = _folder_law(args.old) if args.old else queries.law()
    changes = difference(old, _folder_law(args.new))
    if args.json:
        answer_json([asdict(change) for change in changes])
    for change in () if args.json else changes:
        sign = {"added": "+", "removed": "-", "changed": "~"}[change.what]
        answer(f"{sign} {change.place}")
        if change.before is not None:
            answer(f"    - {change.before}")
        if change.after is not None:
            answer(f"    + {change.after}")
    say(f"{len(changes)} 处不同", f"{len(changes)} differences")
    return DONE


def _load(args: argparse.Namespace) -> int:
    now = timezone.now()
    changed = actions.load_law(jurisdiction=settings.GONGXIN_JURISDICTION, by="system", now=now)
    if changed:
        recounting.follow_calendar(by="system", now=now)
    law = queries.law()
    if args.json:
        in_force = law_in_force(law, timezone.localdate())
        answer_json(
            {
                "jurisdiction": law.key,
                "digest": law.digest,
                "changed": changed,
                "items": [item.code for item in in_force.items],
                "drafts": [asdict(one) for one in law.drafts],
            }
        )
    for draft in law.drafts:
        say(f"未装载（未核实）：{draft.what}", f"left out, unverified: {draft.what}")
    if changed:
        say(f"已装载 {law.key} {law.digest[:12]}", f"loaded {law.key} {law.digest[:12]}")
    else:
        say("没有变化", "nothing changed")
    return DONE
