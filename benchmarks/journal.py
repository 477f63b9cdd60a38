"""The log: entries entered a second, one by one and together, and the time to verify a million."""

import time
from datetime import UTC, datetime

from django.db import transaction

from benchmarks.measuring import Measurement
from gongxin.journal import actions, queries
from gongxin.journal.leaves import Entry
from gongxin.journal.verification import Verified

LEAVES = 100_000
SINGLES = 300
LEAVES_PER_SECOND_MIN = 5_000
SECONDS_PER_MILLION_MAX = 60
NOW = datetime(2026, 4, 1, tzinfo=UTC)
ROOT = bytes(32)


def measure() -> list[Measurement]:
    """Everything is rolled back: the log of the measured installation stays as it was."""
    with transaction.atomic():
        together = _together()
        alone = _alone()
        size, seconds = _verified()
        transaction.set_rollback(True)
    per_million = seconds * 1_000_000 / size
    return [
        {
            "name": f"journal: {LEAVES:,} entries in one act",
            "value": together,
            "unit": "entries/s",
            "against": f"limit of {LEAVES_PER_SECOND_MIN:,} entries/s",
            "ratio": together / LEAVES_PER_SECOND_MIN,
            "budget": "≥ 1",
            "met": together >= LEAVES_PER_SECOND_MIN,
        },
        {
            "name": f"journal: {SINGLES} entries, each an act of its own, without commit",
            "value": alone,
            "unit": "entries/s",
            "against": "",
            "ratio": None,
            "budget": None,
            "met": None,
        },
        {
            "name": f"journal: verify 1,000,000 entries (measured on {size:,})",
            "value": per_million,
            "unit": "s",
            "against": f"limit of {SECONDS_PER_MILLION_MAX} s",
            "ratio": per_million / SECONDS_PER_MILLION_MAX,
            "budget": "≤ 1",
            "met": per_million <= SECONDS_PER_MILLION_MAX,
        },
    ]


def _together() -> float:
    entries = [
        Entry("batch.chunk_admitted", {"batch": 1, "chunk": chunk, "rows": 5_000}, ROOT)
        for chunk in range(LEAVES)
    ]
    start = time.perf_counter()
    actions.append_many(entries=entries, by="system", now=NOW)
    return LEAVES / (time.perf_counter() - start)


def _alone() -> float:
    start = time.perf_counter()
    for chunk in range(SINGLES):
        body = {"batch": 2, "chunk": chunk, "rows": 5_000}
        actions.append(kind="batch.chunk_admitted", body=body, root=ROOT, by="system", now=NOW)
    return SINGLES / (time.perf_counter() - start)


def _verified() -> tuple[int, float]:
    start = time.perf_counter()
    state = queries.verify_chain()
    seconds = time.perf_counter() - start
    assert isinstance(state, Verified), state
    return state.size, seconds
