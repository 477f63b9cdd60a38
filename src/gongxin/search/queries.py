"""Search of organisations by name or code. Persons are not searched; individual businesses answer to code or exact name alone."""

from dataclasses import dataclass
from uuid import UUID

from gongxin.subjects.name_search import search_names

RESULTS_MAX = 20  # a page; more says "type more of the name"


@dataclass(frozen=True)
class Hit:
    """One organisation found, and why."""

    name: str
    code: str
    kind: str
    status: str
    matched: str
    public_id: UUID


@dataclass(frozen=True)
class Found:
    """Best first. `capped`: there are more than are shown."""

    hits: tuple[Hit, ...]
    capped: bool
    note: str | None = None


def search(text: str, limit: int = RESULTS_MAX) -> Found:
    """Exact code first, then exact names, parts of names, names one character off."""
    found = search_names(text, min(limit, RESULTS_MAX))
    return Found(
        tuple(Hit(h.name, h.code, h.kind, h.status, h.matched, h.public_id) for h in found.hits),
        found.capped,
    )
