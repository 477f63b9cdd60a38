"""`gongxin subjects import`: the register of organisations, through the same intake as every other file."""

import argparse
from pathlib import Path
from typing import Final

from gongxin.intake.registering import REGISTER
from gongxin.jobs.arguments import text
from gongxin.jobs.commands import intake
from gongxin.jobs.outcome import answer_json

NAME: Final = "subjects"
HELP_ZH: Final = "导入主体名册"
HELP_EN: Final = "import the register of organisations"


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    load = acts.add_parser("import", help="导入 · import")
    load.add_argument("file", type=Path)
    load.add_argument("--agency", type=text, required=True)
    load.add_argument("--by", type=text, help=intake.BY_HELP)
    load.add_argument("--encoding", choices=["utf-8", "gb18030", "utf-16"])
    load.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    receipt = intake.submit(
        args.file, item=REGISTER, agency=args.agency, by=args.by, encoding=args.encoding
    )
    document = intake.as_document(receipt)
    if args.json:
        answer_json(document)
    else:
        intake.tell(document)
    return intake.exit_code(receipt)
