"""Undoing a whole batch: before it is shown by one person of the agency, afterwards as two persons decided."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gongxin.agencies.queries import Actor
from gongxin.agencies.roles import RELEASERS
from gongxin.intake import ledger
from gongxin.intake.batches import AT_REST, BatchRefused, Status
from gongxin.intake.entering import brought_by, digest_of, ensure_not_undone, is_shown, locked
from gongxin.intake.models import Batch
from gongxin.intake.registering import REGISTER
from gongxin.journal import actions as journal
from gongxin.records import actions as records


@transaction.atomic
def undo(*, batch: UUID, reason: str, actor: Actor, by: str, now: datetime) -> int:
    """Whoever sent the batch, or may release it, takes it back before it is shown; returns the records that ended."""
    row = locked(batch)
    may = actor.username == row.submitted_by or actor.role in RELEASERS
    if not may or actor.agency_key not in (None, row.agency_key):
        raise BatchRefused(
            "只有报送人或有放行权限的账号可以撤销",
            "only whoever sent it, or may release it, undoes a batch",
        )
    if is_shown(batch):
        raise BatchRefused(
            "该批次已经公开，须由两人撤销",
            "this batch is shown already: two persons undo it",
            remedy_zh="请提请撤销，由另一人批准",
            remedy_en="propose it, and let another person approve",
        )
    return _undo(row, reason, proposed_by=None, by=by, now=now)


@transaction.atomic
def undo_released(
    *, batch: UUID, seen_hash: bytes, reason: str, proposed_by: str, by: str, now: datetime
) -> int:
    """The same of a batch that is shown: the approved half of a motion, bound to the digest of what the batch brought."""
    row = locked(batch)
    if by == proposed_by:
        raise BatchRefused("提请人不能自己批准", "whoever proposes does not approve")
    if digest_of(batch) != seen_hash:
        raise BatchRefused("批次内容与所见不符", "the batch is not what was seen")
    return _undo(row, reason, proposed_by=proposed_by, by=by, now=now)


@transaction.atomic
def undo_again(*, batch: UUID, reason: str, by: str, now: datetime) -> int:
    """What the ledger says was undone, and a restored backup has whole."""
    return _undo(locked(batch), reason, proposed_by=None, by=by, now=now)


def _undo(row: Batch, reason: str, *, proposed_by: str | None, by: str, now: datetime) -> int:
    ensure_not_undone(row)
    if not reason.strip():
        raise BatchRefused("请写明理由", "say why")
    if row.item == REGISTER:
        raise BatchRefused(
            "名册批次不能撤销",
            "a batch of the register cannot be undone",
            remedy_zh="请报送更正后的名册",
            remedy_en="send the register again, corrected",
        )
    if Status(row.status) not in AT_REST:
        raise BatchRefused(
            "批次正在处理，请稍后再撤销",
            "the batch is being worked on: undo it in a moment",
            details={"status": row.status},
        )
    ended = sum(
        records.undo_batch(batch=one, reason=reason.strip(), by=by, now=now)
        for one in (brought_by(row.pk) if row.admitted else ())
    )
    row.undone_by, row.undone_at, row.undone_reason = by, now, reason.strip()
    row.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    body: dict[str, str | int] = {"batch": str(row.pk), "rows": ended}
    if proposed_by is not None:
        body |= {"proposed_by": proposed_by, "approved_by": by}
    journal.append(kind="batch.undone", body=body, by=by, now=now)
    transaction.on_commit(ledger.export)
    return ended
