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
        "gongxin.attachments.holding": "sealed files of evidence, in the home that the settings name",
        "gongxin.attachments.receiving": "asks the scanner that the settings name",
        "gongxin.catalogue.proposing": "reads what was proposed and said, bound by a digest",
        "gongxin.exchange.keys": "the key of recalls, in the home that the settings name",
        "gongxin.exchange.listing": "lists what the feed says stands no more, before it is read; nobody decides it",
        "gongxin.exchange.redeeming": "answers the holder of a check, and leaves the edge of what it tells",
        "gongxin.exchange.sending": "carries recalls out, each message between two transactions",
        "gongxin.intake.activity": "reads what was kept of the row a record came from",
        "gongxin.intake.conveyor": "carries a batch from stage to stage, each in its transaction",
        "gongxin.intake.accepted": "reads the fixes of a batch behind the wall of its agency",
        "gongxin.intake.changes": "asks what a batch's rows were before its fixes",
        "gongxin.intake.settling": "asks the register of agencies what their names are",
        "gongxin.intake.drafting": "a draft between its files and its rows in the database",
        "gongxin.intake.previewing": "asks the records and subjects what would become of a row",
        "gongxin.intake.profiles": "reads the versions of a profile behind the wall of its agency",
        "gongxin.intake.returning": "collects what is kept of a batch for the workbook that comes back",
        "gongxin.intake.correcting": "asks the records what a batch would correct, chunk by chunk",
        "gongxin.intake.entering": "the lock of a batch, and the columns its rows have as versions",
        "gongxin.intake.erasing": "empties what was kept of a batch, file by file, each batch in its transaction",
        "gongxin.intake.admissions": "reads of what entered after a judgement, behind the wall",
        "gongxin.intake.held": "reads of rows that wait for their subject, behind the wall",
        "gongxin.intake.reinsertions": "reads of what left and came again, behind the wall",
        "gongxin.intake.reviews": "reads of officers' opinions, behind the wall",
        "gongxin.intake.holdings": "named SQL of records through the wall of their batch",
        "gongxin.intake.keeping": "files of a batch, in the home that the settings name",
        "gongxin.intake.ledger": "keeps what was undone outside the database too",
        "gongxin.intake.listing": "named SQL of the lists of batches",
        "gongxin.intake.measuring": "asks the records and subjects what a batch meets there",
        "gongxin.intake.quality": "named SQL of the rows sent and admitted",
        "gongxin.intake.registering": "hands a register's rows to the acts of subjects",
        "gongxin.intake.resolving": "asks the subjects room who is meant",
        "gongxin.agencies.passwords": "hashes as the settings say, and asks Django's list of common ones",
        "gongxin.agencies.sealing": "the key of the second factors, in the home that the settings name",
        "gongxin.intake.single": "carries one record of a form to its end",
        "gongxin.intake.uploading": "files on their way, part by part, before anything is testified",
        "gongxin.agencies.key_reading": "reads the key a request brought, and the ones a page lists",
        "gongxin.intake.drawing": "carries a source's rows from slice to slice, each in its transaction",
        "gongxin.intake.handing": "the whole way of a few rows while the caller waits",
        "gongxin.intake.pulling": "asks a department's database",
        "gongxin.intake.row_pages": "named SQL of a batch's rows, a page at a time",
        "gongxin.intake.sending": "a request becomes a batch once, in the transaction of its acknowledgement",
        "gongxin.agencies.scope": "tells the database for which agency we act (row-level security)",
        "gongxin.agencies.wall": "operations for migrations",
        "gongxin.intake.sealing": "the key of sealed secrets, in the home that the settings name",
        "gongxin.intake.trial": "runs the stages without storing, over the law in force",
        "gongxin.notices.composing": "composes what a notice says, from the reads of other rooms",
        "gongxin.notices.locks": "advisory locks of what is entered of a notice",
        "gongxin.notices.sending": "carries reminders out and answers back, each in its transaction",
        "gongxin.owners.locks": "the lock of what is done with an organisation's codes",
        "gongxin.records.ownfile": "named SQL of what a subject may read of its own, shown and gone",
        "gongxin.exchange.digests": "keeps the digest of the set at every thousandth line; it follows from the lines",
        "gongxin.journal.append_only": "operations for migrations",
        "gongxin.limits.counting": "one upsert a request, in the table of counters",
        "gongxin.records.audit": "compares what is stored with what was promised",
        "gongxin.records.coverage": "named SQL of the counts by kind and domain",
        "gongxin.records.erasing": "carries an erasure from chunk to chunk, each in its transaction",
        "gongxin.records.erasure_audit": "compares what is left of the erased with what was promised",
        "gongxin.records.revoked": "named SQL of entries whose exit says that they fell",
        "gongxin.records.feed": "appends change rows under the journal's lock",
        "gongxin.records.histories": "named SQL of what a record said in each version",
        "gongxin.records.history": "named SQL of what became of one record",
        "gongxin.records.keys": "the key of the natural keys, in the home that the settings name",
        "gongxin.records.locks": "advisory locks of acts on records",
        "gongxin.records.masks": "named SQL of masks and marks",
        "gongxin.records.overdue": "reads which records' retention is over",
        "gongxin.records.proofs": "reads what a proof needs",
        "gongxin.records.sealing": "uses the key of the natural keys",
        "gongxin.records.tombstones": "keeps tombstones outside the database too",
        "gongxin.records.testimony": "locks a record and enters its new version in the log",
        "gongxin.records.twins": "reads of suspected duplicates, behind the wall",
        "gongxin.subjects.judged": "reads of judgements, for a chunk and for the desk",
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
