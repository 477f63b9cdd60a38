"""Whether a kept log is whole: re-derives every hash, root and signature. Pure.

It names the first entry that is not as it was entered. It trusts the verifier key alone. What it
cannot see is a log cut off and written anew with that key: that is what checkpoints in other hands
are for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson

from gongxin.journal import leaves, merkle, notes, signing
from gongxin.journal.leaves import Entry
from gongxin.journal.merkle import EMPTY_ROOT, Frontier, Place
from gongxin.refusal import Refusal

_SIGNED = "checkpoint.signed"


@dataclass(frozen=True, slots=True)
class KeptLeaf:
    """A row as it is kept: `body` and `at` as text, so that nothing is mended in reading."""

    index: int
    jurisdiction: str
    kind: str
    body: str
    root: bytes | None
    actor: str
    at: str
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class KeptCheckpoint:
    size: int
    jurisdiction: str
    root: bytes
    text: str
    at: str


@dataclass(frozen=True)
class Page:
    """The rows kept for entries up to `end` (exclusive), and the hashes these entries complete."""

    end: int
    leaves: Sequence[KeptLeaf]
    nodes: Mapping[Place, bytes]


@dataclass(frozen=True)
class Verified:
    size: int
    root: bytes
    checkpoints: int


@dataclass(frozen=True)
class Finding:
    """Something that is not as the log says: at which entry, and how that shows."""

    index: int
    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class FirstBad(Finding):
    """The first entry that is not as it was entered."""


class _Found(Exception):
    def __init__(self, index: int, code: str, zh: str, en: str) -> None:
        super().__init__(code)
        self.bad = FirstBad(index, code, zh, en)


def verify(
    pages: Iterable[Page],
    *,
    checkpoints: Mapping[int, KeptCheckpoint],
    stray: Place | None,
    verifier: notes.Verifier | None,
) -> Verified | FirstBad:
    """Reads the log once, in order. `stray` is a kept hash over entries that are not there.

    Without a verifier every checkpoint is bad.
    """
    walk = _Walk(checkpoints, verifier)
    try:
        for page in pages:
            walk.through(page)
        return walk.end(stray)
    except _Found as found:
        return found.bad


class _Walk:
    def __init__(
        self, checkpoints: Mapping[int, KeptCheckpoint], verifier: notes.Verifier | None
    ) -> None:
        self.checkpoints = checkpoints
        self.verifier = verifier
        self.frontier = Frontier()
        self.seen = 0

    def through(self, page: Page) -> None:
        for kept in page.leaves:
            index = self.frontier.size
            if kept.index != index:
                raise _missing(index)
            checkpoint = self.checkpoints.get(index)
            if checkpoint is not None:
                self._checkpoint(checkpoint)
            self._leaf(kept, checkpoint)
            for level, place, derived in self.frontier.append(kept.leaf_hash):
                if page.nodes.get((level, place)) != derived:
                    raise _node(level, place)
        if self.frontier.size != page.end:
            raise _missing(self.frontier.size)

    def _leaf(self, kept: KeptLeaf, checkpoint: KeptCheckpoint | None) -> None:
        index = kept.index
        try:
            derived = merkle.leaf_hash(bytes_of(kept))
        except (TypeError, ValueError, AttributeError):
            derived = b""
        if derived != kept.leaf_hash:
            raise _Found(
                index,
                "journal.entry_changed",
                f"第 {index} 条的内容与其哈希不符",
                f"entry {index}: its content does not give its hash",
            )
        signed = checkpoint is not None and checkpoint.at == kept.at
        if (kept.kind == _SIGNED) != (checkpoint is not None) or (
            kept.kind == _SIGNED and (not signed or orjson.loads(kept.body) != {"size": index})
        ):
            raise _Found(
                index,
                "journal.checkpoint_unmatched",
                f"第 {index} 条与长度 {index} 的检查点互不印证",
                f"entry {index}: it and the checkpoint of size {index} do not bear each other out",
            )

    def _checkpoint(self, kept: KeptCheckpoint) -> None:
        stated = self._stated(kept)
        root = self.frontier.root()
        whole = (
            stated is not None
            and stated.size == kept.size
            and stated.root == kept.root == root
            and not stated.extensions
            and stated.origin == signing.origin(kept.jurisdiction)
        )
        if not whole:
            raise _Found(
                kept.size,
                "journal.checkpoint_bad",
                f"长度 {kept.size} 的检查点与此前的条目或签名不符",
                f"the checkpoint of size {kept.size} does not match the entries before it "
                "or its signature",
            )
        self.seen += 1

    def _stated(self, kept: KeptCheckpoint) -> notes.Checkpoint | None:
        if self.verifier is None:
            return None
        try:
            return notes.verified_checkpoint(kept.text, self.verifier)
        except Refusal:
            return None

    def end(self, stray: Place | None) -> Verified:
        size = self.frontier.size
        if stray is not None or self.seen != len(self.checkpoints):
            raise _missing(size)  # a kept hash or a signature speaks of entries that are gone
        return Verified(size, self.frontier.root() if size else EMPTY_ROOT, self.seen)


def bytes_of(kept: KeptLeaf) -> bytes:
    """What a kept row commits to; ValueError, TypeError, AttributeError: its body is no body."""
    return leaves.leaf_bytes(
        index=kept.index,
        jurisdiction=kept.jurisdiction,
        entry=Entry(kept.kind, orjson.loads(kept.body), kept.root),
        actor=kept.actor,
        at=kept.at,
    )


def rewritten(size: int) -> FirstBad:
    """The log does not continue a checkpoint it once signed."""
    return FirstBad(
        0,
        "journal.rewritten",
        f"日志与曾签署的检查点（长度 {size}）不一致：前 {size} 条中有的被改写、增删或截去",
        f"the log does not continue the checkpoint of size {size} it once signed: "
        f"among the first {size} entries some were rewritten, added or cut off",
    )


def _missing(index: int) -> _Found:
    return _Found(
        index,
        "journal.entry_missing",
        f"缺少第 {index} 条",
        f"entry {index} is missing",
    )


def _node(level: int, place: int) -> _Found:
    first, last = place << level, ((place + 1) << level) - 1
    return _Found(
        first,
        "journal.hash_changed",
        f"第 {first} 至 {last} 条的哈希与所存的不符",
        f"entries {first} to {last}: their hash is not the one that was kept",
    )
