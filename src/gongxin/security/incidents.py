"""Incidents of security: which kinds, how grave, what is entered of them, and when one is closed. Pure.

An incident is told by its entries. Nothing entered is changed: who erred enters a correction that names the entry.
The texts are about what happened to the platform; a door covers what is a person's before they are kept.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final
from uuid import UUID

from gongxin.canonical import canonical_row
from gongxin.refusal import Refusal

TEXT_CHARS_MAX: Final = 4_000
TOUCHED_MAX: Final = 200  # ids in one entry; more is a count
_ID: Final = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z0-9_]{1,39}"
)  # a UUID of ours or the key of an agency: nothing in which a person's number fits


class IncidentKind(StrEnum):
    """What kind of thing happened (closed list; the house's own)."""

    LEAK = "leak"  # 信息泄露: facts reached somebody without a right to them
    TAMPERING = "tampering"  # 篡改: something stored is not as it was entered
    LOSS = "loss"  # 丢失或损毁: something stored is gone
    WRONG_FACT = "wrong_fact"  # 错误公示: a fact was shown that should not have been
    ACCESS = "access"  # 越权或可疑访问
    OUTAGE = "outage"  # 服务中断
    MALWARE = "malware"  # 恶意程序或攻击
    LOST_DEVICE = "lost_device"  # 设备、介质或密钥遗失
    OTHER = "other"


class Grade(StrEnum):
    """How grave: the four grades by which incidents are told, the least first."""

    ORDINARY = "ordinary"  # 一般
    LARGE = "large"  # 较大
    MAJOR = "major"  # 重大
    EXTRAORDINARY = "extraordinary"  # 特别重大


class EntryKind(StrEnum):
    """What an entry says."""

    OPENED = "opened"  # 发现和经过
    TOUCHED = "touched"  # 影响范围
    TOLD = "told"  # 通知或报告
    MEASURE = "measure"  # 处置措施
    CORRECTED = "corrected"  # 更正此前的一条
    CLOSED = "closed"  # 结案


class Told(StrEnum):
    """Whom the entry says was told."""

    AUTHORITY = "authority"  # 主管部门
    SUBJECTS = "subjects"  # 受影响的单位
    AGENCIES = "agencies"  # 信源单位
    HEAD = "head"  # 本单位负责人
    PUBLIC = "public"  # 社会公众


# What may be entered after the first, while it is open; it is closed by an act of its own.
ENTERED: Final = (EntryKind.TOUCHED, EntryKind.TOLD, EntryKind.MEASURE, EntryKind.CORRECTED)


class IncidentRefused(Refusal):
    """An incident cannot be opened, added to or closed like this, now or by this account."""

    code = "incident.refused"


@dataclass(frozen=True)
class Opening:
    """What is known when an incident is entered first."""

    kind: IncidentKind
    grade: Grade
    happened_at: datetime | None  # None: not known yet
    found_at: datetime
    text: str


@dataclass(frozen=True)
class Note:
    """What is entered later."""

    kind: EntryKind
    text: str
    grade: Grade | None = None  # where it is judged anew
    corrects: int | None = None
    told: Told | None = None
    told_at: datetime | None = None
    touched: tuple[str, ...] = ()
    organisations: int | None = None
    records: int | None = None


@dataclass(frozen=True)
class Entered:
    """An entry as it stands in the register."""

    number: int
    note: Note
    by: str
    at: datetime


@dataclass(frozen=True)
class Incident:
    """An incident with everything that was entered of it, in order."""

    id: UUID
    kind: IncidentKind
    happened_at: datetime | None
    found_at: datetime
    opened_by: str
    opened_at: datetime
    entries: tuple[Entered, ...]

    @property
    def grade(self) -> Grade:
        """The grade judged last."""
        return [one.note.grade for one in self.entries if one.note.grade is not None][-1]

    @property
    def state(self) -> str:
        return "closed" if self.entries[-1].note.kind is EntryKind.CLOSED else "open"

    @property
    def told(self) -> tuple[Entered, ...]:
        """Who was told, and when."""
        return tuple(one for one in self.entries if one.note.told is not None)


def ensure_opening(opening: Opening, now: datetime) -> None:
    _ensure_text(opening.text)
    _ensure_past(opening.found_at, now)
    if opening.happened_at is not None and opening.happened_at > opening.found_at:
        raise IncidentRefused("发生时间不能晚于发现时间", "it cannot be found before it happened")


def ensure_note(note: Note, known: Collection[int], now: datetime) -> None:
    """Whether this may be entered of an open incident with entries of these numbers."""
    _ensure_text(note.text)
    if note.kind not in ENTERED:
        raise IncidentRefused("不能这样记载", "this is not entered like that")
    if (note.kind is EntryKind.TOLD) != (note.told is not None and note.told_at is not None):
        raise IncidentRefused(
            "通知须写明告知了谁、何时告知", "say who was told, and when; of a notice alone"
        )
    if note.told_at is not None:
        _ensure_past(note.told_at, now)
    if (note.kind is EntryKind.CORRECTED) != (note.corrects is not None):
        raise IncidentRefused("更正须指明更正第几条", "a correction names the entry it corrects")
    if note.corrects is not None and note.corrects not in known:
        raise IncidentRefused("没有要更正的那一条", "there is no entry of that number")
    if len(note.touched) > TOUCHED_MAX or any(not _ID.fullmatch(one) for one in note.touched):
        raise IncidentRefused(
            f"影响对象只填记录、批次、单位的编号或部门代号，最多 {TOUCHED_MAX} 个",
            f"what it touched is told by ids of ours or keys of agencies, at most {TOUCHED_MAX}",
            remedy_zh="不写姓名和证件号码；数量多时只填数量",
            remedy_en="no names and no numbers of persons; where there are many, a count",
        )


def ensure_closing(incident: Incident, text: str, by: str) -> None:
    """Nobody closes alone what they opened."""
    _ensure_text(text)
    ensure_open(incident)
    if by == incident.opened_by:
        raise IncidentRefused(
            "登记人不能为自己登记的事件结案",
            "whoever opened it does not close it",
            remedy_zh="请由另一名安全管理员或信用中心负责人结案",
            remedy_en="let another security administrator or the head of the centre close it",
        )
    if not any(one.note.kind is EntryKind.MEASURE for one in incident.entries):
        raise IncidentRefused("结案前须记载处置措施", "enter what was done before it is closed")


def ensure_open(incident: Incident) -> None:
    if incident.state == "closed":
        raise IncidentRefused("该事件已经结案", "this incident is closed already")


def digest(note: Note) -> str:
    """SHA-256 over an entry's content: what the journal commits to, without saying it."""
    values = (
        note.kind.value,
        note.text,
        note.grade,
        note.corrects,
        note.told,
        note.told_at.isoformat() if note.told_at else None,
        ",".join(note.touched),
        note.organisations,
        note.records,
    )
    return sha256(canonical_row([None if v is None else str(v) for v in values])).hexdigest()


def _ensure_text(text: str) -> None:
    if not text.strip() or len(text) > TEXT_CHARS_MAX:
        raise IncidentRefused(
            f"请用 1 至 {TEXT_CHARS_MAX} 字写明", f"say it in 1 to {TEXT_CHARS_MAX} characters"
        )


def _ensure_past(moment: datetime, now: datetime) -> None:
    if moment > now:
        raise IncidentRefused("时间不能晚于现在", "the moment lies in the future")
