"""Which changes a credit record may undergo. Pure: the whole law of it is one table.

Whether a record is public is *not* a state: it follows at read time from its release, its dates and the rules
(`queries.py`). A dispute is a mark beside the record and never changes it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gongxin.refusal import Refusal


class State(StrEnum):
    ADMITTED = "admitted"  # 入库: checked and stored; public once released and while the law allows
    REPAIRED = "repaired"  # 已修复: publication, sharing and use ended together (Order 36, art. 3)
    WITHDRAWN = "withdrawn"  # 已撤回: the decision fell, or the record was wrong
    UNDONE = "undone"  # 已撤销: the batch it came with was taken back; the same decision may be reported again
    ERASED = "erased"  # 已删除: retention over; only the proof stays
    DETACHED = "detached"  # 归属待定: the judgement it was attached by was taken back; whose it is is open again
    MERGED = "merged"  # 已并入: another record tells the same decision and stands for both


class Event(StrEnum):
    CORRECT = "correct"
    REATTRIBUTE = "reattribute"
    REPAIR = "repair"
    WITHDRAW = "withdraw"
    UNDO = "undo"
    REPORT = "report"  # reported again after its batch was undone
    ERASE = "erase"
    DETACH = "detach"
    MERGE = "merge"
    UNMERGE = "unmerge"


TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.ADMITTED, Event.CORRECT): State.ADMITTED,
        (State.ADMITTED, Event.REATTRIBUTE): State.ADMITTED,
        (State.ADMITTED, Event.REPAIR): State.REPAIRED,
        (State.ADMITTED, Event.WITHDRAW): State.WITHDRAWN,
        (State.ADMITTED, Event.UNDO): State.UNDONE,
        (State.ADMITTED, Event.ERASE): State.ERASED,
        (State.REPAIRED, Event.WITHDRAW): State.WITHDRAWN,
        (State.REPAIRED, Event.ERASE): State.ERASED,
        (State.UNDONE, Event.REPORT): State.ADMITTED,
        (State.UNDONE, Event.ERASE): State.ERASED,
        (State.WITHDRAWN, Event.ERASE): State.ERASED,
        (State.ADMITTED, Event.DETACH): State.DETACHED,
        (State.DETACHED, Event.REATTRIBUTE): State.ADMITTED,
        (State.DETACHED, Event.WITHDRAW): State.WITHDRAWN,
        (State.DETACHED, Event.ERASE): State.ERASED,
        (State.ADMITTED, Event.MERGE): State.MERGED,
        (State.MERGED, Event.UNMERGE): State.ADMITTED,
        (State.MERGED, Event.WITHDRAW): State.WITHDRAWN,
        (State.MERGED, Event.ERASE): State.ERASED,
    }
)

LIVE = frozenset({State.ADMITTED})
# What left and does not return, whatever is asked of it.
GONE = frozenset({State.REPAIRED, State.WITHDRAWN, State.ERASED})
FINAL = frozenset(State) - {state for state, _ in TRANSITIONS}

# What the change feed calls each event.
OPERATIONS: Mapping[Event, str] = MappingProxyType(
    {
        Event.CORRECT: "modify",
        Event.REATTRIBUTE: "modify",
        Event.REPAIR: "delete",
        Event.WITHDRAW: "delete",
        Event.UNDO: "delete",
        Event.REPORT: "add",
        Event.ERASE: "delete",
        Event.DETACH: "delete",
        Event.MERGE: "delete",
        Event.UNMERGE: "add",
    }
)


class TransitionRefused(Refusal):
    code = "record.transition_refused"

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(
            f"状态为“{state.value}”的记录不能进行“{event.value}”",
            f"a record in state “{state.value}” does not allow “{event.value}”",
            details={"state": state.value, "event": event.value},
        )


def after(state: State, event: Event) -> State:
    """The state after `event`, or TransitionRefused."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise TransitionRefused(state, event) from None
