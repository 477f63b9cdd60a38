"""What the catalogue is for and what it is not for: domains, sentences of the plan, families that are declined. Frozen values."""

from dataclasses import dataclass
from datetime import date

# How often something is expected of an item. An item with neither is reported when it happens.
EVERY = ("month", "year")
# Which part of the plan a domain belongs to (chapters 3 to 7).
PARTS = ("government", "business", "social", "judicial", "culture")


@dataclass(frozen=True)
class Domain:
    """A field of public life that the plan names, e.g. tax. An item belongs to one."""

    key: str
    zh: str
    en: str
    part: str
    plan: str  # where the plan speaks of it
    source: str
    mark: str


@dataclass(frozen=True)
class Procedure:
    """A period of the platform's own proceedings, in calendar days."""

    key: str
    zh: str
    en: str
    days: int
    source: str
    mark: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True)
class ReportingPeriod:
    """How often something is expected of an item, or a sheet that says there was nothing. `key` is the item's code."""

    key: str
    every: str
    source: str
    mark: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True)
class PlanSentence:
    """A sentence of the plan, and what answers it: items, tests of what is no item, or the families that are declined."""

    row: str
    place: str
    text: str  # word for word
    language: str
    items: tuple[str, ...]
    declined: tuple[str, ...]
    tests: tuple[str, ...]
    source: str
    mark: str


@dataclass(frozen=True)
class DeclinedFamily:
    """A family of over-collection: the linter refuses it, the page "what we refuse" prints it."""

    key: str
    row: str  # D1 … D8 of what the platform declines
    zh: str
    en: str
    reason_zh: str
    reason_en: str
    patterns: tuple[str, ...]
    persons_only: bool  # looks only at items whose subject is a person
    source: str
    mark: str
