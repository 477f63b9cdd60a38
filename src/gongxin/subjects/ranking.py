"""Which subjects a reported party could be, in the order in which an officer should look. Attaches nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongxin.identifiers.digits import org_check
from gongxin.subjects.matching import contradictions
from gongxin.subjects.naming import normal
from gongxin.subjects.parties import Candidate, Party, jaccard


@dataclass(frozen=True)
class Feature:
    """Something that may speak for a candidate: a share from 0 to 1, or None where it cannot be told."""

    key: str
    weight: float
    share: Callable[[Party, Candidate], float | None]
    zh: str
    en: str


@dataclass(frozen=True)
class Spoken:
    """What one feature said of one candidate."""

    key: str
    weight: float
    share: float


@dataclass(frozen=True)
class Ranked:
    """A candidate with everything that speaks for and against it."""

    candidate: Candidate
    score: float
    reasons: tuple[Spoken, ...]
    contradictions: tuple[str, ...]


def _same_code(party: Party, candidate: Candidate) -> float | None:
    return float(bool(set(party.codes) & set(candidate.codes))) if party.codes else None


def _same_org_code(party: Party, candidate: Candidate) -> float | None:
    ours = {c for code in candidate.codes for c in _org_codes(code)}
    theirs = {c for code in party.codes for c in _org_codes(code)}
    return float(bool(ours & theirs)) if ours and theirs else None


def _org_codes(code: tuple[str, str]) -> tuple[str, ...]:
    """The organisation code that a number is or carries (GB 32100 positions 9 to 17), if it passes its check."""
    scheme, value = code
    inside = {"uscc": value[8:17], "org_code": value, "tax": value[6:15]}.get(scheme, "")
    return (inside,) if len(inside) == 9 and org_check(inside[:8]) == inside[8] else ()


def _present_name(party: Party, candidate: Candidate) -> float | None:
    return float(any(n.kind == "present" for n in candidate.named(party.norm)))


def _name_of_the_day(party: Party, candidate: Candidate) -> float | None:
    old = [n for n in candidate.named(party.norm) if n.kind != "present"]
    return float(any(n.on(party.decided_date) for n in old)) if old else None


def _similar_name(party: Party, candidate: Candidate) -> float | None:
    return max((jaccard(party.norm, n.norm) for n in candidate.names), default=None)


def _same_division(party: Party, candidate: Candidate) -> float | None:
    if not party.division or not candidate.division:
        return None
    return float(party.division[:6] == candidate.division[:6])


def _same_address(party: Party, candidate: Candidate) -> float | None:
    if not party.address or not candidate.address:
        return None
    return jaccard(normal(party.address), normal(candidate.address))


# The weights order a list that an officer reads; they are our own choice and attach nothing.
FEATURES: tuple[Feature, ...] = (
    Feature("code.same", 10, _same_code, "代码相同", "same code"),
    Feature("code.organisation", 6, _same_org_code, "组织机构代码相同", "same organisation code inside"),
    Feature("name.present", 4, _present_name, "现用名称相同", "same present name"),
    Feature("name.of_the_day", 3, _name_of_the_day, "与当时名称相同", "same name on that day"),
    Feature("name.similar", 2, _similar_name, "名称相近", "similar name"),
    Feature("place.division", 1, _same_division, "区划相同", "same division"),
    Feature("place.address", 1, _same_address, "住所相近", "similar address"),
)  # fmt: skip


def ranked(party: Party, candidates: Sequence[Candidate]) -> list[Ranked]:
    """Candidates for review: those without contradiction first, then by what speaks for them."""
    found = [_ranked(party, candidate) for candidate in candidates]
    return sorted(found, key=lambda r: (bool(r.contradictions), -r.score, r.candidate.subject_id))


def _ranked(party: Party, candidate: Candidate) -> Ranked:
    said = ((f, f.share(party, candidate)) for f in FEATURES)
    reasons = tuple(Spoken(f.key, f.weight, round(s, 3)) for f, s in said if s is not None)
    score = round(
        sum(r.weight * r.share for r in reasons), 3
    )  # the sum of its reasons, nothing else
    return Ranked(candidate, score, reasons, contradictions(party, candidate))
