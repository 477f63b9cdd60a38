"""Canaries: organisations that do not exist and that nobody has a duty to look at. A look at one is an alarm. Pure.

A canary stands in the search of those who work here alone, never in the register, so nothing untrue is published. Its
code is valid and of a division that does not exist: it can be nobody's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gongxin.identifiers import grade
from gongxin.refusal import Refusal

DIVISION: Final = "999999"  # positions 3 to 8 of a unified code; no such division was ever allotted
NAME_CHARS_MAX: Final = 100
# A list of hits is not a look: whoever searches for a part of a name meets a canary without wishing to.
LISTING: Final = "search.run"


class CanaryRefused(Refusal):
    """This is no organisation that can stand as a canary."""

    code = "canary.refused"


@dataclass(frozen=True)
class Canary:
    """One that was placed. `public_id` is what a page of it is found by; `id` stands in the journal."""

    id: UUID
    public_id: UUID
    name: str
    code: str
    placed_by: str
    placed_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Alarm:
    """A look at a canary: who, when, by which action, what for; and what was found out about it."""

    read: UUID
    canary: UUID
    account: str
    role: str
    agency_key: str
    action: str
    purpose: str
    reason: str | None
    at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None

    @property
    def state(self) -> str:
        return "open" if self.answer is None else "closed"


def ensure_placeable(name: str, code: str, *, is_registered: bool) -> None:
    """A name, and a valid code of the division that does not exist, borne by nobody in the register."""
    if not name.strip() or len(name) > NAME_CHARS_MAX:
        raise CanaryRefused("请填写名称", "give it a name")
    graded = grade(code)
    if graded.scheme != "uscc" or graded.grade == "invalid" or code[2:8] != DIVISION:
        raise CanaryRefused(
            f"代码须为校验正确、登记管理机关行政区划码为 {DIVISION} 的统一社会信用代码",
            f"the code must be a valid unified code of division {DIVISION}",
            remedy_zh="这一区划不存在，因此不会与任何真实单位重合",
            remedy_en="no such division exists, so it can be no real body's",
        )
    if is_registered:
        raise CanaryRefused(
            "登记库中已有这一名称或代码", "the register has a body of this name or code"
        )
