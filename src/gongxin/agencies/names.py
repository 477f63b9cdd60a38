"""How names of authorities are compared: by equality of a normal form within their days, never by substring."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

_DROPPED = str.maketrans(dict.fromkeys(" \t\u3000·•・,，"))


def normal(name: str) -> str:
    """Width folded, brackets made one kind, spaces and dots removed. Letters and characters stay as they are."""
    return unicodedata.normalize("NFKC", name).translate(_DROPPED).strip().upper()


@dataclass(frozen=True)
class Bearer:
    """An agency under a name, for a time: half-open, and where no day stands, without end on that side."""

    key: str
    valid_from: date | None = None
    valid_until: date | None = None

    def on(self, day: date) -> bool:
        """Does the agency bear the name on this day?"""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day < self.valid_until)


Bearers = Mapping[str, tuple[Bearer, ...]]  # normal name → who bears it, and when


def borne(rows: Iterable[tuple[str, Bearer]]) -> Bearers:
    """The table of names: every normal name with all who bear it at any time."""
    found: dict[str, tuple[Bearer, ...]] = {}
    for norm, bearer in rows:
        found[norm] = (*found.get(norm, ()), bearer)
    return found


def change_days(bearers: Collection[Bearer]) -> frozenset[date]:
    """The days on which somebody begins or ceases to bear the name; between two of them nothing changes."""
    ends = {day for bearer in bearers for day in (bearer.valid_from, bearer.valid_until)}
    return frozenset(day for day in ends if day is not None)
