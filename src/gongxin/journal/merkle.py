"""Merkle tree hashing and proofs of RFC 6962 section 2.1, verified as RFC 9162 section 2.1 says. Pure; stores nothing.

A range of leaves [start, end) is covered by complete subtrees, each named by its place (level, index): the 2**level
leaves from index * 2**level on. Proofs are lists of ranges, so whoever holds the hashes of complete subtrees, in
memory or in a table, answers any of them with a few look-ups.
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
    """The complete subtrees of a growing tree, widest first: all that is needed to add leaves and to know the root."""

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
    """The root over neighbouring complete subtrees, widest first; of none, the root of the empty tree."""
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
    """The places of the complete subtrees that make up [start, end), widest first, as proofs need them."""
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        assert start % (1 << level) == 0, "a range of a proof begins where its widest subtree does"
        places.append((level, start >> level))
        start += 1 << level
    return places


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The audit path of a leaf (RFC 6962 section 2.1.1), from the leaf upwards, as ranges of leaves."""
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
    """The proof that the tree over these leaf hashes continues the tree over the first `old` of them."""
    return [root(leaves[start:end]) for start, end in consistency_ranges(old, len(leaves))]


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether the leaf hash stands at the index of the tree with this size and root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    place, last, top = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            top = node_hash(sibling, top)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            top = node_hash(top, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and top == root


def verify_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of size `new` continues that of size `old`: nothing removed or changed (RFC 9162 2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof)
    if old & (old - 1) == 0:  # an exact power of two: its root is the first hash
        path.insert(0, old_root)
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_top = new_top = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_top = node_hash(sibling, old_top)
            new_top = node_hash(sibling, new_top)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_top = node_hash(new_top, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old_top == old_root and new_top == new_root


def _split(width: int) -> int:
    """The largest power of two smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
