"""What the acts on a batch share: its lock, whether it still stands, and which columns the records want of its rows."""

from uuid import UUID

import polars as pl

from gongxin.agencies import queries as agencies
from gongxin.intake.batches import BatchRefused, BatchUndone
from gongxin.intake.models import Batch


def locked(batch: UUID) -> Batch:
    """The batch, locked: races with a second worker and with an officer's release."""
    row = Batch.objects.select_for_update().filter(pk=batch).first()
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    return row


def ensure_not_undone(row: Batch) -> None:
    if row.undone_at is not None:
        raise BatchUndone


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
