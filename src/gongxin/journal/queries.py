"""Reads of the log: size, entries, checkpoints, proofs, and whether it is whole. Never decides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connection

from gongxin.journal import merkle, notes, signing, verification
from gongxin.journal.merkle import Frontier, Place, Range
from gongxin.journal.models import Checkpoint, Leaf
from gongxin.journal.verification import FirstBad, KeptCheckpoint, KeptLeaf, Page, Verified
from gongxin.refusal import Refusal

ENTRIES_MAX: Final = (
    1_000  # a page for people or a call of the API; whole logs go by `verify_chain`
)
_PAGE: Final = 1 << 14  # entries; a power of two, so that a page begins where subtrees do

# As the leaf commits to it. to_char, not a timestamp: 'infinity' must not stop the reader.
_AT = """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

# Rides on the primary keys of both tables; at most 62 places a range, a few hundred for a proof.
# OFFSET 0 keeps the look-up inside: without it, statistics that call the table small (they are late
# after a first large batch) let the planner read the whole table instead.
_HASHES = """
SELECT 0, index, leaf_hash FROM journal_leaf WHERE index = ANY(%s::bigint[])
UNION ALL
SELECT wanted.level, wanted.index, kept.hash
FROM unnest(%s::int[], %s::bigint[]) AS wanted (level, index)
CROSS JOIN LATERAL (
    SELECT hash FROM journal_node AS node
    WHERE node.level = wanted.level AND node.index = wanted.index OFFSET 0
) AS kept
"""
# Both ride on the primary key.
_LEAVES = f"""
SELECT index, jurisdiction, kind, body::text, root, actor, coalesce({_AT}, ''), leaf_hash
FROM journal_leaf WHERE index >= %s AND index < %s ORDER BY index
"""  # noqa: S608 - a constant
_NODES = """
SELECT wanted.level, kept.index, kept.hash
FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS wanted (level, first, last)
CROSS JOIN LATERAL (
    SELECT index, hash FROM journal_node AS node
    WHERE node.level = wanted.level AND node.index BETWEEN wanted.first AND wanted.last OFFSET 0
) AS kept
"""
# Each rides on its partial index.
_ABOUT = """
SELECT index FROM journal_leaf WHERE body ? 'batch' AND body ->> 'batch' = ANY(%s)
UNION
SELECT index FROM journal_leaf WHERE body ? 'record' AND body ->> 'record' = %s
ORDER BY index LIMIT %s
"""
# A checkpoint and its own entry are written together: at or past the end, it has lost that entry.
_CHECKPOINTS = f"""
SELECT size, jurisdiction, root, text, coalesce({_AT}, '') FROM journal_checkpoint
WHERE size < %s OR size >= (SELECT coalesce(max(index) + 1, 0) FROM journal_leaf)
ORDER BY size
"""  # noqa: S608 - a constant
# Reads the whole table of nodes: once for a verification.
_STRAY_NODE = """
SELECT level, index FROM journal_node
WHERE index >= (SELECT coalesce(max(index) + 1, 0) FROM journal_leaf) >> level::int
ORDER BY index, level LIMIT 1
"""


class OutsideTheLog(Refusal):
    """A proof was asked for an entry or a size that the log does not have."""

    code = "journal.outside_the_log"

    def __init__(self, size: int) -> None:
        super().__init__(
            f"所问的条目或长度不在日志之内（日志现有 {size} 条）",
            f"the log, of {size} entries now, has no such entry or size",
            remedy_zh="请核对序号；条目序号从 0 起",
            remedy_en="check the number; entries count from 0",
            details={"size": size},
        )


class NotYetSigned(Refusal):
    """The entry is in the log, but no checkpoint covers it yet."""

    code = "journal.not_yet_signed"

    def __init__(self, index: int) -> None:
        super().__init__(
            f"第 {index} 条尚未被检查点覆盖",
            f"no checkpoint covers entry {index} yet",
            remedy_zh="先签署检查点：gongxin journal checkpoint",
            remedy_en="sign one first: gongxin journal checkpoint",
            details={"index": index},
        )


@dataclass(frozen=True)
class Inclusion:
    """The proof that an entry stands at its place in the log of this size."""

    index: int
    size: int
    leaf_hash: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True)
class SignedProof:
    """What another needs to check an entry without us: its bytes, its path, the signed root."""

    inclusion: Inclusion
    leaf: bytes
    checkpoint: str

    def text(self) -> str:
        return notes.proof_text(
            index=self.inclusion.index,
            proof=self.inclusion.proof,
            leaf=self.leaf,
            checkpoint=self.checkpoint,
        )


def size() -> int:
    """How many entries the log has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(index) + 1, 0) FROM journal_leaf")
        return int(cursor.fetchone()[0])


def last() -> str:
    """The hash of the last entry, which has its place and its moment; blank where there is none. Another one: something happened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf_hash FROM journal_leaf ORDER BY index DESC LIMIT 1")
        row = cursor.fetchone()
    return bytes(row[0]).hex() if row else ""


def frontier(size: int) -> Frontier:
    """The complete subtrees over the first `size` entries."""
    places = merkle.cover(0, size)
    hashes = _hashes_at(places)
    return Frontier(size, [hashes[place] for place in places])


def entries(first: int, until: int) -> list[Leaf]:
    """Entries from `first` to `until` (exclusive), in order; at most ENTRIES_MAX."""
    until = min(until, first + ENTRIES_MAX)
    return list(Leaf.objects.filter(index__gte=first, index__lt=until).order_by("index"))


def entries_of(kind: str, limit: int) -> list[Leaf]:
    """The last entries of this kind, newest first. Reads the whole log where there are few: not for a page."""
    return list(Leaf.objects.filter(kind=kind).order_by("-index")[:limit])


