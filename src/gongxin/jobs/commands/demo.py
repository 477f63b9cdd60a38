"""`gongxin demo`: a whole city of constructed data on this machine, and two proofs: a kill in mid-batch, a forged row."""

import argparse
import os
import sys
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from gongxin.jobs import demonstration, trials
from gongxin.jobs.arguments import at_least
from gongxin.jobs.commands.sample_city import ORGANISATIONS_MIN, RECORDS_MIN
from gongxin.jobs.commands.serve import ensure_free, replace_process
from gongxin.jobs.commands.up import bring_up
from gongxin.jobs.outcome import DONE, REFUSED, answer, answer_json, say
from gongxin.refusal import Refusal

NAME: Final = "demo"
HELP_ZH: Final = "样例城市：构造数据，完整流程"
HELP_EN: Final = "the sample city: constructed data through the whole way"

ORGANISATIONS: Final = 8_000
RECORDS: Final = 60_000
SEED: Final = 2016
RECORDS_OF_A_TRIAL: Final = 10_000
KILLS: Final = 6
HOST: Final = "127.0.0.1"
DIFFERENCES_SHOWN_MAX: Final = 20


class DemoRefused(Refusal):
    code = "demo.refused"


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act")
    crash = acts.add_parser(
        "crash", help="批次中途自杀，续做，比对 · kill itself in mid-batch, resume, compare"
    )
    crash.add_argument("--kills", type=at_least(1), default=KILLS)
    tamper = acts.add_parser(
        "tamper", help="用 SQL 改一行，看能否查出 · edit one row by SQL and see it found"
    )
    for act in (crash, tamper):
        act.add_argument("--json", action="store_true")
        act.add_argument("--records", type=at_least(RECORDS_MIN), default=RECORDS_OF_A_TRIAL)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--organisations", type=at_least(ORGANISATIONS_MIN), default=ORGANISATIONS)
    parser.add_argument("--records", type=at_least(RECORDS_MIN), default=RECORDS)
    parser.add_argument("--seed", type=at_least(0), default=SEED)
    parser.add_argument("--no-serve", action="store_true", help="不启动网站 · do not serve")


def run(args: argparse.Namespace) -> int:
    if args.act is None:
        return _city(args)
    if args.act == "crash":
        shown = trials.crash(records=args.records, kills=args.kills)
    else:
        shown = trials.tamper(records=args.records)
    if args.json:
        answer_json(shown.document)
    else:
        for line in shown.lines:
            answer(line)
    return DONE if shown.holds else REFUSED


def _city(args: argparse.Namespace) -> int:
    if settings.GONGXIN_MODE == "production":
        raise DemoRefused(
            "正式运行的平台不载入构造数据",
            "a platform in production takes no constructed data",
            remedy_zh="用 GONGXIN_HOME 另选一个目录，并去掉 GONGXIN_MODE=production",
            remedy_en="choose another GONGXIN_HOME, and drop GONGXIN_MODE=production",
        )
    if settings.GONGXIN_MODE != "demo":
        # The mode is read once, before anything else: begin again in the right one.
        os.execve(  # noqa: S606 - our own interpreter, no shell
            sys.executable,
            [sys.executable, "-m", "gongxin.jobs.cli", *sys.argv[1:]],
            {**os.environ, "GONGXIN_MODE": "demo"},
        )
    if not args.no_serve:
        ensure_free(HOST, args.port)  # before minutes of work, not after
    bring_up()
    folder = demonstration.ensure_city(
        Path(settings.GONGXIN_HOME) / "sample-city",
        organisations=args.organisations,
        records=args.records,
        seed=args.seed,
        as_of=timezone.localdate(),  # the city is built for the day it is first shown on
    )
    differences = _send(folder)
    demonstration.ensure_owner()
    _doors(args.port)
    if args.no_serve or differences:
        return REFUSED if differences else DONE
    replace_process(host=HOST, port=args.port, with_worker=True)
    raise AssertionError("the server has taken this process over")


def _send(folder: Path) -> list[str]:
    """Send what was not sent yet, and compare with the truth; returns the differences."""
    sent = list(demonstration.send(folder))
    if not any(one.anew for one in sent):
        return []  # the run that sent it has compared it
    differences = [line for one in sent for line in one.differences]
    differences += demonstration.row_differences(folder, sent)
    rows = sum(one.receipt.rows for one in sent)
    say(f"{len(sent)} 个文件，{rows:,} 行", f"{len(sent)} files, {rows:,} rows")
    say(
        f"与制作时所定结局的差异：{len(differences)}",
        f"differences from the truth: {len(differences)}",
    )
    for line in differences[:DIFFERENCES_SHOWN_MAX]:
        answer(f"  {line}")
    return differences


def _doors(port: int) -> None:
    site = f"http://{HOST}:{port}"
    answer("")
    answer("构造数据 · constructed data. 三扇门 · three doors:")
    for path, zh, en in (
        ("owner", "企业主", "the company owner"),
        ("official", "公务员", "the official"),
        ("engineer", "工程师", "the engineer"),
    ):
        answer(f"  {site}/doors/{path}  {zh} · {en}")
    answer(f"  {site}/mine/sign-in  单位登录 · sign in as an organisation")
    answer("")
