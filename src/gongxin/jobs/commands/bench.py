"""`gongxin bench`: measures this machine against named peers and limits, and prints ratios. In a home of its own."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings

from gongxin.jobs.cluster import Cluster
from gongxin.jobs.outcome import DONE, REFUSED, answer

NAME: Final = "bench"
HELP_ZH: Final = "测量并打印与参照物的比值"
HELP_EN: Final = "measure, and print ratios against named peers and limits"

REPOSITORY: Final = Path(__file__).resolve().parents[4]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rows", type=int, default=200_000, help="报送行数 · rows of the intake")
    parser.add_argument("--organisations", type=int, default=40_000)
    parser.add_argument(
        "--only", action="append", metavar="PART", help="只测一部分 · one part alone"
    )


def run(args: argparse.Namespace) -> int:
    home = Path(tempfile.mkdtemp(prefix="gx-bench-", dir="/tmp"))
    home.chmod(0o711)
    out = Path(settings.GONGXIN_HOME) / "bench.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in ("GONGXIN_DATABASE_URL", "GONGXIN_OWNER_DATABASE_URL")
    }
    only = [word for part in args.only or () for word in ("--only", part)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [
                sys.executable,
                "-m",
                "benchmarks",
                "--rows",
                str(args.rows),
                "--organisations",
                str(args.organisations),
                "--out",
                str(out),
                *only,
            ],
            env={
                **kept,
                "GONGXIN_HOME": str(home),
                "GONGXIN_MODE": "demo",
                "PYTHONPATH": str(REPOSITORY),
            },
            check=False,
        )
    finally:
        Cluster(home).stop("immediate")
        shutil.rmtree(home, ignore_errors=True)
    if done.returncode:
        return REFUSED
    for row in json.loads(out.read_text()):
        met = {True: "✓", False: "✗ 未达 · missed", None: "·"}[row["met"]]
        budget = f"budget {row['budget']}" if row["budget"] is not None else ""
        ratio = (
            f"{row['ratio']:.2f} × {row['against']}" if row["ratio"] is not None else row["against"]
        )
        answer(
            f"{row['name']:<48} {row['value']:>14,.4g} {row['unit']:<14} {ratio}  {budget} {met}"
        )
    return DONE
