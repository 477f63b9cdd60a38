"""Rules are pure: a noun module reaches no framework and no database, not even through another module."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import grimp
import pytest

from tests.architecture.house import DOORS, Module, modules

# What a room may hold besides rules.
IMPURE_NAMES: Final = frozenset({"models", "actions", "queries", "apps", "migrations", "sql"})
FRAMEWORKS: Final = ("django", "psycopg", "procrastinate", "ninja")

# Modules of a room that are neither rules nor one of the names above, each with its reason.
EXCEPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gongxin.catalogue.proposing": "reads what was proposed and said, bound by a digest",
        "gongxin.intake.activity": "reads what was kept of the row a record came from",
        "gongxin.intake.conveyor": "carries a batch from stage to stage, each in its transaction",
        "gongxin.intake.erasing": "empties what was kept of a batch, file by file, each batch in its transaction",
        "gongxin.intake.holdings": "named SQL of records through the wall of their batch",
        "gongxin.intake.keeping": "files of a batch, in the home that the settings name",
        "gongxin.intake.measuring": "asks the records and subjects what a batch meets there",
        "gongxin.intake.registering": "hands a register's rows to the acts of subjects",
        "gongxin.intake.resolving": "asks the subjects room who is meant",
        "gongxin.agencies.scope": "tells the database for which agency we act (row-level security)",
        "gongxin.agencies.wall": "operations for migrations",
        "gongxin.intake.trial": "runs the stages without storing, over the law in force",
        "gongxin.journal.append_only": "operations for migrations",
        "gongxin.limits.counting": "one upsert a request, in the table of counters",
        "gongxin.records.audit": "compares what is stored with what was promised",
        "gongxin.records.coverage": "named SQL of the counts by kind and domain",
        "gongxin.records.erasing": "carries an erasure from chunk to chunk, each in its transaction",
        "gongxin.records.erasure_audit": "compares what is left of the erased with what was promised",
        "gongxin.records.feed": "appends change rows under the journal's lock",
        "gongxin.records.history": "named SQL of what became of one record",
        "gongxin.records.keys": "the key of the natural keys, in the home that the settings name",
        "gongxin.records.overdue": "reads which records' retention is over",
        "gongxin.records.proofs": "reads what a proof needs",
        "gongxin.records.sealing": "uses the key of the natural keys",
        "gongxin.records.tombstones": "keeps tombstones outside the database too",
        "gongxin.subjects.name_search": "named SQL of the search by name",
        "gongxin.search.answers": "composes what the reads of other rooms gave",
        "gongxin.search.checks": "the credit check: reads, and writes its disclosure",
    }
)


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("gongxin", include_external_packages=True, cache_dir=None)


def is_rule(module: Module) -> bool:
    if module.room in DOORS | {"config", "__init__"}:
        return False
    return not IMPURE_NAMES & set(module.name.split(".")) and module.name not in EXCEPTIONS


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_no_rule_reaches_a_framework(framework: str) -> None:
    found = []
    if framework in graph().modules:
        for module in modules():
            if is_rule(module) and graph().chain_exists(module.name, framework):
                chain = graph().find_shortest_chain(module.name, framework)
                found.append(" → ".join(chain or ()))
    assert not found, "\n".join(found)


def test_every_exception_still_needs_to_be_one() -> None:
    needless = [
        name
        for name in EXCEPTIONS
        if not any(
            graph().chain_exists(name, framework)
            for framework in FRAMEWORKS
            if framework in graph().modules
        )
    ]
    assert not needless, f"pure by now, take it off the list: {needless}"
