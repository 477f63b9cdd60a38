"""The way of an edition from proposal to force: comment period, two people, bound to what was seen. Pure; knows no table and no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from gongxin.catalogue.difference import Change
from gongxin.jurisdiction import Procedure
from gongxin.refusal import Refusal

COMMENT_CHARS_MAX = 2_000
# Parts of the law that bear on nobody's rights: they need two people, and no comment.
_NEUTRAL = frozenset(
    ("agencies", "calendar", "divisions", "prefixes", "domains", "plan", "drafts", "layers", "key")
)


class State(StrEnum):
    OPEN = "open"  # 征求意见: proposed; comments are taken until the day named
    APPROVED = "approved"  # 通过: the edition was put in force
    REFUSED = "refused"  # 不予采纳
    WITHDRAWN = "withdrawn"  # 撤回: by whoever proposed it


class Event(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.OPEN, Event.APPROVE): State.APPROVED,
        (State.OPEN, Event.REFUSE): State.REFUSED,
        (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
    }
)


class ProposalRefused(Refusal):
    """An edition cannot be proposed, commented on or decided like this, now or by this account."""

    code = "proposal.refused"


@dataclass(frozen=True)
class Proposed:
    """What a decision about a proposal depends on."""

    proposed_by: str
    comment_until: date | None  # the last day of comments; None: none are asked for
    base: str  # digest of the edition that was in force
    content: str  # digest over the edition and every comment
    decided: bool


def touches_rights(changes: Iterable[Change]) -> bool:
    """Whether any change bears on what is recorded, shown or refused, and so must be commented on."""
    return any(_part(change.place) not in _NEUTRAL for change in changes)


def _part(place: str) -> str:
    return place.split("[", 1)[0].split(".", 1)[0]


def last_day_of_comments(procedure: Procedure, proposed: date) -> date:
    """The period is counted in calendar days from the day after the proposal was published."""
    return proposed + timedelta(days=procedure.days)


def ensure_comment(found: Proposed, text: str, today: date) -> None:
    if found.decided or found.comment_until is None or today > found.comment_until:
        raise ProposalRefused(
            "不在征求意见期内",
            "this is not a time of comments",
            details={"comment_until": str(found.comment_until)},
        )
    if not text.strip() or len(text) > COMMENT_CHARS_MAX:
        raise ProposalRefused(
            f"意见应为 1 至 {COMMENT_CHARS_MAX} 字",
            f"a comment has 1 to {COMMENT_CHARS_MAX} characters",
            details={"characters_max": COMMENT_CHARS_MAX},
        )


def ensure_decision(
    found: Proposed, event: Event, *, by: str, seen: str, in_force: str, today: date
) -> State:
    """The state after the decision, or why it cannot be taken."""
    if found.decided:
        raise ProposalRefused("该提案已有结论", "this proposal has been decided")
    if event is Event.WITHDRAW and by != found.proposed_by:
        raise ProposalRefused("只有提出人可以撤回", "only who proposed it may withdraw it")
    if event is not Event.WITHDRAW and by == found.proposed_by:
        raise ProposalRefused(
            "提出人不能审批自己的提案", "nobody decides on a proposal of their own"
        )
    if event is Event.APPROVE:
        _ensure_approval(found, seen=seen, in_force=in_force, today=today)
    return TRANSITIONS[State.OPEN, event]


def _ensure_approval(found: Proposed, *, seen: str, in_force: str, today: date) -> None:
    if found.comment_until is not None and today <= found.comment_until:
        raise ProposalRefused(
            f"征求意见至 {found.comment_until}，期满前不能通过",
            f"comments are taken until {found.comment_until}; it cannot be approved before",
            details={"comment_until": found.comment_until.isoformat()},
        )
    if seen != found.content:
        raise ProposalRefused(
            "所见与现有内容不同：看过之后又有新意见",
            "what was seen is not what there is: a comment came in since",
            remedy_zh="请重新查看提案和意见",
            remedy_en="look at the proposal and its comments again",
        )
    if found.base != in_force:
        raise ProposalRefused(
            "提出之后现行目录已变，请重新提出",
            "the law in force has changed since: propose it again",
            details={"in_force": in_force[:12]},
        )
