"""When a reported party attaches without an officer: by a usable identifier, contradicted by nothing.

Never attaches by a name. Contradictions are listed one by one, since no likeness outweighs one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongxin.identifiers import grade
from gongxin.subjects.attaching import attachments
from gongxin.subjects.parties import Candidate, Named, Party, fingerprint

__all__ = [
    "CONTRADICTIONS",
    "Attach",
    "Candidate",
    "Contradiction",
    "Hold",
    "Named",
    "Party",
    "attachment",
    "attachments",
    "contradictions",
    "fingerprint",
    "is_usable",
]


@dataclass(frozen=True)
class Contradiction:
    """Something that cannot be if the party is this candidate. Listed apart: no score outweighs it."""

    code: str
    holds: Callable[[Party, Candidate], bool]
    zh: str
    en: str


def _registered_after(party: Party, candidate: Candidate) -> bool:
    day, since = party.decided_date, candidate.registered_date
    if day is None or since is None or since <= day:
        return False
    return candidate.explained_from is None or candidate.explained_from > day


def _deregistered_before(party: Party, candidate: Candidate) -> bool:
    day, end = party.decided_date, candidate.deregistered_date
    # A body that was followed by another may be named by its old number for a while.
    return day is not None and end is not None and end < day and not candidate.followed_by


def _other_code(party: Party, candidate: Candidate) -> bool:
    ours, theirs = dict(candidate.codes), dict(party.codes)
    return any(theirs[s] != ours[s] for s in ("uscc", "org_code") if s in ours and s in theirs)


def _name_of_another(party: Party, candidate: Candidate) -> bool:
    """A name this body no longer bore on that day, and another bears now (facts 6.1: two firms, one name in turn)."""
    same = candidate.named(party.norm)
    if not any(n.borne_by_another for n in same):
        return False
    return not any(_surely_borne(n, party.decided_date) for n in same)


def _surely_borne(name: Named, day: date | None) -> bool:
    """Borne on the day without doubt: a former name without dates proves nothing."""
    if name.kind == "present":
        return True
    return name.valid_until is not None and name.on(day)


def _other_name(party: Party, candidate: Candidate) -> bool:
    return not candidate.named(party.norm)


def _judged_different(_: Party, candidate: Candidate) -> bool:
    return candidate.judged_different


CONTRADICTIONS: tuple[Contradiction, ...] = (
    Contradiction(
        "subject.contradiction.registered_after",
        _registered_after,
        "主体在决定日之后才登记，且无承继可以说明",
        "registered after the decision, and no succession explains it",
    ),
    Contradiction(
        "subject.contradiction.deregistered_before",
        _deregistered_before,
        "主体在决定日之前已注销",
        "cancelled before the decision",
    ),
    Contradiction(
        "subject.contradiction.code",
        _other_code,
        "该主体的同类代码与所报代码不同",
        "its code of this kind is another",
    ),
    Contradiction(
        "subject.contradiction.former_name",
        _name_of_another,
        "该名称是此主体的曾用名，现为另一主体的名称",
        "the name is a former one of this body and the present one of another",
    ),
    Contradiction(
        "subject.contradiction.judged",
        _judged_different,
        "已认定不是同一主体",
        "judged before not to be the same",
    ),
)
# With a code, a name that is none of the body's says that one of the two is wrong. Without one it is only unlike.
OTHER_NAME = Contradiction(
    "subject.contradiction.name",
    _other_name,
    "代码所属主体没有此名称",
    "the body of this code has no such name",
)

# An officer found whom a party is; since then another body took the number and the name.
ELSEWHERE = Contradiction(
    "subject.contradiction.elsewhere",
    lambda _party, _candidate: False,  # told by the numbers of a row, not by one candidate
    "已认定为一主体，代码和名称现属另一主体",
    "judged to be one body, and the code and name are now another's",
)


def contradictions(party: Party, candidate: Candidate) -> tuple[str, ...]:
    """The codes of all contradictions between a party and a candidate."""
    rules = CONTRADICTIONS
    if set(party.codes) & set(candidate.codes):
        rules = (*CONTRADICTIONS, OTHER_NAME)
    return tuple(rule.code for rule in rules if rule.holds(party, candidate))


@dataclass(frozen=True)
class Attach:
    """The record belongs to this subject."""

    subject_id: int


@dataclass(frozen=True)
class Hold:
    """The record waits for an officer."""

    codes: tuple[str, ...] = field(default_factory=tuple)


def attachment(party: Party, resolved: Mapping[tuple[str, str], Candidate]) -> Attach | Hold:
    """Attach by a usable identifier without contradiction, else hold with every reason.

    `resolved` holds, for each of the party's codes that names a live subject, that subject.
    """
    usable = [code for code in party.codes if is_usable(*code)]
    if not usable:
        return Hold(("subject.no_identifier",))
    found = [resolved[code] for code in usable if code in resolved]
    if not found:
        return Hold(("subject.unknown",))
    against = {code for candidate in found for code in contradictions(party, candidate)}
    if len({candidate.subject_id for candidate in found}) > 1:
        against.add("subject.contradiction.code")
    return Hold(tuple(sorted(against))) if against else Attach(found[0].subject_id)


def is_usable(scheme: str, value: str) -> bool:
    """Whether a number may identify: it is written normally and passes its check."""
    graded = grade(value, scheme)
    return graded.grade in {"valid", "warning"} and (graded.scheme, graded.normalised) == (
        scheme,
        value,
    )
