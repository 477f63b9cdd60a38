"""Writes by which checked rows become records and records are shown: admitting a chunk, releasing a batch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from gongxin.catalogue.queries import item_shape
from gongxin.journal import actions as journal
from gongxin.journal import merkle
from gongxin.jurisdiction.values import Item
from gongxin.records import feed, queries, sealing
from gongxin.records.lifecycle import State
from gongxin.records.models import Chunk, Release
from gongxin.refusal import Refusal

REPORTED_AGAIN: Final = "batch.undone"  # the reason of a version that follows an undone one


class ReleaseRefused(Refusal):
    code = "release.refused"


@dataclass(frozen=True)
class ChunkOrigin:
    """What all rows of a chunk share."""

    jurisdiction: str
    item: Item
    batch: UUID
    provider_id: int


@transaction.atomic
def admit_chunk(
    *, rows: pl.DataFrame, origin: ChunkOrigin, number: int, by: str, now: datetime
) -> int:
    """Store the checked, resolved, keyed rows of chunk `number` as versions; returns the journal leaf's index.

    `rows` (sorted by `row_no`) carries record, number (1, or the one after the version that stands no more), subject_id,
    authority_id, decided_date, valid_from, valid_until, severity_reported, severity, severity_rule, row_no, content_mac,
    and the item's fields as `canonical` and `payload`; with `reason`, why a version follows another (`attribution`).
    Raises IntegrityError if another batch stored one of the records first: the caller resolves the chunk again.
    """
    recorded_at = sealing.transaction_time()
    # A record whose batch was undone goes on under its own key: the next version, and why.
    why = pl.when(pl.col("number") > 1).then(pl.lit(REPORTED_AGAIN))
    frame = rows.with_columns(
        jurisdiction=pl.lit(origin.jurisdiction),
        item=pl.lit(origin.item.code),
        item_version=pl.lit(origin.item.version),
        provider_id=pl.lit(origin.provider_id),
        state=pl.lit(State.ADMITTED.value),
        reason=pl.col("reason") if "reason" in rows.columns else why,
        language=pl.lit("zh-Hans"),
        batch=pl.lit(str(origin.batch)),
        recorded_at=pl.lit(sealing.instant(recorded_at)),
    )
    sealed = sealing.sealed(frame, origin.item)
    sealing.copy_versions(sealed, origin.item)
    commitments = sealed["commitment"].to_list()
    root = merkle.root([merkle.leaf_hash(c) for c in commitments])
    first, last = int(rows["row_no"][0]), int(rows["row_no"][-1])
    leaf = journal.append(
        kind="batch.chunk_admitted",
        body={"batch": str(origin.batch), "chunk": number, "rows": rows.height},
        root=root,
        by=by,
        now=now,
    )
    Chunk.objects.create(
        jurisdiction=origin.jurisdiction,
        batch=origin.batch,
        first_row=first,
        last_row=last,
        rows=rows.height,
        root=root,
        leaf_index=leaf,
    )
    if origin.item.ends is not None:
        feed.append_exits(batch=origin.batch, rows=(first, last), now=now)
    return leaf


@transaction.atomic
def release_batch(
    *,
    batch: UUID,
    jurisdiction: str,
    kind: str,
    seen_hash: bytes,
    proposed_by: str,
    by: str,
    now: datetime,
) -> int:
    """Show what the batch admitted; returns how many versions became showable.

    `kind` is "two_person" (adverse facts: `by` is another account than the proposer) or "standing" (neutral items
    of an agency in good standing). Bound to the hash of what the approver saw.
    """
    rows = _ensure_releasable(batch, kind=kind, seen_hash=seen_hash, proposed_by=proposed_by, by=by)
    Release.objects.create(
        jurisdiction=jurisdiction,
        kind=kind,
        batch=batch,
        proposed_by=proposed_by,
        approved_by=by,
        seen_hash=seen_hash,
    )
    journal.append(
        kind="batch.released",
        body={
            "batch": str(batch),
            "rows": rows,
            "content": seen_hash.hex(),
            "proposed_by": proposed_by,
            "approved_by": by,
        },
        by=by,
        now=now,
    )
    # The journal's lock is held from here to the commit: sequences are given in the order of commit, without gaps.
    return feed.append_standing(batch=batch, operation="add", now=now)


def _ensure_releasable(
    batch: UUID, *, kind: str, seen_hash: bytes, proposed_by: str, by: str
) -> int:
    """How many versions of the batch stand to be shown, or ReleaseRefused."""
    if seen_hash != queries.batch_digest(batch):
        raise ReleaseRefused("批次内容与所见不符", "the batch is not what was seen")
    if kind == "two_person" and by == proposed_by:
        raise ReleaseRefused(
            "放行须由报送人以外的第二个账号进行",
            "a second account, other than the one that sent the batch, must release it",
            remedy_zh="请换一个有放行权限的账号",
            remedy_en="use another account that may release",
        )
    if Release.objects.filter(batch=batch).exists():
        raise ReleaseRefused("该批次已经放行", "this batch has been released already")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.item, v.item_version, count(*) {feed.STANDING} GROUP BY v.item, v.item_version",
            {"batch": batch},
        )
        standing = cursor.fetchall()
    if not standing:
        raise ReleaseRefused(
            "该批次没有可以放行的记录", "nothing of this batch stands to be released"
        )
    if kind == "standing" and any(item_shape(i, n).polarity == "adverse" for i, n, _ in standing):
        raise ReleaseRefused(
            "不利信息须经第二个账号放行",
            "adverse facts are released by a second account alone",
        )
    return sum(rows for _, _, rows in standing)
