"""How each motion is told to whoever decides it, and how it is carried out once a second person approves. No rules of its own.

Approval and act are one transaction: the one of the request. Each kind has one entry in each table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.agencies.actions import motions
from gongxin.agencies.motions import MotionKind, Moved
from gongxin.desk import account_motions, comparing, machines, partner_motions, return_motions
from gongxin.desk.comparing import Line
from gongxin.desk.guard import Visit
from gongxin.desk.views import duplicates
from gongxin.intake import actions as intake
from gongxin.intake import correcting, entering, listing
from gongxin.records import actions as records
from gongxin.records import histories
from gongxin.records.actions import Agreed

Carry = Callable[[UUID, bytes, Visit], None]
Describe = Callable[[Mapping[str, Any]], Sequence[Line]]


@dataclass(frozen=True)
class Family:
    """Motions that the same people decide: the actions of the table that open them and decide on them."""

    read: str
    approve: str
    page: str
    decide: str


RECORD: Final = Family(
    "motion.read", "motion.approve_record", "desk:motion", "desk:motion_decide_record"
)
BATCH: Final = Family(
    "motion.read", "motion.approve_batch", "desk:motion", "desk:motion_decide_batch"
)
MERGE: Final = Family(
    "motion.read", "motion.approve_merge", "desk:motion", "desk:motion_decide_merge"
)
ACCESS: Final = Family(
    "motion.read_right",
    "motion.approve_access",
    "desk:motion_right",
    "desk:motion_decide_access",
)
MACHINE: Final = Family(
    "motion.read_right",
    "motion.approve_machine",
    "desk:motion_right",
    "desk:motion_decide_machine",
)
PARTNER: Final = Family(
    "motion.read", "motion.approve_partner", "desk:motion", "desk:motion_decide_partner"
)
RETURN: Final = Family(
    "motion.read", "motion.approve_return", "desk:motion", "desk:motion_decide_return"
)
FAMILIES: Final[Mapping[MotionKind, Family]] = MappingProxyType(
    {
        MotionKind.RECORD_CORRECT: RECORD,
        MotionKind.RECORD_WITHDRAW: RECORD,
        MotionKind.BATCH_UNDO: BATCH,
        MotionKind.RECORD_MERGE: MERGE,
        MotionKind.RECORD_UNMERGE: MERGE,
        MotionKind.RECORD_REINSERT: RETURN,
        MotionKind.ACCOUNT_OPEN: ACCESS,
        MotionKind.ACCOUNT_GRANT: ACCESS,
        MotionKind.KEY_ISSUE: MACHINE,
        MotionKind.SOURCE_OPEN: MACHINE,
        **dict.fromkeys(partner_motions.CARRY, PARTNER),
    }
)


def carry(moved: Moved, seen_hash: bytes, visit: Visit) -> None:
    """Approve what was seen and do it, or refuse and do nothing."""
    CARRY[moved.kind](moved.id, seen_hash, visit)


def describe(moved: Moved) -> Sequence[Line]:
    """What would be done, line by line."""
    return DESCRIBE[moved.kind](moved.content)


def correct(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    """Records get the versions that were seen."""
    moved = _approved(motion, MotionKind.RECORD_CORRECT, seen_hash, visit)
    intake.accept_corrections(
        batch=UUID(moved.content["batch"]),
        row=moved.content["row"],
        digest=bytes.fromhex(moved.content["digest"]),
        agreed=Agreed(moved.proposed_by, moved.reason, seen_hash),
        by=visit.by,
        now=visit.now,
    )


def withdraw(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    """The record goes, and stays away."""
    moved = _approved(motion, MotionKind.RECORD_WITHDRAW, seen_hash, visit)
    records.withdraw_seen(
        record=UUID(moved.content["record"]),
        number=moved.content["number"],
        reason=moved.reason,
        by=visit.by,
        now=visit.now,
    )


def undo(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    """The batch goes as a whole, and may be sent again."""
    moved = _approved(motion, MotionKind.BATCH_UNDO, seen_hash, visit)
    intake.undo_released(
        batch=UUID(moved.content["batch"]),
        seen_hash=bytes.fromhex(moved.content["digest"]),
        reason=moved.reason,
        proposed_by=moved.proposed_by,
        by=visit.by,
        now=visit.now,
    )


def _approved(motion: UUID, kind: MotionKind, seen_hash: bytes, visit: Visit) -> Moved:
    return motions.approve(
        motion=motion, kind=kind, seen_hash=seen_hash, by=visit.by, now=visit.now
    )


def _told_correction(content: Mapping[str, Any]) -> list[Line]:
    found = correcting.proposed(UUID(content["batch"]), content["row"])
    return [line for change in comparing.changes(found) for line in change.lines]


def _told_withdrawal(content: Mapping[str, Any]) -> list[Line]:
    record = UUID(content["record"])
    found = histories.versions_numbered([(record, content["number"])])
    return comparing.ending(found[record]) if record in found else []


def _told_undo(content: Mapping[str, Any]) -> list[Line]:
    batch = UUID(content["batch"])
    listed, left = listing.batch(batch), entering.left_of(batch)
    name: Promise | str = listed.file_name if listed else ""
    return [
        Line(_("文件"), str(name), ""),
        Line(_("不再显示的记录"), f"{left.standing:,}", "0"),
        Line(_("此后已更正、不受影响的记录"), f"{left.corrected:,}", f"{left.corrected:,}"),
    ]


CARRY: Final[Mapping[MotionKind, Carry]] = MappingProxyType(
    {
        MotionKind.RECORD_CORRECT: correct,
        MotionKind.RECORD_WITHDRAW: withdraw,
        MotionKind.BATCH_UNDO: undo,
        MotionKind.RECORD_MERGE: duplicates.carry_merge,
        MotionKind.RECORD_UNMERGE: duplicates.carry_unmerge,
        MotionKind.RECORD_REINSERT: return_motions.carry,
        MotionKind.ACCOUNT_OPEN: account_motions.carry_opening,
        MotionKind.ACCOUNT_GRANT: account_motions.carry_grant,
        MotionKind.KEY_ISSUE: machines.carry_key,
        MotionKind.SOURCE_OPEN: machines.carry_source,
        **partner_motions.CARRY,
    }
)
DESCRIBE: Final[Mapping[MotionKind, Describe]] = MappingProxyType(
    {
        MotionKind.RECORD_CORRECT: _told_correction,
        MotionKind.RECORD_WITHDRAW: _told_withdrawal,
        MotionKind.BATCH_UNDO: _told_undo,
        MotionKind.RECORD_MERGE: duplicates.describe,
        MotionKind.RECORD_UNMERGE: duplicates.describe,
        MotionKind.RECORD_REINSERT: return_motions.describe,
        MotionKind.ACCOUNT_OPEN: account_motions.describe_opening,
        MotionKind.ACCOUNT_GRANT: account_motions.describe_grant,
        MotionKind.KEY_ISSUE: machines.describe_key,
        MotionKind.SOURCE_OPEN: machines.describe_source,
        **partner_motions.DESCRIBE,
    }
)
