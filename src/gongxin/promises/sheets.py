"""The monthly sheet: what an agency says it decided, published, reported and kept back. Pure; the agency's word stands beside what arrived, neither replaces the other."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

import orjson

from gongxin.promises.questions import Verdict
from gongxin.refusal import Refusal

COUNT_MAX: Final = 10_000_000  # more than any body of a city decides in a month
TEXT_CHARS_MAX: Final = 300


class SheetRefused(Refusal):
    """The sheet cannot be filed or signed like this, now or by this account."""

    code = "sheet.refused"


class State(StrEnum):
    DUE = "due"  # 待填
    FILED = "filed"  # 已填待签
    SIGNED = "signed"  # 已签
    RETURNED = "returned"  # 退回


def overdue(state: State, *, due: date | None, today: date) -> bool:
    """Whether the agency still owes a sheet whose last day is over. A day that cannot be computed accuses nobody."""
    return state in {State.DUE, State.RETURNED} and due is not None and due < today


@dataclass(frozen=True)
class Line:
    """One item of a month. 产生数量, 本单位公示数量, 报送数量, 未报送数量, 未报送依据."""

    item: str
    generated: int
    self_published: int
    reported: int
    unreported: int
    basis: str = ""


@dataclass(frozen=True)
class Filed:
    """One version of a sheet and what the second person said about it."""

    id: UUID
    agency: str
    month: date
    number: int
    lines: tuple[Line, ...]
    problems: str
    digest: bytes
    filed_by: str
    filed_at: datetime
    verdict: Verdict | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None

    @property
    def state(self) -> State:
        return STATES[self.verdict]


STATES: Final[Mapping[Verdict | None, State]] = {
    None: State.FILED,
    Verdict.SIGNED: State.SIGNED,
    Verdict.RETURNED: State.RETURNED,
}


@dataclass(frozen=True)
class Difference:
    """Where a signed sheet and the platform do not agree."""

    item: str
    reported: int  # as the sheet says
    arrived: int

    @property
    def by(self) -> int:
        """Above zero: more arrived than the sheet says."""
        return self.arrived - self.reported


def digest(agency: str, month: date, lines: Sequence[Line], problems: str) -> bytes:
    """SHA-256 over all that a signature stands for."""
    said = {
        "agency": agency,
        "month": month.isoformat(),
        "lines": [asdict(line) for line in sorted(lines, key=lambda one: one.item)],
        "problems": problems,
    }
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()


def differences(lines: Sequence[Line], arrived: Mapping[str, int]) -> list[Difference]:
    """Items whose reported number is not what arrived, and items that arrived and stand in no line."""
    said = {line.item: line.reported for line in lines}
    return [
        Difference(item, said.get(item, 0), arrived.get(item, 0))
        for item in sorted({*said, *arrived})
        if said.get(item, 0) != arrived.get(item, 0)
    ]


def ensure_lines(lines: Sequence[Line], items: Sequence[str], problems: str) -> None:
    """SheetRefused unless every item of the agency has its line and each line adds up."""
    if sorted(line.item for line in lines) != sorted(items):
        raise SheetRefused(
            "月报须逐项填写本单位应报的全部事项",
            "the sheet has one line for every item the agency reports",
        )
    for line in lines:
        _ensure_line(line)
    if len(problems) > TEXT_CHARS_MAX:
        raise SheetRefused(
            f"“问题”不超过 {TEXT_CHARS_MAX} 字",
            f"problems have at most {TEXT_CHARS_MAX} characters",
        )


def _ensure_line(line: Line) -> None:
    details = {"item": line.item}
    counts = (line.generated, line.self_published, line.reported, line.unreported)
    if not all(0 <= count <= COUNT_MAX for count in counts):
        raise SheetRefused(
            "数量应为非负整数", "a count is a whole number from zero", details=details
        )
    if line.reported + line.unreported != line.generated:
        raise SheetRefused(
            f"事项 {line.item}：报送数量与未报送数量之和应等于产生数量",
            f"item {line.item}: reported and unreported add up to generated",
            details=details,
        )
    if line.self_published > line.generated:
        raise SheetRefused(
            f"事项 {line.item}：本单位公示数量不能多于产生数量",
            f"item {line.item}: no more can be published than was generated",
            details=details,
        )
    if bool(line.basis) != bool(line.unreported):
        raise SheetRefused(
            f"事项 {line.item}：有未报送的须写明法律依据，没有的不填依据",
            f"item {line.item}: what is not reported names the law it rests on, and only that",
            details=details,
        )
    if len(line.basis) > TEXT_CHARS_MAX:
        raise SheetRefused(
            f"依据不超过 {TEXT_CHARS_MAX} 字", f"a basis has at most {TEXT_CHARS_MAX} characters"
        )


def ensure_verdict(
    found: Filed | None, seen: bytes, verdict: Verdict, reason: str, by: str
) -> Filed:
    """The version that may now be signed or returned by this account, or SheetRefused."""
    if found is None or found.state is not State.FILED:
        raise SheetRefused("没有待签的月报", "no sheet waits for a signature")
    if found.digest != seen:
        raise SheetRefused(
            "内容与所见不符，请重新查看后再签",
            "this is not what was seen: look again, then decide",
        )
    if found.filed_by == by:
        raise SheetRefused(
            "填报人不能签自己的月报",
            "whoever files does not sign",
            remedy_zh="请由本单位的审核账号签",
            remedy_en="let a reviewer of the agency sign",
        )
    if verdict is Verdict.RETURNED and not reason:
        raise SheetRefused("请写明退回的理由", "say why it is returned")
    return found
