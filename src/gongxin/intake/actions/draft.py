"""Every write of a draft: replay a profile, accept or undo a fix, submit, discard. Nothing of a draft enters the records."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from gongxin.agencies import queries as agencies
from gongxin.agencies.queries import Actor
from gongxin.agencies.roles import SUBMITTERS
from gongxin.catalogue.queries import item_in_force, item_version
from gongxin.intake import keeping
from gongxin.intake.accepted import fix_of, standing
from gongxin.intake.actions.profile import keep_profile
from gongxin.intake.batches import DRAFT_DAYS_MAX, BatchRefused, Event, Status, after
from gongxin.intake.fixes.fix import Fix, FixRefused, digest
from gongxin.intake.fixes.profile import kept_of
from gongxin.intake.models import AcceptedFix, Batch
from gongxin.journal import actions as journal


@transaction.atomic
def replay_profile(
    *, batch: UUID, fixes: Sequence[Fix], made_by: str, by: str, now: datetime
) -> None:
    """The agency's profile is applied to a new draft; who made that version answers for its fixes."""
    row = _draft(batch)
    assert row.profile_version is not None, "a batch says which version is replayed"
    AcceptedFix.objects.bulk_create(
        _accepted(row, number, fix, by=made_by, now=now, from_profile=True)
        for number, fix in enumerate(fixes, start=1)
    )
    journal.append(
        kind="batch.profile_replayed",
        body={
            "batch": str(batch),
            "version": row.profile_version,
            "fixes": len(fixes),
            "content": digest(fixes).hex(),
        },
        by=by,
        now=now,
    )


@transaction.atomic
def accept_fix(*, batch: UUID, fix: Fix, by: str, now: datetime) -> int:
    """The fix is applied to every row of the draft, after those accepted before; returns its number."""
    row = _draft(batch)
    _ensure_may_work(agencies.actor(by), row)
    if fix in standing(batch):
        raise FixRefused("这项修正已经采用", "this fix is accepted already")
    last = AcceptedFix.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0
    made = _accepted(row, last + 1, fix, by=by, now=now, from_profile=False)
    made.save(force_insert=True)
    _touch(row, now)
    journal.append(
        kind="batch.fix_accepted",
        body={
            "batch": str(batch),
            "fix": made.number,
            "reason": fix.kind.value,
            "content": digest([fix]).hex(),
        },
        by=by,
        now=now,
    )
    return made.number


@transaction.atomic
def undo_fix(*, batch: UUID, number: int, by: str, now: datetime) -> None:
    """The fix is applied no longer; that it was accepted stays written."""
    row = _draft(batch)
    _ensure_may_work(agencies.actor(by), row)
    made = AcceptedFix.objects.filter(batch=batch, number=number, undone_at__isnull=True).first()
    if made is None:
        raise FixRefused("没有这项修正，或已撤销", "there is no such fix, or it was undone already")
    made.undone_by, made.undone_at = by, now
    made.save(update_fields=["undone_by", "undone_at"])
    _touch(row, now)
    journal.append(
        kind="batch.fix_undone",
        body={"batch": str(batch), "fix": number, "reason": made.kind},
        by=by,
        now=now,
    )


@transaction.atomic
def submit_draft(
    *, batch: UUID, cells: Mapping[int, int], today: date, by: str, now: datetime
) -> None:
    """The draft is sent as it stands and goes the way of every file. What was accepted becomes the agency's profile.

    `cells`: how many each fix changed, by its number.
    """
    row = _draft(batch)
    _ensure_may_work(agencies.actor(by), row)
    if item_in_force(row.item, today).version != row.item_version:
        raise BatchRefused(
            "目录事项已有新版，这份文件是按旧版核对的",
            "the item has a new version; this file was checked by the old one",
            remedy_zh="请重新上传这份文件",
            remedy_en="upload the file again",
        )
    fixes = standing(batch)
    undone = AcceptedFix.objects.filter(batch=batch, undone_at__isnull=False)
    row.status = after(Status(row.status), Event.SUBMIT)
    row.submitted_by, row.law_date, row.touched_at = by, today, now
    row.save(update_fields=["status", "submitted_by", "law_date", "touched_at"])
    for number, count in cells.items():
        AcceptedFix.objects.filter(batch=batch, number=number).update(cells=count)
    keep_profile(
        agency_key=row.agency_key,
        item=row.item,
        fixes=kept_of(fixes, item_version(row.item, row.item_version)),
        undone=[fix_of(one) for one in undone],
        batch=batch,
        by=by,
        now=now,
    )
    journal.append(
        kind="batch.submitted",
        body={
            "batch": str(batch),
            "rows": row.rows,
            "fixes": len(fixes),
            "content": digest(fixes).hex(),
        },
        by=by,
        now=now,
    )


@transaction.atomic
def discard_draft(*, batch: UUID, by: str, now: datetime) -> None:
    """The draft is given up: nothing of its rows is kept, its name neither; that it was there stays written."""
    row = _draft(batch)
    _ensure_may_work(agencies.actor(by), row)
    _discard(row, by=by, now=now)


@transaction.atomic
def discard_forgotten(*, batch: UUID, by: str, now: datetime) -> None:
    """The same for a draft that nobody touched for DRAFT_DAYS_MAX days; others are refused."""
    row = _draft(batch)
    assert row.touched_at is not None, "a draft says when it was touched"
    if now - row.touched_at < timedelta(days=DRAFT_DAYS_MAX):
        raise BatchRefused("还有人在处理这个批次", "somebody is still working on this draft")
    _discard(row, by=by, now=now)


def _discard(row: Batch, *, by: str, now: datetime) -> None:
    row.status = after(Status(row.status), Event.DISCARD)
    row.discarded_by, row.discarded_at = by, now
    row.emptied, row.file_name = row.rows, ""
    row.save(update_fields=["status", "discarded_by", "discarded_at", "emptied", "file_name"])
    journal.append(
        kind="batch.discarded", body={"batch": str(row.pk), "rows": row.rows}, by=by, now=now
    )
    # Only where it is written for good: a folder cannot be rolled back.
    transaction.on_commit(lambda: keeping.empty_all(row.pk))


def _accepted(
    row: Batch, number: int, fix: Fix, *, by: str, now: datetime, from_profile: bool
) -> AcceptedFix:
    return AcceptedFix(
        batch=row,
        number=number,
        agency_key=row.agency_key,
        kind=fix.kind.value,
        field=fix.field,
        params=dict(fix.params),
        from_profile=from_profile,
        accepted_by=by,
        accepted_at=now,
    )


def _touch(row: Batch, now: datetime) -> None:
    row.touched_at = now
    row.save(update_fields=["touched_at"])


def _draft(batch: UUID) -> Batch:
    """The draft, locked: races with a second clerk and with the round that discards what was forgotten."""
    row = Batch.objects.select_for_update().filter(pk=batch).first()
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    if row.status != Status.DRAFT:
        raise BatchRefused(
            "该批次已不是待确认状态",
            "the batch is not a draft any more",
            details={"status": row.status},
        )
    return row


def _ensure_may_work(actor: Actor, row: Batch) -> None:
    if SUBMITTERS.isdisjoint(actor.roles) or actor.agency_key not in (None, row.agency_key):
        raise BatchRefused("该账号不能代该单位报送", "this account may not report for this agency")
