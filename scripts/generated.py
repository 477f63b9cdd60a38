"""Writes docs/generated/ anew from the tables that decide, so that no page can tell an old story.

`make check` runs this and fails when a file changed.
"""

import csv
import importlib
import inspect
import json
import os
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

import django

import gongxin
from gongxin.config.environment import REPOSITORY
from gongxin.refusal import Refusal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongxin.config.settings")
django.setup()

from gongxin.agencies import motions  # noqa: E402 - needs Django set up
from gongxin.api.v1.urls import api  # noqa: E402 - needs Django set up
from gongxin.cases import tables  # noqa: E402
from gongxin.cases.kinds import Kind  # noqa: E402
from gongxin.catalogue.documents import catalogue_page, declined_page  # noqa: E402
from gongxin.catalogue.plan import plan_page  # noqa: E402
from gongxin.exchange import recalls  # noqa: E402
from gongxin.intake import batches  # noqa: E402
from gongxin.intake.findings import findings_page  # noqa: E402
from gongxin.jobs import cli  # noqa: E402
from gongxin.journal.vocabulary import VOCABULARY  # noqa: E402
from gongxin.jurisdiction import Jurisdiction, load  # noqa: E402
from gongxin.records import lifecycle  # noqa: E402

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)

TARGET: Final = REPOSITORY / "docs" / "generated"
TESTS: Final = REPOSITORY / "tests"


CASES: Final[Mapping[Kind, str]] = {
    Kind.OBJECTION: "A case: objection",
    Kind.NOT_US: "A case: not us",
    Kind.REPAIR: "A case: repair",
    Kind.REVOCATION: "A case: revocation",
    Kind.COMPLAINT: "A case: complaint about an agency",
    Kind.OWN_COMPLAINT: "A case: complaint about the platform",
    Kind.TIP: "A case: report of wrongdoing",
    Kind.REQUEST: "A case: request for access, copy, correction or deletion",
}


def states_page() -> str:
    """Each state machine as its table draws it."""
    return "\n".join(
        [
            "# States\n",
            *_machine("A record", lifecycle.TRANSITIONS),
            *_machine("A batch", batches.TRANSITIONS),
            *_machine("A motion of two people", motions.TRANSITIONS),
            *(
                line
                for kind, table in tables.TABLES.items()
                for line in _machine(CASES[kind], {way: step.after for way, step in table.items()})
            ),
            *_machine("A recall", recalls.TRANSITIONS),
        ]
    )


def _machine(title: str, transitions: Mapping[tuple[S, E], S]) -> Iterable[str]:
    yield f"## {title}\n\n```mermaid\nstateDiagram-v2"
    for (state, event), after in transitions.items():
        yield f"    {state.value} --> {after.value}: {event.value}"
    yield "```\n"


def journal_page() -> str:
    rows = [
        f"| `{kind.name}` | {kind.zh} | {kind.en} | {_keys(kind.keys)} | {'yes' if kind.root else ''} |"
        for kind in VOCABULARY
    ]
    head = "| kind | 说明 | meaning | carries | root of rows |\n|---|---|---|---|---|"
    return "\n".join(["# What the journal holds\n", head, *rows, ""])


def _keys(keys: Iterable[object]) -> str:
    return ", ".join(f"`{getattr(key, 'name', key)}`" for key in keys)


def refusals_page() -> str:
    """Every expected "no" of the platform, wherever it is raised."""
    for module in pkgutil.walk_packages(gongxin.__path__, "gongxin."):
        if not {"migrations", "wsgi", "__main__"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    rows = sorted(
        f"| `{refusal.code}` | {_first_line(refusal)} | `{refusal.__module__}` |"
        for refusal in _below(Refusal)
        if "code" in vars(refusal)
    )
    head = "| code | when | raised by |\n|---|---|---|"
    return "\n".join(["# Refusals\n", head, *rows, ""])


def _below(parent: type[Refusal]) -> Iterable[type[Refusal]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("gongxin."):
            yield child
        yield from _below(child)


def _first_line(refusal: type[Refusal]) -> str:
    return (inspect.cleandoc(refusal.__doc__ or "").splitlines() or [""])[0]


def commands_page() -> str:
    rows = [f"| `gongxin {c.name}` | {c.zh} | {c.en} |" for c in cli.commands().values()]
    return "\n".join(["# Commands\n", "| command | 说明 | meaning |\n|---|---|---|", *rows, ""])


def law() -> Jurisdiction:
    """The law of the repository with its drafts, whatever this machine has loaded."""
    return load(REPOSITORY / "jurisdictions", "xingning", accept_unverified=True)


def plan() -> str:
    """The plan against the catalogue, with the tests that each item and each refusal has."""
    whole = law()
    by_hand = Counter(
        line["item"]
        for path in sorted((TESTS / "journeys" / "catalogue" / "by_hand").glob("publicity_*.csv"))
        for line in csv.DictReader(path.read_text("utf-8").splitlines())
    )
    tests = {
        item.code: [
            f"test_each_template_is_admitted[{item.code}]",
            *([f"test_publicity_by_hand[{item.code}] × {n}"] if (n := by_hand[item.code]) else []),
        ]
        for item in whole.items
    }
    refusals = {
        family.key: [f"test_every_family_is_refused[{family.key}]"] for family in whole.declined
    }
    return plan_page(whole, tests, refusals)


def openapi() -> str:
    return (
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=2)
        + "\n"
    )


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "catalogue.md": lambda: catalogue_page(law()),
    "commands.md": commands_page,
    "declined.md": lambda: declined_page(law()),
    "checks.md": findings_page,
    "journal.md": journal_page,
    "openapi.json": openapi,
    "plan.md": plan,
    "refusals.md": refusals_page,
    "states.md": states_page,
}


def main(target: Path = TARGET) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (target / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
