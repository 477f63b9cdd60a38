"""Whom a record names and whom it could mean, as matching looks at them. Pure; decides nothing."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from gongxin.canonical import canonical_row
from gongxin.subjects.naming import bigrams, normal

Codes = tuple[tuple[str, str], ...]  # (scheme, normalised value), usable ones alone


@dataclass(frozen=True)
class Party:
    """Whom a record names, as it was reported."""

    name: str
    codes: Codes = ()
    address: str | None = None
    division: str | None = None
    decided_date: date | None = None

    @property
    def norm(self) -> str:
        return normal(self.name)


@dataclass(frozen=True)
class Named:
    """A name of a subject and the days on which it bore it."""

    norm: str
    kind: str
    valid_from: date | None = None
    valid_until: date | None = None
    borne_by_another: bool = False  # some other subject bears it today

    def on(self, day: date | None) -> bool:
        """Whether the name was borne on a day, as far as is known."""
        if day is None:
            return self.kind == "present"
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True)
class Candidate:
    """A subject as far as matching looks at it."""

    subject_id: int
    names: tuple[Named, ...]
    codes: Codes
    status: str = "active"
    registered_date: date | None = None
    deregistered_date: date | None = None
    address: str | None = None
    division: str | None = None
    explained_from: date | None = (
        None  # first registration of a body it followed by merger or split
    )
    followed_by: bool = False  # another body followed it
    judged_different: bool = False

    def named(self, norm: str) -> tuple[Named, ...]:
        return tuple(n for n in self.names if n.norm == norm)


def jaccard(one: str, other: str) -> float:
    """The share of character pairs that two names have in common."""
    a, b = set(bigrams(one)), set(bigrams(other))
    return len(a & b) / len(a | b) if a | b else 0.0


def fingerprint(name: str, codes: Codes) -> bytes:
    """By what a reported party is known again: its name in normal form and its codes, in any order."""
    parts = [part for code in sorted(codes) for part in code]
    return sha256(canonical_row([normal(name), *parts])).digest()
