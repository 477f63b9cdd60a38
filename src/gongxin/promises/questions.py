"""A question about a number that did not arrive: the answers there are, what each needs, and how it stands. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from gongxin.promises.series import Number
from gongxin.refusal import Refusal

BASIS_CHARS_MAX: Final = 300  # a citation, not an essay
NOTE_CHARS_MAX: Final = 300


class Kind(StrEnum):
    """What an agency may answer. The list is closed."""

    VOID = "void"  # 作废
    NOT_PUBLISHABLE = "not_publishable"  # 依法不予公示
    PUBLISH_NOW = "publish_now"  # 即报送: closes only when the record arrives
    ANOTHER_BODY = "another_body"  # 其他单位的文号


class Verdict(StrEnum):
    SIGNED = "signed"  # 签发
    RETURNED = "returned"  # 退回重答


class State(StrEnum):
    OPEN = "open"  # 待答
    ANSWERED = "answered"  # 已答待签发
    PROMISED = "promised"  # 已签发“即报送”，尚未收到
    SETTLED = "settled"  # 已签发答复
    ARRIVED = "arrived"  # 已收到


# In these the agency still owes something, so its clock runs.
OWING: Final = frozenset({State.OPEN, State.ANSWERED, State.PROMISED})
ANSWERABLE: Final = frozenset({State.OPEN, State.PROMISED})


class QuestionRefused(Refusal):
    """The question cannot be answered or signed like this, now or by this account."""

    code = "question.refused"


@dataclass(frozen=True)
class Answer:
    """An answer with whoever signed or returned it."""

    id: UUID
    number: int
    kind: Kind
    basis: str
    note: str
    answered_by: str
    answered_at: datetime
    verdict: Verdict | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class Question:
    """One missing number and all that was said about it. `due_date` is None where no calendar reaches it."""

    id: UUID
    agency: str
    item: str
    number: Number
    asked_date: date
    due_date: date | None
    state: State
    settled_date: date | None  # when the answer was signed, or the record arrived
    answers: tuple[Answer, ...] = ()

    @property
    def last(self) -> Answer | None:
        return self.answers[-1] if self.answers else None

    def is_overdue(self, today: date) -> bool:
        """The agency owes an answer, or the record it promised, and its time is over."""
        return self.state in OWING and self.due_date is not None and self.due_date < today


_AFTER: Final[Mapping[Kind, State]] = MappingProxyType(
    {
        Kind.VOID: State.SETTLED,
        Kind.NOT_PUBLISHABLE: State.SETTLED,
        Kind.ANOTHER_BODY: State.SETTLED,
        Kind.PUBLISH_NOW: State.PROMISED,
    }
)


def state(*, arrived: bool, kind: Kind | None, verdict: Verdict | None) -> State:
    """How a question stands by its last answer. A number that arrived needs no answer any more."""
    if arrived:
        return State.ARRIVED
    if kind is None or verdict is Verdict.RETURNED:
        return State.OPEN
    return State.ANSWERED if verdict is None else _AFTER[kind]


def ensure_answer(found: Question, kind: Kind, basis: str, note: str) -> None:
    """QuestionRefused unless this may be answered now and says what it must."""
    if found.state not in ANSWERABLE:
        raise QuestionRefused("这条询问现在不能再答复", "this question takes no answer now")
    if kind is Kind.NOT_PUBLISHABLE and not basis:
        raise QuestionRefused(
            "不予公示须写明依据的法律条文",
            "what is not publishable names the article it rests on",
            remedy_zh="写明法律法规的名称和条款",
            remedy_en="name the law and its article",
        )
    if kind is Kind.ANOTHER_BODY and not note:
        raise QuestionRefused("请写明是哪个单位的文号", "say which body's number it is")
    if len(basis) > BASIS_CHARS_MAX or len(note) > NOTE_CHARS_MAX:
        raise QuestionRefused(
            f"依据和说明各不超过 {NOTE_CHARS_MAX} 字",
            f"basis and note have at most {NOTE_CHARS_MAX} characters each",
        )


def ensure_verdict(found: Question, answer: UUID, verdict: Verdict, reason: str, by: str) -> Answer:
    """The answer that may now be signed or returned by this account, or QuestionRefused."""
    last = found.last
    if found.state is not State.ANSWERED or last is None or last.id != answer:
        raise QuestionRefused(
            "这条答复已有结论或已被收到的记录取代",
            "this answer was decided already, or the record arrived",
        )
    if last.answered_by == by:
        raise QuestionRefused(
            "答复人不能签发自己的答复",
            "whoever answers does not sign the answer",
            remedy_zh="请由本单位另一个审核账号签发",
            remedy_en="let another reviewer of the agency sign",
        )
    if verdict is Verdict.RETURNED and not reason:
        raise QuestionRefused("请写明退回的理由", "say why it is returned")
    return last