@dataclass(frozen=True)
class Proven:
    """An entry, derived anew and found at its place under the present root, or not."""

    index: int
    kind: str
    actor: str
    at: str
    holds: bool


def proven_about(record: str, batches: Sequence[str]) -> list[Proven]:
    """What the log says of a record and of its batches, in order, each entry checked by its inclusion proof."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [list(batches), record, ENTRIES_MAX])
        indexes = [index for (index,) in cursor.fetchall()]
    log_size = size()
    root = frontier(log_size).root()
    return [_proven(index, log_size, root) for index in indexes]


def _proven(index: int, log_size: int, root: bytes) -> Proven:
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, [index, index + 1])
        kept = KeptLeaf(*cursor.fetchone())
    found = inclusion(index, log_size)
    try:
        derived = merkle.leaf_hash(verification.bytes_of(kept))
    except (TypeError, ValueError, AttributeError):
        derived = b""
    holds = derived == found.leaf_hash and merkle.verify_inclusion(
        leaf=derived, index=index, size=log_size, proof=found.proof, root=root
    )
    return Proven(index, kept.kind, kept.actor, kept.at, holds)


def latest_checkpoint() -> Checkpoint | None:
    """The last signed statement of the log."""
    return Checkpoint.objects.order_by("-size").first()


def inclusion(index: int, size: int) -> Inclusion:
    """The proof that entry `index` is in the log of this size (RFC 6962 section 2.1.1)."""
    _ensure_within(0 <= index < size, size)
    (leaf,) = _hashes_at([(0, index)]).values()
    proof = _hashes_of(merkle.inclusion_ranges(index, size))
    return Inclusion(index, size, leaf, tuple(proof))


def signed_proof(index: int) -> SignedProof:
    """The proof of an entry under the latest checkpoint."""
    _ensure_within(index >= 0, index + 1)
    checkpoint = latest_checkpoint()
    if checkpoint is None or index >= checkpoint.size:
        raise NotYetSigned(index)
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, [index, index + 1])
        kept = KeptLeaf(*cursor.fetchone())
    return SignedProof(
        inclusion(index, checkpoint.size), verification.bytes_of(kept), checkpoint.text
    )


def consistency(old: int, new: int) -> list[bytes]:
    """The proof that the log of size `new` continues that of size `old` (RFC 6962 2.1.2)."""
    _ensure_within(0 <= old <= new, new)
    return _hashes_of(merkle.consistency_ranges(old, new)) if old else []


def verifier() -> notes.Verifier:
    """The public key of this log; refused where the platform has no key."""
    key = signing.read_key(settings.GONGXIN_KEYS / signing.KEY_FILE)
    return notes.verifier_of(signing.origin(settings.GONGXIN_JURISDICTION), key)


def signed(text: str) -> str:
    """A statement of the platform's that is not about the log, under the log's own signature. It never reads as a checkpoint."""
    name = signing.origin(settings.GONGXIN_JURISDICTION)
    assert not text.startswith(f"{name}\n"), "a statement names what it is of on its first line"
    path = settings.GONGXIN_KEYS / signing.KEY_FILE
    key = signing.ensure_key(path) if latest_checkpoint() is None else signing.read_key(path)
    return notes.sign(text, name=name, key=key)


def verify_chain() -> Verified | FirstBad:
    """Re-derives every hash, root and signature of the log as it stands; the first bad entry."""
    until = size()
    checkpoints = _kept_checkpoints(until)
    return verification.verify(
        _pages(until),
        checkpoints=checkpoints,
        stray=_stray_node(),
        verifier=verifier() if checkpoints else None,
    )


def verify_held(note: str) -> FirstBad | None:
    """Whether the log continues a checkpoint that somebody kept: what no rewriter can forge.

    Refused where the checkpoint is not ours. Trusts the kept hashes: run `verify_chain` first.
    """
    held = notes.verified_checkpoint(note, verifier())
    if held.size <= size() and frontier(held.size).root() == held.root:
        return None
    return verification.rewritten(held.size)


def _ensure_within(is_within: bool, upper: int) -> None:
    log_size = size()
    if not is_within or upper > log_size:
        raise OutsideTheLog(log_size)


def _hashes_of(ranges: list[Range]) -> list[bytes]:
    places = [place for start, end in ranges for place in merkle.cover(start, end)]
    return merkle.hashes_of(ranges, _hashes_at(places).__getitem__)


def _hashes_at(places: Iterable[Place]) -> dict[Place, bytes]:
    """The kept hashes of these subtrees."""
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


def _pages(until: int) -> Iterator[Page]:
    for start in range(0, until, _PAGE):
        end = min(start + _PAGE, until)
        levels = range(1, end.bit_length())
        firsts = [start >> level for level in levels]
        lasts = [(end >> level) - 1 for level in levels]
        with connection.cursor() as cursor:
            cursor.execute(_LEAVES, [start, end])
            leaves = [KeptLeaf(*row) for row in cursor.fetchall()]
            cursor.execute(_NODES, [list(levels), firsts, lasts])
            nodes = {(level, index): hash_ for level, index, hash_ in cursor.fetchall()}
        yield Page(end, leaves, nodes)


def _kept_checkpoints(until: int) -> dict[int, KeptCheckpoint]:
    with connection.cursor() as cursor:
        cursor.execute(_CHECKPOINTS, [until])
        return {row[0]: KeptCheckpoint(*row) for row in cursor.fetchall()}


def _stray_node() -> Place | None:
    with connection.cursor() as cursor:
        cursor.execute(_STRAY_NODE)
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None
