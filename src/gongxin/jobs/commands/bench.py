"""`gongxin bench`: measures this machine against named peers and limits, and prints ratios. In a home of its own."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from gongxin.jobs.outcome import DONE, REFUSED, answer
from gongxin.jobs.trial_home import trial_home
from gongxin.refusal import Refusal

REPOSITORY: Final = Path(__file__).resolve().parents[4]
NAME: Final = "bench"
HELP_ZH: Final = "测量并打印与参照物的比值"
HELP_EN: Final = "measure, and print ratios against named peers and limits"

MET: Final[Mapping[bool | None, str]] = {True: "✓", False: "✗ 未达 · missed", None: "·"}


# More than ten adverse facts on one body look wrong to the intake, whose gate would hold the file; not every
# body of the sample city can be penalised, so half of that is asked.
ROWS_PER_BODY_MAX: Final = 5


class BenchRefused(Refusal):
    """The benchmarks stand beside the package, in the repository alone; and their sizes must fit one another."""

    code = "bench.refused"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=200_000, help="报送行数 · rows of the intake")
    parser.add_argument("--organisations", type=int, default=40_000)
    parser.add_argument(
        "--only", action="append", default=[], metavar="PART", help="只测一部分 · one part alone"
    )


def run(args: argparse.Namespace) -> int:
    if not (REPOSITORY / "benchmarks").is_dir():
        raise BenchRefused(
            "这里没有 benchmarks 目录",
            "the folder benchmarks is not here",
            remedy_zh="在代码仓库里执行 make bench",
            remedy_en="run make bench in a clone of the repository",
        )
    if args.rows > ROWS_PER_BODY_MAX * args.organisations:
        raise BenchRefused(
            f"每个主体最多 {ROWS_PER_BODY_MAX} 行",
            f"at most {ROWS_PER_BODY_MAX} rows a body",
            remedy_zh="减小 --rows 或增大 --organisations",
            remedy_en="fewer --rows or more --organisations",
        )
    out = Path(settings.GONGXIN_HOME) / "bench.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    arguments = ["--rows", str(args.rows), "--organisations", str(args.organisations)]
    for part in args.only:
        arguments += ["--only", part]
    with trial_home() as home:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "benchmarks", *arguments, "--out", str(out)],
            env={
                **home.environment,
                "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")]),
            },
            check=False,
        )
    if done.returncode:
        return REFUSED
    for row in json.loads(out.read_text("utf-8")):
        answer(_line(row))
    return DONE


def _line(row: Mapping[str, Any]) -> str:
    against = row["against"] if row["ratio"] is None else f"{row['ratio']:.2f} × {row['against']}"
    budget = "" if row["budget"] is None else f"budget {row['budget']}"
    return f"{row['name']:<48} {row['value']:>14,.4g} {row['unit']:<14} {against}  {budget} {MET[row['met']]}"
