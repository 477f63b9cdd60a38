"""Writes by which records come to a subject by judgement, and leave it when the judgement is taken back. In sets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from gongxin.catalogue.queries import item_shape
from gongxin.jurisdiction.values import Item
from gongxin.records import feed, lifecycle, locks, sealing, testimony
from gongxin.records.actions.admission import ChunkOrigin, admit_chunk
from gongxin.records.lifecycle import Event, State

REASON = "subject.judged"
# What came with a batch that was undone is reported again; what was detached is attributed anew.
_GOING_ON = {State.UNDONE.value: Event.REPORT}
# Of these records the latest versions, in the order of the key. Rides on the primary key.
_LATEST = """
    SELECT v.record::text, v.number, v.jurisdiction, v.item, v.item_version, v.provider_id, v.authority_id,
           v.subject_id, v.decided_date::text, lower(v.valid)::text, upper(v.valid)::text, v.severity_reported,
           v.severity, v.severity_rule, v.state, v.language, v.payload::text, v.content_mac
    FROM records_version AS v
    WHERE v.record = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM records_version AS later WHERE later.record = v.record AND later.number = v.number + 1)
    ORDER BY v.record
"""
_SCHEMA = {
    "record": pl.String, "number": pl.Int64, "jurisdiction": pl.String, "item": pl.String,
    "item_version": pl.Int64, "provider_id": pl.Int64, "authority_id": pl.Int64, "subject_id": pl.Int64,
    "decided_date": pl.String, "valid_from": pl.String, "valid_until": pl.String,
    "severity_reported": pl.String, "severity": pl.String, "severity_rule": pl.String, "state": pl.String,
    "language": pl.String, "payload": pl.String, "content_mac": pl.Binary,
}  # fmt: skip


@transaction.atomic
def admit_judged(
    *, rows: pl.DataFrame, origin: ChunkOrigin, by: str, now: datetime
) -> dict[str, int]:
    """Admit rows that waited for a judgement, as an admission of its own (`origin.batch`): record → version.

    A record that was detached before goes on with its next version. Nothing is shown: they are released by themselves.
    `rows` is what `admit_chunk` wants.
    """
    records = rows["record"].to_list()
    locks.some_records(UUID(record) for record in records)
    stored = {record: (number, state) for record, number, state in _standing(records)}
    for _, state in stored.values():
        lifecycle.after(State(state), _GOING_ON.get(state, Event.REATTRIBUTE))
    numbers = [stored[record][0] + 1 if record in stored else 1 for record in records]
    numbered = rows.with_columns(
        number=pl.Series(numbers, dtype=pl.Int64),
        reason=pl.Series([None if n == 1 else REASON for n in numbers], dtype=pl.String),
    )
    admit_chunk(rows=numbered, origin=origin, number=0, by=by, now=now)
    return dict(zip(records, numbers, strict=True))


@transaction.atomic
def detach(*, records: Sequence[UUID], reason: str, by: str, now: datetime) -> set[UUID]:
    """Take these records from their subject: the judgement that attached them was taken back. Gone at the next request.

    What was repaired, withdrawn, merged or erased meanwhile stays as it is. Returns those that were detached. No
    tombstone: the facts were true of somebody, and come back when it is found of whom.
    """
    locks.some_records(records)
    latest = pl.DataFrame(_rows(_LATEST, [list(records)]), schema=_SCHEMA, orient="row")
    standing = latest.filter(pl.col("state") == State.ADMITTED.value)
    if standing.is_empty():
        return set()
    act = uuid4()
    made = []
    place = 0
    for (item, version), part in standing.group_by("item", "item_version", maintain_order=True):
        frame = part.with_columns(
            number=pl.col("number") + 1,
            state=pl.lit(lifecycle.after(State.ADMITTED, Event.DETACH).value),
            reason=pl.lit(reason),
            batch=pl.lit(str(act)),
            row_no=pl.int_range(place + 1, place + 1 + part.height, dtype=pl.Int64),
            recorded_at=pl.lit(sealing.instant(sealing.transaction_time())),
        )
        place += part.height
        made.append(_appended(frame, item_shape(str(item), int(str(version)))))
    whole = pl.concat(made).sort("row_no")
    testimony.testify_parts(
        act=act,
        parts=[testimony.part(whole["commitment"].to_list(), first=1)],
        kind="records.detached",
        body={},
        by=by,
        now=now,
    )
    feed.append_changes(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        versions=[(UUID(r), n) for r, n in whole.select("record", "number").iter_rows()],
        operation=lifecycle.OPERATIONS[Event.DETACH],
        now=now,
    )
    return {UUID(record) for record in whole["record"]}


def _appended(frame: pl.DataFrame, item: Item) -> pl.DataFrame:
    fields = pl.Struct({field.code: pl.String for field in item.fields})
    told = frame.with_columns(_fields=pl.col("payload").str.json_decode(fields)).unnest("_fields")
    sealed = sealing.sealed(told, item)
    sealing.copy_versions(sealed, item)
    return sealed.select("record", "number", "row_no", "commitment")


def _standing(records: Sequence[str]) -> list[tuple[Any, ...]]:
    return _rows(
        "SELECT DISTINCT ON (v.record) v.record::text, v.number, v.state FROM records_version AS v"
        " WHERE v.record = ANY(%s::uuid[]) ORDER BY v.record, v.number DESC",
        [list(records)],
    )


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
