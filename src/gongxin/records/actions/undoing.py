"""Undoing what a batch brought: each record that still stands as it came gets a version that ends it, and no tombstone.

The same decision may be reported again, rightly this time: it enters as the next version of the same record.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import polars as pl
from django.db import connection, transaction

from gongxin.canonical import canonical_rows
from gongxin.catalogue.queries import item_shape
from gongxin.jurisdiction.values import Item
from gongxin.records import feed, lifecycle, locks, sealing, testimony
from gongxin.records.actions.change import ReasonMissing
from gongxin.records.lifecycle import Event, State

_PAGE_ROWS: Final = 20_000  # as many as enter in one chunk
# What the batch brought and what stands so: rides on record_row_enters_once and on the primary key.
_STANDING: Final = """
COPY (
    SELECT v.record::text, v.number, v.jurisdiction, v.item, v.item_version, v.provider_id, v.authority_id,
           v.subject_id, v.decided_date, lower(v.valid) AS valid_from, upper(v.valid) AS valid_until,
           v.severity_reported, v.severity, v.severity_rule, v.language, v.payload::text, v.row_no AS came_as,
           encode(v.content_mac, 'hex') AS content_mac
    FROM records_version AS v
    WHERE v.batch = '{batch}' AND v.row_no > {after} AND v.state = 'admitted' AND NOT EXISTS (
        SELECT 1 FROM records_version AS later
        WHERE later.record = v.record AND later.number = v.number + 1)
    ORDER BY v.row_no LIMIT {limit}
) TO STDOUT (FORMAT csv, HEADER)
"""


@transaction.atomic
def undo_batch(*, batch: UUID, reason: str, by: str, now: datetime) -> int:
    """End every record that stands as this batch brought it; returns how many. Gone from every reader at the next request."""
    if not reason.strip():
        raise ReasonMissing
    locks.many_records()
    after = lifecycle.after(State.ADMITTED, Event.UNDO)
    act, done = uuid4(), 0
    parts: list[testimony.Part] = []
    for frame in _standing(batch):
        item = item_shape(str(frame["item"][0]), int(frame["item_version"][0]))
        commitments = _end(frame, item, act=act, first=done + 1, state=after, reason=reason)
        parts.append(testimony.part(commitments, first=done + 1))
        done += frame.height
    if parts:
        testimony.testify_parts(
            act=act,
            parts=parts,
            kind="records.undone",
            body={"batch": str(batch)},
            by=by,
            now=now,
        )
        feed.append_act(act=act, operation=lifecycle.OPERATIONS[Event.UNDO], now=now)
    return done


def _standing(batch: UUID) -> Iterator[pl.DataFrame]:
    """Pages of what stands. Each is read before its end is written, and the next begins behind it."""
    after = 0
    while True:
        sink = io.BytesIO()
        statement = _STANDING.format(batch=UUID(str(batch)), after=int(after), limit=_PAGE_ROWS)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for block in copy:
                sink.write(block)
        sink.seek(0)
        page = pl.read_csv(sink, infer_schema=False)
        if page.is_empty():
            return
        after = int(page["came_as"][-1])
        yield page


def _end(
    page: pl.DataFrame, item: Item, *, act: UUID, first: int, state: State, reason: str
) -> list[bytes]:
    """Seal and store the last versions of a page; their commitments in row order."""
    shape = pl.Struct({field.code: pl.String for field in item.fields})
    said = page["payload"].str.json_decode(shape)
    frame = page.with_columns(
        number=pl.col("number").cast(pl.Int64) + 1,
        state=pl.lit(state.value),
        reason=pl.lit(reason),
        batch=pl.lit(str(act)),
        row_no=pl.int_range(first, first + page.height),
        recorded_at=pl.lit(sealing.instant(sealing.transaction_time())),
        content_mac=pl.col("content_mac").str.decode("hex"),
        canonical=pl.Series(
            canonical_rows([said.struct.field(field.code) for field in item.fields]),
            dtype=pl.Binary,
        ),
    )
    made = sealing.sealed(frame, item)
    sealing.copy_versions(made, item)
    return made["commitment"].to_list()
