"""`gongxin coverage`: how far the files of organisations reach, by kind and domain. A door: it counts nothing itself."""

import argparse
from dataclasses import asdict
from datetime import date
from typing import Final

from django.conf import settings
from django.utils import timezone

from gongxin.catalogue import queries as law
from gongxin.jobs.outcome import DONE, answer, answer_json
from gongxin.records.coverage import Coverage, coverage

NAME: Final = "coverage"
HELP_ZH: Final = "信用档案覆盖：按单位种类和领域"
HELP_EN: Final = "coverage of files: by kind of organisation and domain"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=date.fromisoformat, help="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    today = args.on or timezone.localdate()
    found = coverage(settings.GONGXIN_JURISDICTION, today)
    if args.json:
        answer_json(as_document(found))
        return DONE
    names = {domain.key: domain.zh for domain in law.law().domains}
    for kind in found.kinds:
        answer(
            f"{kind.kind:<20} {kind.registered:>9,}  {kind.with_facts.organisations:>9,} "
            f"{kind.share:>7.1%}  {kind.with_facts.facts:>9,}"
        )
        for domain, part in kind.by_domain.items():
            answer(f"  {names[domain]} {part.organisations:,} / {part.facts:,}")
    return DONE


def as_document(found: Coverage) -> dict[str, object]:
    """Counts and the share they give; an indicator names the kind and the domain it reads."""
    return {
        "as_of": found.today.isoformat(),
        "registered": found.registered,
        "kinds": [
            {
                "kind": kind.kind,
                "registered": kind.registered,
                "with_facts": asdict(kind.with_facts),
                "share": round(kind.share, 6),
                "by_domain": {key: asdict(part) for key, part in kind.by_domain.items()},
                "by_item": {key: asdict(part) for key, part in kind.by_item.items()},
            }
            for kind in found.kinds
        ],
    }
