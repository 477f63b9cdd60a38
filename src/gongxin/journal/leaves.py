"""The bytes of a leaf: what exactly an entry of the log commits to. Pure; it hashes what stands, and judges nothing.

    canonical_row("gx-leaf-1", jurisdiction, index, kind, at, actor, root, key, value, key, value, …)

`index` in decimal; `at` in UTC with microseconds, as 2026-04-01T08:00:00.000000Z; `root` in lower-case hex or null;
keys of the body sorted by code point, each value `s:` and the text, `i:` and the decimal, or null.
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


def leaf_bytes(*, index: int, jurisdiction: str, entry: Entry, actor: str, at: datetime) -> bytes:
    """The canonical bytes of the leaf; TypeError where the body holds anything but texts, integers and null."""
    assert at.tzinfo is not None, "an instant, not a wall clock"
    root = entry.root.hex() if entry.root is not None else None
    instant = at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    values = [VERSION, jurisdiction, str(index), entry.kind, instant, actor, root]
    for key, value in sorted(entry.body.items()):
        values += (key, _typed(value))
    return canonical.canonical_row(values)


def leaf_hash(*, index: int, jurisdiction: str, entry: Entry, actor: str, at: datetime) -> bytes:
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
