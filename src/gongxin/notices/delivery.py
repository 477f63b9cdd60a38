"""What can happen to a notice, and where that leaves it: one table. A notice ends by a proof, or it stays owed. Pure.

A reminder by SMS or e-mail has no facts in it; so none of what happens to one proves that anybody was told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gongxin.refusal import Refusal


class Event(StrEnum):
    PRINTED = "printed"  # 打印，给函件编号
    POSTED = "posted"  # 交寄，邮件号
    DELIVERED = "delivered"  # 回执
    RETURNED = "returned"  # 退回
    HANDED_OVER = "handed_over"  # 窗口当面交付
    READ = "read"  # 单位登录后打开
    ANNOUNCED = "announced"  # 公告送达：开始
    ANNOUNCEMENT_ENDED = "announcement_ended"  # 公告送达：期满，由经办人按其法律依据填写
    SENT = "sent"  # 提醒交给网关
    ARRIVED = "arrived"  # 网关说到了
    FAILED = "failed"  # 网关说没有到


class State(StrEnum):
    OWED = "owed"  # 待告知
    PRINTED = "printed"  # 已打印，待交寄
    POSTED = "posted"  # 已交寄，等回执
    RETURNED = "returned"  # 已退回
    ANNOUNCED = "announced"  # 公告中
    TOLD = "told"  # 已送达


# What tells the organisation, and proves it. After one of these a notice is told for ever.
PROOFS: Final = frozenset(
    {Event.DELIVERED, Event.HANDED_OVER, Event.READ, Event.ANNOUNCEMENT_ENDED}
)
REMINDERS: Final = frozenset({Event.SENT, Event.ARRIVED, Event.FAILED})


def _table() -> Mapping[tuple[State, Event], State]:
    found: dict[tuple[State, Event], State] = {
        (State.PRINTED, Event.POSTED): State.POSTED,
        (State.POSTED, Event.DELIVERED): State.TOLD,
        (State.POSTED, Event.RETURNED): State.RETURNED,
        # The lawful substitute comes last: where the mail failed, or where there is no address to write to.
        (State.OWED, Event.ANNOUNCED): State.ANNOUNCED,
        (State.RETURNED, Event.ANNOUNCED): State.ANNOUNCED,
        (State.ANNOUNCED, Event.ANNOUNCEMENT_ENDED): State.TOLD,
        # A receipt that comes after the organisation has read it is kept; it changes nothing.
        (State.TOLD, Event.DELIVERED): State.TOLD,
        (State.TOLD, Event.RETURNED): State.TOLD,
        (State.TOLD, Event.POSTED): State.TOLD,
        (State.TOLD, Event.READ): State.TOLD,
    }
    for state in (State.OWED, State.PRINTED, State.RETURNED):
        found[state, Event.PRINTED] = State.PRINTED
    for state in frozenset(State) - {State.TOLD}:
        found[state, Event.READ] = State.TOLD
        found[state, Event.HANDED_OVER] = State.TOLD
    for state in State:
        for event in REMINDERS:
            found[state, event] = state
    return MappingProxyType(found)


TRANSITIONS: Final = _table()
OPEN: Final = frozenset(State) - {State.TOLD}


class DeliveryRefused(Refusal):
    """A notice does not allow this as it stands, or too little is said of it."""

    code = "notice.delivery_refused"


@dataclass(frozen=True)
class Happened:
    """One stored event. `on`: the civil day on which it happened, which may lie before it was entered.

    `letter`: the number that was printed on it; `reference`: of the mail, the receipt, the announcement or the message;
    `code`: from a closed list; `basis`: the text of law that an announcement rests on.
    """

    event: Event
    on: date
    at: datetime
    by: str
    letter: int | None = None
    reference: str | None = None
    code: str | None = None
    basis: str | None = None


@dataclass(frozen=True)
class Standing:
    """A notice as its events leave it."""

    state: State
    events: tuple[Happened, ...]

    @property
    def proof(self) -> Happened | None:
        """The first event that told the organisation."""
        return next((one for one in self.events if one.event in PROOFS), None)

    @property
    def letter(self) -> int | None:
        """The number of the letter that counts: the last one printed."""
        return next((one.letter for one in reversed(self.events) if one.letter is not None), None)

    def may(self, event: Event) -> bool:
        return (self.state, event) in TRANSITIONS


def after(state: State, event: Event) -> State:
    """The state after `event`, or DeliveryRefused."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise DeliveryRefused(
            f"状态为“{state.value}”的通知不能登记“{event.value}”",
            f"a notice in state “{state.value}” does not allow “{event.value}”",
            details={"state": state.value, "event": event.value},
        ) from None


def standing(events: Iterable[Happened]) -> Standing:
    """The fold over what happened, in the order in which it was entered."""
    told = tuple(events)
    state = State.OWED
    for one in told:
        state = after(state, one.event)
    return Standing(state, told)
