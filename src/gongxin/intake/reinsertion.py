"""What left a body and is sent again: what a certificate must say, who may release it, and from when silence hides it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from gongxin.deadlines import Working
from gongxin.refusal import Refusal

CLOCK: Final = "reinsertion.notice"
TEXT_LENGTH_MAX: Final = 2000  # characters; read by people
NUMBER_LENGTH_MAX: Final = 128  # as long as any document number of an item
_DIGEST: Final = 32


class State(StrEnum):
    """How a row that left before stands, or its notice."""

    HELD = "held"  # waits for a certificate
    CERTIFIED = "certified"  # a certificate waits for the second person
    GONE = "gone"  # withdrawn, repaired or erased: no certificate brings it back
    RETURNED = "returned"  # in again; the subject is to be told
    TOLD = "told"


class Channel(StrEnum):
    """How a body was told. Our own list, after how papers are served."""

    COUNTER = "counter"  # 当面
    LETTER = "letter"  # 邮寄
    INBOX = "inbox"  # 本平台的站内通知
    ELECTRONIC = "electronic"  # 电子送达
    PUBLIC = "public"  # 公告: the lawful substitute where nobody can be found


CHANNELS: Final[Mapping[str, Channel]] = MappingProxyType({c.value: c for c in Channel})


class ReinsertionRefused(Refusal):
    """What left cannot come back like this, now."""

    code = "reinsertion.refused"


class StaysAway(ReinsertionRefused):
    """What was withdrawn, repaired or erased does not come back."""

    code = "reinsertion.stays_away"

    def __init__(self) -> None:
        super().__init__(
            "该决定已撤回、修复或保存期满删除，证明不能使其重新收录",
            "this decision was withdrawn, repaired or erased: no certificate brings it back",
            remedy_zh="有新的决定的，请以新文号报送；对撤回或修复有异议的，另案处理",
            remedy_en="report a new decision under its own number; who disputes the withdrawal or repair opens a case",
        )


@dataclass(frozen=True)
class Paper:
    """A certificate as it is handed in, texts already covered."""

    checked: str
    why: str
    number: str
    dated: date
    digest: bytes


def ensure_founded(paper: Paper, today: date) -> None:
    """Refuse a certificate that does not say what was checked, why the finding does not hold, or which paper shows it."""
    for text, zh, en in (
        (paper.checked, "请写明核对了什么", "say what was checked"),
        (paper.why, "请写明原认定为何不成立", "say why the earlier finding does not hold"),
    ):
        if not text.strip() or len(text) > TEXT_LENGTH_MAX:
            raise ReinsertionRefused(
                f"{zh}，不超过 {TEXT_LENGTH_MAX} 字",
                f"{en}, in at most {TEXT_LENGTH_MAX} characters",
            )
    if not paper.number.strip() or len(paper.number) > NUMBER_LENGTH_MAX:
        raise ReinsertionRefused("请写明证明文书的文号", "give the number of the certifying paper")
    if paper.dated > today:
        raise ReinsertionRefused(
            "证明文书的日期不能在今天以后", "the paper cannot be dated after today"
        )
    if len(paper.digest) != _DIGEST:
        raise ReinsertionRefused(
            "请给出文书电子件的 SHA-256，或者选择文件由系统计算",
            "give the SHA-256 of the paper's file, or choose the file and let it be computed",
        )


@dataclass(frozen=True)
class Owed:
    """A record that came back and whose subject is to be told, with the clock and its working."""

    reinsertion: UUID
    agency_key: str
    record: UUID
    number: int
    subject_id: int
    at: datetime
    working: Working

    @property
    def due(self) -> date | None:
        return self.working.due


def holder_of(reinsertion: UUID) -> str:
    """By what the mask of an untold reinsertion is known."""
    return f"reinsertion:{reinsertion}"
