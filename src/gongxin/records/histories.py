"""What a record said in each of its versions, for whoever may look back: the agency that reported it, the auditor.

Reads the stored versions past the one read model; a door reaches them only through a batch that its reader may see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from gongxin.records.lifecycle import State

# Rides on the primary key.
_VERSIONS = """
    SELECT v.record, v.number, v.item, v.item_version, v.subject_id, v.state, v.reason, v.recorded_at, v.decided_date,
           v.severity, v.batch, v.row_no, v.payload,
           EXISTS (SELECT 1 FROM records_release AS r
                   WHERE r.batch = v.batch OR (r.record = v.record AND r.number = v.number)) AS released
    FROM records_version AS v
    WHERE v.record = ANY(%(records)s)
    ORDER BY v.record, v.number
"""
# How many records stand as a batch brought them, and how many it brought that somebody changed since.
_STANDING = """
    SELECT count(*) FILTER (WHERE later.number IS NULL) AS standing,
           count(*) FILTER (WHERE later.state = 'admitted') AS corrected
    FROM records_version AS v
    LEFT JOIN records_version AS later ON later.record = v.record AND later.number = v.number + 1
    WHERE v.batch = %(batch)s AND v.state = 'admitted'
"""


@dataclass(frozen=True)
class Told:
    """One version of a record, with all that it says."""

    record: UUID
    number: int
    item: str
    item_version: int
    subject_id: int | None
    state: State
    reason: str | None
    recorded_at: datetime
    decided_date: date
    severity: str
    batch: UUID
    row: int
    payload: Mapping[str, str | None]
    released: bool


@dataclass(frozen=True)
class Standing:
    """What is left of a batch: records that stand as it brought them, and records that were corrected since."""

    standing: int
    corrected: int


def versions(record: UUID) -> list[Told]:
    """Every version of the record, oldest first; none: there is no such record."""
    return [_told(row) for row in _rows(_VERSIONS, {"records": [record]})]


def versions_numbered(wanted: Sequence[tuple[UUID, int]]) -> dict[UUID, Told]:
    """These versions of these records, by record."""
    numbers = dict(wanted)
    found = _rows(_VERSIONS, {"records": list(numbers)})
    return {row["record"]: _told(row) for row in found if row["number"] == numbers[row["record"]]}


def standing(batch: UUID) -> Standing:
    """How much of what the batch brought stands. Rides on record_row_enters_once and the primary key."""
    (row,) = _rows(_STANDING, {"batch": batch})
    return Standing(row["standing"], row["corrected"])


def _told(row: Mapping[str, Any]) -> Told:
    payload = row["payload"]
    return Told(
        record=row["record"],
        number=row["number"],
        item=row["item"],
        item_version=row["item_version"],
        subject_id=row["subject_id"],
        state=State(row["state"]),
        reason=row["reason"],
        recorded_at=row["recorded_at"],
        decided_date=row["decided_date"],
        severity=row["severity"],
        batch=row["batch"],
        row=row["row_no"],
        payload=payload if isinstance(payload, dict) else _json(payload),
        released=row["released"],
    )


def versions_of_batch(batch: UUID) -> list[tuple[UUID, int]]:
    """The versions that came under this id, in row order."""
    rows = _rows(
        "SELECT record, number FROM records_version WHERE batch = %(batch)s ORDER BY row_no",
        {"batch": batch},
    )
    return [(row["record"], row["number"]) for row in rows]


def _json(text: str | bytes) -> dict[str, str | None]:
    loaded: dict[str, str | None] = orjson.loads(text)
    return loaded


def _rows(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
