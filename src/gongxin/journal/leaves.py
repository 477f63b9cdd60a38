"""The bytes of a leaf: what exactly an entry of the log commits to. Pure; it judges nothing.

    canonical_row("gx-leaf-1", jurisdiction, index, kind, at, actor, root, key, value, …)

`index` in decimal; `at` in UTC with microseconds, as 2026-04-01T08:00:00.000000Z; `root` in
lower-case hex or null; keys of the body sorted by code point, each with its value: `s:` and the
text, `i:` and the decimal, or null.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from gongxin import canonical
from gongxin.journal import merkle

VERSION = "gx-leaf-1"

Body = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be entered: what happened, and the root over its rows where there are many."""

    kind: str
    body: Body
    root: bytes | None = None


def instant(at: datetime) -> str:
    """The one way an instant is written in a leaf."""
    assert at.tzinfo is not None, "an instant, not a wall clock"
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def leaf_bytes(*, index: int, jurisdiction: str, entry: Entry, actor: str, at: str) -> bytes:
    """The canonical bytes; TypeError where the body holds aught but texts, integers and null."""
    root = entry.root.hex() if entry.root is not None else None
    values = [VERSION, jurisdiction, str(index), entry.kind, at, actor, root]
    for key, value in sorted(entry.body.items()):
        values += (key, _typed(value))
    return canonical.canonical_row(values)


def leaf_hash(*, index: int, jurisdiction: str, entry: Entry, actor: str, at: str) -> bytes:
    return merkle.leaf_hash(
        leaf_bytes(index=index, jurisdiction=jurisdiction, entry=entry, actor=actor, at=at)
    )


def _typed(value: object) -> str | None:
    # `type(…) is`, because True is an int and 5 and "5" must not share their bytes.
    if value is None:
        return None
    if type(value) is str:
        return f"s:{value}"
    if type(value) is int:
        return f"i:{value}"
    raise TypeError(f"{type(value).__name__} has no place in an entry of the log")
