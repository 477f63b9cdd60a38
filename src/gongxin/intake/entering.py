"""What the acts on a batch share: its lock, whether it still stands, and which columns the records want of its rows."""

from hashlib import sha256
from uuid import UUID

import polars as pl

from gongxin.agencies import queries as agencies
from gongxin.intake.batches import BatchRefused, BatchUndone
from gongxin.intake.models import Admission, Batch
from gongxin.records import histories
from gongxin.records import queries as stored
from gongxin.records.histories import Standing


def locked(batch: UUID) -> Batch:
    """The batch, locked: races with a second worker and with an officer's release."""
    row = Batch.objects.select_for_update().filter(pk=batch).first()
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    return row


def ensure_not_undone(row: Batch) -> None:
    if row.undone_at is not None:
        raise BatchUndone


def brought_by(batch: UUID) -> list[UUID]:
    """Under which ids its rows entered: its own first, then those of its admissions after a judgement."""
    later = Admission.objects.filter(batch_id=batch).order_by("admitted_at", "pk")
    return [batch, *later.values_list("pk", flat=True)]


def digest_of(batch: UUID) -> bytes:
    """A hash over everything the batch brought, what entered later included: what undoing it is bound to."""
    digests = [stored.batch_digest(one) for one in brought_by(batch)]
    return digests[0] if len(digests) == 1 else sha256(b"".join(digests)).digest()


def is_shown(batch: UUID) -> bool:
    """Whether anything the batch brought was released."""
    return any(stored.batch_is_released(one) for one in brought_by(batch))


def left_of(batch: UUID) -> Standing:
    """How much of everything the batch brought stands."""
    parts = [histories.standing(one) for one in brought_by(batch)]
    return Standing(sum(p.standing for p in parts), sum(p.corrected for p in parts))


def as_versions(admitted: pl.DataFrame) -> pl.DataFrame:
    """The columns that records wants of an admitted row."""
    keys = admitted["_authority_key"].unique().to_list()
    ids = {key: agencies.agency_by_key(key).id for key in keys}
    return admitted.select(
        "canonical",
        "payload",
        row_no=pl.col("row").cast(pl.Int64),
        record="record",
        number=pl.col("stored_number") + 1,
        content_mac="content_mac",
        subject_id="subject_id",
        authority_id=pl.col("_authority_key").replace_strict(ids, return_dtype=pl.Int64),
        decided_date="_decided",
        valid_from=pl.coalesce("_valid_from", "_decided"),
        # Reported ends are last days; ranges are half-open.
        valid_until=pl.col("_valid_until")
        .str.to_date()
        .dt.offset_by("1d")
        .dt.to_string("%Y-%m-%d"),
        severity_reported="_severity_reported",
        severity="_severity",
        severity_rule="_severity_rule",
    )
