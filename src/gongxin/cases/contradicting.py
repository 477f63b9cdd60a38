"""Whether a record can be about a body at all: what is impossible, and what is only a reason to look. Pure; masks nothing itself."""

from dataclasses import dataclass
from typing import Final

from gongxin.subjects.matching import contradictions
from gongxin.subjects.parties import Candidate, Party

# Impossible if the record is about this body; each alone hides it until there is an answer.
HARD: Final = frozenset(
    {
        "subject.contradiction.code",
        "subject.contradiction.registered_after",
        "subject.contradiction.deregistered_before",
        "subject.contradiction.former_name",
    }
)
OTHER_NAME: Final = "subject.contradiction.name"
OTHER_PLACE: Final = "subject.reason.place"  # bodies act and are fined outside their place too


@dataclass(frozen=True)
class Looked:
    """What the machine found: each contradiction, and each mere reason."""

    contradictions: tuple[str, ...]
    reasons: tuple[str, ...]


def looked(party: Party, candidate: Candidate) -> Looked:
    """What speaks against the record being about this body."""
    found = contradictions(party, candidate)
    reasons = [code for code in found if code not in HARD]
    if _elsewhere(party.division, candidate.division):
        reasons.append(OTHER_PLACE)
    return Looked(
        contradictions=tuple(sorted(set(found) & HARD)), reasons=tuple(sorted(set(reasons)))
    )


def _elsewhere(told: str | None, registered: str | None) -> bool:
    """Another province, city or county, as far as both say it: six digits, or four, or two."""
    if not told or not registered:
        return False
    length = min(len(told.rstrip("0")), len(registered.rstrip("0")))
    return told[:length] != registered[:length]
