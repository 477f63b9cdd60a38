"""Which rows of a batch propose a correction that could be accepted now: each is held for that reason and for no other.

Asked anew each time: a record that moved on, or left, since the row was held is no longer among them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import polars as pl
from django.db import connection

from gongxin.canonical import canonical_rows
from gongxin.catalogue.queries import item_version
from gongxin.intake import keeping
from gongxin.intake.batches import BatchRefused, Outcome, Status
from gongxin.intake.models import Batch
from gongxin.intake.resolving import by_row, resolve_chunk
from gongxin.jurisdiction.values import Item

CODE: Final = "record.correction_proposed"
SHOWN_MAX: Final = 50  # on one page

# Several rows of one file that would correct the same record are decided one by one: none of them is the last word.
_HELD = """
    SELECT r.row_no FROM intake_row AS r
    WHERE r.batch_id = %(batch)s AND r.outcome = 'held' AND r.codes @> ARRAY[%(code)s]
      AND CASE WHEN %(only)s::int IS NULL THEN NOT EXISTS (
              SELECT 1 FROM intake_row AS other
              WHERE other.batch_id = r.batch_id AND other.record = r.record AND other.outcome = 'held'
                AND other.codes @> ARRAY[%(code)s] AND other.row_no <> r.row_no)
          ELSE r.row_no = %(only)s::int END
    ORDER BY r.row_no
"""


@dataclass(frozen=True)
class Change:
    """One row beside the version it would correct: what that says, and what it would say, by field."""

    row: int
    record: UUID
    number: int
    after: dict[str, str | None]


@dataclass(frozen=True)
class Proposed:
    """All that would be corrected: how many records, the digest over them, the first of them to look at."""

    rows: int
    digest: bytes
    first: tuple[Change, ...]


def proposed(batch: UUID, row: int | None = None, *, after: int = 0) -> Proposed:
    """What this batch (or this one row of it) proposes to correct. `first`: from the row after `after` on."""
    found = Batch.objects.get(pk=batch)
    item = item_version(found.item, found.item_version)
    said, rows, first = hashlib.sha256(), 0, list[Change]()
    for frame in frames(found, item, row):
        said.update(b"".join(marks(frame)))
        rows += frame.height
        later = frame.filter(pl.col("row") > after).head(SHOWN_MAX - len(first))
        first += [_change(one, item) for one in later.iter_rows(named=True)]
    return Proposed(rows, said.digest(), tuple(first))


def frames(row: Batch, item: Item, only: int | None) -> Iterator[pl.DataFrame]:
    """The rows that could be accepted, resolved again, chunk by chunk in row order. `stored_number`: what each corrects."""
    if row.status != Status.FINISHED or row.undone_at is not None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"batch": row.pk, "code": CODE, "only": only})
        held = pl.Series("row", [number for (number,) in cursor.fetchall()], dtype=pl.UInt32)
    if held.is_empty():
        return
    if row.emptied:
        raise BatchRefused(
            "该批次的保存期已满，留存内容已清空",
            "the retention of this batch is over and nothing of it is kept",
        )
    for chunk in range(row.chunks):
        frame, findings = keeping.checked(row.pk, chunk)
        mine = frame.filter(pl.col("row").cast(pl.UInt32).is_in(held.implode()))
        if mine.is_empty():
            continue
        said = findings.filter(pl.col("row").is_in(mine["row"].implode()))
        waiting = _only_corrections(resolve_chunk(mine, said, item, row.pk).frame, said)
        if not waiting.is_empty():
            yield waiting.sort("row")


def marks(frame: pl.DataFrame) -> list[bytes]:
    """What a person who accepts these rows is bound to: row, record, the version it corrects, the new content's digest."""
    columns = (
        frame["row"].cast(pl.String),
        frame["record"],
        frame["stored_number"].cast(pl.String),
        frame["content_mac"].bin.encode("hex"),
    )
    return canonical_rows(columns)


def _only_corrections(frame: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    found = by_row(findings).select("row", said="codes")
    beside = (
        frame.join(found, on="row", how="left")
        .with_columns(pl.col("said").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        .with_columns(_why=pl.col("codes").list.set_difference("said"))
    )
    return beside.filter(
        (pl.col("outcome") == Outcome.HELD)
        & ~pl.col("holds")
        & (pl.col("_why").list.len() == 1)
        & pl.col("_why").list.contains(CODE)
    ).drop("said", "_why")


def _change(one: dict[str, object], item: Item) -> Change:
    after = {field.code: _text(one[field.code]) for field in item.fields}
    return Change(
        int(str(one["row"])), UUID(str(one["record"])), int(str(one["stored_number"])), after
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
