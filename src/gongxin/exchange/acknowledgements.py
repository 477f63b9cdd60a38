"""When the word of a recipient about a recall counts: signed with its own key, about this recall, at a moment that can be. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gongxin.exchange.recalls import Outcome, Recall, State
from gongxin.refusal import Refusal

NOTE_CHARS_MAX: Final = 500
# House number: how far the clock of a recipient may be from ours.
SKEW_MAX: Final = timedelta(minutes=5)
# What a recipient, or a paper of its, can say; the last of the outcomes is ours to find.
SAYABLE: Final = frozenset(Outcome) - {Outcome.SET_EQUAL}


class CallResult(StrEnum):
    """What a telephone call came to. None of them ends a recall."""

    PROMISED = "promised"
    REACHED = "reached"
    UNREACHED = "unreached"
    WRONG_NUMBER = "wrong_number"


class RecallUnknown(Refusal):
    """Absent and somebody else's look the same."""

    code = "recall.unknown"

    def __init__(self) -> None:
        super().__init__("没有这件召回", "there is no such recall")


class AcknowledgementRefused(Refusal):
    code = "recall.acknowledgement_refused"


class CallRefused(Refusal):
    code = "recall.call_refused"


def outcome_of(text: str) -> Outcome:
    """One of the outcomes that a recipient can say."""
    found = next((one for one in SAYABLE if one.value == text), None)
    if found is None:
        words = ", ".join(sorted(SAYABLE))
        raise AcknowledgementRefused(
            "没有这种处理结果",
            "there is no such outcome",
            remedy_zh=f"可用：{words}",
            remedy_en=f"one of: {words}",
        )
    return found


def ensure_note(note: str) -> str:
    if len(note) > NOTE_CHARS_MAX:
        raise AcknowledgementRefused(
            f"说明不能超过 {NOTE_CHARS_MAX} 字", f"a note has at most {NOTE_CHARS_MAX} characters"
        )
    return note.strip()


def ensure_moment(recall: Recall, created: datetime, now: datetime) -> None:
    """Signed neither before the recall was opened nor in the future. However late it comes in, it counts."""
    if not recall.opened_at - SKEW_MAX <= created <= now + SKEW_MAX:
        raise AcknowledgementRefused(
            "签名时间早于召回，或在将来",
            "signed before the recall was opened, or in the future",
            remedy_zh="请校准时钟，用当前时间作 created 重新签名",
            remedy_en="set the clock right and sign again with the present moment as `created`",
        )


def ensure_open(state: State) -> None:
    """A person acts on what is still owed."""
    if state is State.ACKNOWLEDGED:
        raise CallRefused("接收方已经确认", "the recipient has acknowledged it already")
