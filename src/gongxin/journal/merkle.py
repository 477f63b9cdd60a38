"""Merkle tree hashing and proofs: RFC 6962 section 2.1, verified as in RFC 9162. Pure.

A range of leaves [start, end) is covered by complete subtrees, each named by its place (level,
index): the 2**level leaves from index * 2**level on. Proofs are lists of ranges, so whoever holds
the hashes of complete subtrees, in memory or in a table, answers any of them with a few look-ups.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

HASH_BYTES = 32
_LEAF, _NODE = (
    b"\x00",
    b"\x01",
)  # RFC 6962 section 2.1: no leaf can be passed off as a node
_sha256 = hashlib.sha256
EMPTY_ROOT = _sha256(b"").digest()

Place = tuple[int, int]
Range = tuple[int, int]


def leaf_hash(data: bytes) -> bytes:
    return _sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return _sha256(_NODE + left + right).digest()


class Frontier:
    """The complete subtrees of a growing tree, widest first: enough to add to it."""

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        assert len(self.hashes) == size.bit_count(), "one hash for each complete subtree"

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Adds a leaf hash; the subtrees it completes as (level, index, hash), lowest first."""
        made = []
        top, index, level = leaf, self.size, 0
        while index & 1:
            top = _sha256(_NODE + self.hashes.pop() + top).digest()
            index >>= 1
            level += 1
            made.append((level, index, top))
        self.hashes.append(top)
        self.size += 1
        return made

    def root(self) -> bytes:
        return fold(self.hashes)


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbouring complete subtrees, widest first; of none, that of no leaf."""
    if not hashes:
        return EMPTY_ROOT
    top = hashes[-1]
    for left in reversed(hashes[:-1]):
        top = node_hash(left, top)
    return top


def root(leaves: Iterable[bytes]) -> bytes:
    """The Merkle tree hash over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def cover(start: int, end: int) -> list[Place]:
    """The places of the complete subtrees that make up a range of a proof, widest first."""
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        assert start % (1 << level) == 0, "a range of a proof begins where its widest subtree does"
        places.append((level, start >> level))
        start += 1 << level
    return places


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The audit path of a leaf (RFC 6962 section 2.1.1), from the leaf upwards, as ranges."""
    assert 0 <= index < size, "only a leaf of the tree has a path"
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The consistency proof between two sizes (RFC 6962 section 2.1.2), as ranges of leaves."""
    assert 0 < old <= new, "an empty tree is consistent with every tree and has no proof"
    path, start, end = [], 0, new
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    if start:  # at 0 the verifier holds this hash already: it is the old root
        path.append((start, end))
    return path[::-1]


def hashes_of(ranges: Sequence[Range], hash_at: Callable[[Place], bytes]) -> list[bytes]:
    """The hash of each range, from the hashes of complete subtrees."""
    return [fold([hash_at(place) for place in cover(start, end)]) for start, end in ranges]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of one of these leaf hashes."""
    return [root(leaves[start:end]) for start, end in inclusion_ranges(index, len(leaves))]


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """The proof that the tree over these leaf hashes continues that over the first `old`."""
    return [root(leaves[start:end]) for start, end in consistency_ranges(old, len(leaves))]


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the leaf stands at this index of the tree (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    on_left = _sides(index, size - 1, len(proof))
    if on_left is None:
        return False
    top = leaf
    for sibling, left in zip(proof, on_left, strict=True):
        top = node_hash(sibling, top) if left else node_hash(top, sibling)
    return top == root


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the new tree continues the old one, nothing changed (RFC 9162 section 2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    # Where the old size is a power of two its root is the first hash, and the proof leaves it out.
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    level = (~(old - 1) & old).bit_length() - 1  # of the narrowest complete subtree of the old tree
    on_left = _sides((old - 1) >> level, (new - 1) >> level, len(path) - 1)
    if on_left is None:
        return False
    old_top = new_top = path[0]
    for sibling, left in zip(path[1:], on_left, strict=True):
        if left:
            old_top = node_hash(sibling, old_top)
            new_top = node_hash(sibling, new_top)
        else:
            new_top = node_hash(new_top, sibling)
    return old_top == old_root and new_top == new_root


def _sides(place: int, last: int, siblings: int) -> list[bool] | None:
    """From a node up to the root: does each sibling stand on the left? None: not so many."""
    on_left = []
    while last:
        left = bool(place & 1) or place == last
        on_left.append(left)
        if left:
            while place and not place & 1:  # alone on its level, it rises without a sibling
                place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return on_left if len(on_left) == siblings else None


def _split(width: int) -> int:
    """The largest power of two smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
