"""What two people are asked to decide about a pair of records, as plain values that an approval is bound to. Pure."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from gongxin.agencies.motions import Draft, MotionKind
from gongxin.records.duplicates import Difference


class _Side(Protocol):
    @property
    def record(self) -> UUID: ...
    @property
    def number(self) -> int: ...
    @property
    def item(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, str | None]: ...


class _Pair(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def agency_key(self) -> str: ...
    @property
    def one(self) -> _Side: ...
    @property
    def other(self) -> _Side: ...
    @property
    def gave_way(self) -> UUID | None: ...
    def differences(self) -> list[Difference]: ...


def merge_draft(pair: _Pair, *, gives_way: UUID, reason: str) -> Draft:
    """One of the pair gives way to the other."""
    return _draft(MotionKind.RECORD_MERGE, pair, gives_way, reason)


def unmerge_draft(pair: _Pair, *, reason: str) -> Draft:
    """The one that gave way comes back."""
    assert pair.gave_way is not None, "nothing of the pair gave way"
    return _draft(MotionKind.RECORD_UNMERGE, pair, pair.gave_way, reason)


def _draft(kind: MotionKind, pair: _Pair, gives_way: UUID, reason: str) -> Draft:
    away, stands = pair.one, pair.other
    if pair.other.record == gives_way:
        away, stands = pair.other, pair.one
    content = {
        "twin": pair.id,
        "gives_way": _side(away),
        "stands": _side(stands),
        # What differed when this was proposed, so that the approver decides on the very same texts.
        "differences": [
            {
                "code": d.code,
                "zh": d.zh,
                "en": d.en,
                "gives_way": d.one if away is pair.one else d.other,
                "stands": d.other if away is pair.one else d.one,
            }
            for d in pair.differences()
            if d.differs
        ],
    }
    return Draft(kind, pair.agency_key, str(away.record), content, reason)


def _side(side: _Side) -> dict[str, Any]:
    return {
        "record": str(side.record),
        "number": side.number,
        "item": side.item,
        "document": side.document,
    }
