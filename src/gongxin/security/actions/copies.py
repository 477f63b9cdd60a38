"""Writes of the register of copies: a backup made, a backup tried, the log verified, a checkpoint given away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gongxin.journal import actions as journal
from gongxin.security.copies import Made, Tried, ensure_holder
from gongxin.security.models import Backup, Drill, Handover, Verification


@transaction.atomic
def register_backup(*, made: Made, by: str, now: datetime) -> UUID:
    """A backup lies where it says; its id."""
    row = Backup.objects.create(
        id=made.id,
        place=made.place,
        size=made.size,
        tables=made.tables,
        rows=made.rows,
        journal_size=made.journal_size,
        digest=made.digest,
        by=by,
        at=now,
    )
    journal.append(
        kind="backup.made",
        body={
            "backup": str(row.pk),
            "content": made.digest,
            "rows": made.rows,
            "size": made.journal_size,
        },
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def register_drill(*, tried: Tried, by: str, now: datetime) -> UUID:
    """A backup was restored, and this was found; its id."""
    row = Drill.objects.create(
        backup_id=tried.backup,
        seconds=tried.seconds,
        tables=tried.tables,
        rows=tried.rows,
        journal_size=tried.journal_size,
        faults=[fault.value for fault in tried.faults],
        by=by,
        at=now,
    )
    journal.append(
        kind="backup.tried",
        body={
            "backup": str(tried.backup),
            "drill": str(row.pk),
            "verdict": "whole" if tried.well else tried.faults[0].value,
        },
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def testify_restored(*, backup: UUID, size: int, way: str, by: str, now: datetime) -> None:
    """The platform was brought back from this backup, with a log of this size. `way`: archive or dump.

    Said in the log, for everybody: where something was lost, a checkpoint in other hands does not agree with what follows.
    """
    journal.append(
        kind="backup.restored",
        body={"backup": str(backup), "size": size, "verdict": way},
        by=by,
        now=now,
    )


@transaction.atomic
def register_verification(*, size: int, findings: int, by: str, now: datetime) -> None:
    """The log of this size was derived anew with so many findings."""
    Verification.objects.create(size=size, findings=findings, by=by, at=now)
    journal.append(
        kind="journal.verified", body={"size": size, "findings": findings}, by=by, now=now
    )


@transaction.atomic
def register_handover(*, size: int, holder: str, by: str, now: datetime) -> None:
    """The signed checkpoint of this size was given to this holder; giving it twice is one handover."""
    ensure_holder(holder)
    _, made = Handover.objects.get_or_create(
        size=size, holder=holder, defaults={"by": by, "at": now}
    )
    if made:
        journal.append(
            kind="checkpoint.given", body={"size": size, "holder": holder}, by=by, now=now
        )
