"""The words of a notice: what it is about, by what it is known, and why a letter comes back. Pure.

That a notice is owed is never stored: it follows from what happened (`sql/owed.sql`). So its key names what happened.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Kind(StrEnum):
    """What happened. In brackets: what the two parts of the key name."""

    LISTED = "listed"  # 两书同达: an adverse record became public (record, its version)
    CASE = "case"  # a step of a case (case, its event)
    MASKED = "masked"  # silence hid a record (case, the mask's event)
    MOVED = "moved"  # another calendar moved a due day (case, the loading of the law)
    LEFT = "left"  # a record left (record, the change)
    REINSERTED = "reinserted"  # what had left came back on a certificate (reinsertion, 0)
    USED = "used"  # a recipient had decided by a record that was recalled (recall, 0)


class Returned(StrEnum):
    """Why the mail brought a letter back. Our own list."""

    MOVED_AWAY = "moved_away"  # 迁址
    UNKNOWN = "unknown"  # 查无此单位
    REFUSED = "refused"  # 拒收
    NOT_FETCHED = "not_fetched"  # 逾期未领
    BAD_ADDRESS = "bad_address"  # 地址不详


class Seen(StrEnum):
    """What an officer looked at before a notice was handed over at the counter."""

    LICENCE = "licence"  # 证照原件
    LETTER = "letter"  # 单位介绍信


class Way(StrEnum):
    """How a reminder without facts goes to a contact that the organisation entered."""

    SMS = "sms"
    EMAIL = "email"


_KEY: Final = re.compile(
    r"(?P<kind>[a-z]+)-(?P<ref>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(?P<number>[0-9]{1,18})"
)


@dataclass(frozen=True, order=True)
class Key:
    """What a notice is about, and so what it is called: in an address, on paper and in the log."""

    kind: Kind
    ref: UUID
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.ref}-{self.number}"


def key_of(text: str) -> Key | None:
    """The key that is written like this; None: nothing is."""
    found = _KEY.fullmatch(text)
    if found is None or found["kind"] not in set(Kind):
        return None
    return Key(Kind(found["kind"]), UUID(found["ref"]), int(found["number"]))


@dataclass(frozen=True)
class Owed:
    """A notice that is owed: to whom, since when, and who reported what it is about (behind whose wall it lies)."""

    key: Key
    record: UUID | None  # one that it is about; None: a case that is about none
    jurisdiction: str
    subject_id: int
    agency_key: str
    at: datetime
    word: str | None = None  # of a record that left: what became of it
