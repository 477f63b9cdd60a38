"""`gongxin search TEXT`: organisations by name or code, best first."""

import argparse
from typing import Final

from gongxin.jobs.arguments import text
from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.search import queries

NAME: Final = "search"
HELP_ZH: Final = "按名称或代码检索"
HELP_EN: Final = "search by name or code"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", type=text)
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    found = queries.search(args.text)
    if args.json:
        answer_json(
            [
                {"name": h.name, "code": h.code, "kind": h.kind, "matched": h.matched}
                for h in found.hits
            ]
        )
        return DONE
    for hit in found.hits:
        answer(f"{hit.name}\t{hit.code}\t{hit.kind}\t{hit.matched}")
    if found.capped:
        say("结果过多，请输入更完整的名称", "too many results: type more of the name")
    return DONE
