"""Reads of the log: its size, the hashes of its subtrees, proofs, checkpoints, entries. Never writes, never decides."""

from collections.abc import Iterable

from django.db import connection

from gongxin.journal import merkle
from gongxin.journal.merkle import Frontier, Place

# Rides on the primary keys of both tables; at most 62 places a range, a few hundred for a proof.
_HASHES = """
SELECT 0, index, leaf_hash FROM journal_leaf WHERE index = ANY(%s::bigint[])
UNION ALL
SELECT node.level, node.index, node.hash
FROM unnest(%s::int[], %s::bigint[]) AS wanted (level, index)
JOIN journal_node AS node ON node.level = wanted.level AND node.index = wanted.index
"""


def size() -> int:
    """How many leaves the log has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(index) + 1, 0) FROM journal_leaf")
        return int(cursor.fetchone()[0])


def frontier(size: int) -> Frontier:
    """The complete subtrees over the first `size` leaves."""
    places = merkle.cover(0, size)
    hashes = _hashes_at(places)
    return Frontier(size, [hashes[place] for place in places])


def _hashes_at(places: Iterable[Place]) -> dict[Place, bytes]:
    """The kept hashes of these subtrees; KeyError later where the log is damaged (`journal verify` says where)."""
    wanted = list(places)
    above = [place for place in wanted if place[0]]
    parameters = [
        [index for level, index in wanted if not level],
        [level for level, _ in above],
        [index for _, index in above],
    ]
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_HASHES, parameters)
        return {(level, index): bytes(hash_) for level, index, hash_ in cursor.fetchall()}
