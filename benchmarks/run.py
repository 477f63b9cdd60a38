"""Runs the parts in one process, one after the other, and writes their figures as one JSON list. Needs Django set up."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from benchmarks import (
    checking,
    desk,
    feed,
    http,
    identifiers,
    intake,
    journal,
    search,
    workbook_back,
)
from gongxin.jobs.accounts import ensure_agency_accounts
from gongxin.jobs.commands.up import bring_up


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--organisations", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", action="append")
    args = parser.parse_args(arguments)
    bring_up()
    ensure_agency_accounts(now=timezone.now())
    parts: dict[str, Callable[[], Sequence[Any]]] = {
        "identifiers": identifiers.measure,
        "checking": checking.measure,
        "intake": lambda: intake.measure(rows=args.rows, organisations=args.organisations),
        "workbook_back": workbook_back.measure,
        "search": search.measure,
        "http": http.measure,
        "desk": lambda: desk.measure(rows=args.rows),
        "journal": journal.measure,
        "feed": feed.measure,
    }
    found: list[Any] = []
    for name, measure in parts.items():
        # Search, HTTP and the desk look at what the intake brought in.
        needed = name == "intake" and {"search", "http", "desk"} & set(args.only or ())
        if args.only and name not in args.only and not needed:
            continue
        sys.stderr.write(f"{name} …\n")
        found += measure()
        args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    return 0
