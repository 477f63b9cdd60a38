"""Lists of batches for the people who work on them, each in the one state that says what may be done to it.

Behind the wall: the present scope sees its agency's batches, and records only through them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.intake.registering import REGISTER

PAGE_ROWS: Final = 50
ROWS_SHOWN_MAX: Final = 100

# A batch's state as people meet it: what the table says, and beyond its end whether it waits, is shown or was undone.
# What entered after a judgement is released by itself, so a batch of which nothing else entered waits for nobody.
_STATE = f"""
    CASE WHEN b.undone_at IS NOT NULL THEN 'undone'
         WHEN b.status <> 'finished' THEN b.status
         WHEN EXISTS (SELECT 1 FROM records_release AS r WHERE r.batch = b.id) THEN 'released'
         WHEN b.item <> '{REGISTER}' AND EXISTS (SELECT 1 FROM records_chunk AS c WHERE c.batch = b.id) THEN 'waiting'
         ELSE 'finished' END
"""  # noqa: S608 - a constant of ours
STATES: Final = (
    "draft",
    "received",
    "admitting",
    "held",
    "waiting",
    "released",
    "finished",
    "undone",
    "discarded",
)
_COLUMNS = f"""
    b.id, b.agency_key, b.item, b.item_version, b.file_name, b.channel, {_STATE} AS state, b.rows, b.admitted, b.held,
    b.rejected, b.duplicates, b.corrected, b.received_at, b.finished_at, b.submitted_by, b.law_date, b.opened_by,
    b.opened_reason, b.undone_by, b.undone_at, b.undone_reason
"""
# Rides on batch_of_agency; the count and the page are one look.
_LIST = f"""
    SELECT *, count(*) OVER () AS total FROM (SELECT {_COLUMNS} FROM intake_batch AS b) AS listed
    WHERE (%(item)s::text IS NULL OR item = %(item)s) AND (%(state)s::text IS NULL OR state = %(state)s)
      AND (%(agency)s::text IS NULL OR agency_key = %(agency)s)
    ORDER BY received_at DESC, id
    LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 - texts of ours
_ONE = f"SELECT {_COLUMNS} FROM intake_batch AS b WHERE b.id = %(batch)s"  # noqa: S608
_WAITING = f"""
    SELECT state, count(*) AS batches, min(finished_at)::date AS oldest
    FROM (SELECT {_COLUMNS} FROM intake_batch AS b) AS listed
    WHERE state = ANY(%(states)s) AND (%(not_by)s::text IS NULL OR submitted_by <> %(not_by)s)
    GROUP BY state
"""  # noqa: S608
_RELEASE = """
    SELECT r.kind, r.proposed_by, r.approved_by, r.released_at
    FROM records_release AS r JOIN intake_batch AS b ON b.id = r.batch
    WHERE b.id = %(batch)s
"""
# A record is reached through a batch of the present scope that brought one of its versions.
_RECORD = """
    SELECT b.agency_key, b.submitted_by, latest.state, latest.number
    FROM records_version AS v
    JOIN intake_entered AS e ON e.id = v.batch
    JOIN intake_batch AS b ON b.id = e.batch_id
    CROSS JOIN LATERAL (
        SELECT l.state, l.number FROM records_version AS l
        WHERE l.record = v.record ORDER BY l.number DESC LIMIT 1) AS latest
    WHERE v.record = %(record)s
    ORDER BY v.number DESC LIMIT 1
"""
_EXCEPTIONS = """
    SELECT r.row_no, r.outcome, r.codes, r.record, count(*) OVER () AS total
    FROM intake_row AS r
    WHERE r.batch_id = %(batch)s AND (%(outcome)s::text IS NULL OR r.outcome = %(outcome)s)
    ORDER BY r.row_no
    LIMIT %(limit)s OFFSET %(offset)s
"""
_ADMITTED = """
    SELECT v.row_no, v.record, count(*) OVER () AS total
    FROM records_version AS v JOIN intake_batch AS b ON b.id = v.batch
    WHERE b.id = %(batch)s
    ORDER BY v.row_no
    LIMIT %(limit)s OFFSET %(offset)s
"""


_WITH_CORRECTIONS = """
    SELECT count(DISTINCT r.batch_id) AS batches
    FROM intake_row AS r JOIN intake_batch AS b ON b.id = r.batch_id
    WHERE r.outcome = 'held' AND r.codes @> ARRAY['record.correction_proposed']
      AND b.status = 'finished' AND b.undone_at IS NULL
"""


_CORRECTIONS = """
    SELECT count(*) AS held FROM intake_row AS r
    WHERE r.batch_id = %(batch)s AND r.outcome = 'held' AND r.codes @> ARRAY['record.correction_proposed']
"""


@dataclass(frozen=True)
class Listed:
    """A batch as a list shows it."""

    batch: UUID
    agency: str
    item: str
    item_version: int
    file_name: str
    channel: str
    state: str
    rows: int
    admitted: int
    held: int
    rejected: int
    duplicates: int
    corrected: int
    received_at: datetime
    finished_at: datetime | None
    submitted_by: str
    law_date: date
    opened_by: str | None
    opened_reason: str | None
    undone_by: str | None
    undone_at: datetime | None
    undone_reason: str | None


@dataclass(frozen=True)
class Page:
    """One page of a list, and how many there are in all."""

    batches: tuple[Listed, ...]
    total: int


@dataclass(frozen=True)
class Released:
    """Who showed a batch, and how: by two persons, or by the agency's standing."""

    kind: str
    proposed_by: str
    approved_by: str
    released_at: datetime


@dataclass(frozen=True)
class Reached:
    """A record as its agency meets it: whose it is, who sent it, how it stands."""

    agency: str
    submitted_by: str
    state: str
    number: int


@dataclass(frozen=True)
class Row:
    """A row of a batch with its outcome."""

    row: int
    outcome: str
    codes: tuple[str, ...]
    record: UUID | None


def batches(
    *, item: str | None = None, state: str | None = None, agency: str | None = None, page: int = 1
) -> Page:
    """The batches of the present scope, newest first."""
    rows = _rows(
        _LIST,
        {
            "item": item,
            "state": state,
            "agency": agency,
            "limit": PAGE_ROWS,
            "offset": (page - 1) * PAGE_ROWS,
        },
    )
    return Page(tuple(_listed(row) for row in rows), rows[0]["total"] if rows else 0)


def batch(identity: UUID) -> Listed | None:
    """The batch of the present scope, or None."""
    rows = _rows(_ONE, {"batch": identity})
    return _listed(rows[0]) if rows else None


def waiting(*states: str, not_by: str | None = None) -> dict[str, tuple[int, date | None]]:
    """How many batches of the present scope are in these states, and since which day the oldest waits."""
    rows = _rows(_WAITING, {"states": list(states), "not_by": not_by})
    return {row["state"]: (row["batches"], row["oldest"]) for row in rows}


def release_of(identity: UUID) -> Released | None:
    """How the batch was released, or None."""
    rows = _rows(_RELEASE, {"batch": identity})
    return Released(**rows[0]) if rows else None


def record(identity: UUID) -> Reached | None:
    """The record, where a batch of the present scope brought one of its versions; else None."""
    rows = _rows(_RECORD, {"record": identity})
    if not rows:
        return None
    (row,) = rows
    return Reached(row["agency_key"], row["submitted_by"], row["state"], row["number"])


def rows_of(identity: UUID, *, outcome: str | None, page: int = 1) -> tuple[list[Row], int]:
    """Rows of a batch with one outcome (None: all that did not simply enter), and how many there are."""
    asked = {
        "batch": identity,
        "outcome": outcome,
        "limit": ROWS_SHOWN_MAX,
        "offset": (page - 1) * ROWS_SHOWN_MAX,
    }
    if outcome == "admitted":
        found = _rows(_ADMITTED, asked)
        listed = [Row(row["row_no"], "admitted", (), row["record"]) for row in found]
    else:
        found = _rows(_EXCEPTIONS, asked)
        listed = [
            Row(row["row_no"], row["outcome"], tuple(row["codes"]), row["record"]) for row in found
        ]
    return listed, found[0]["total"] if found else 0


def with_corrections() -> int:
    """How many batches of the present scope hold rows that propose a correction. Rides on row_held."""
    (row,) = _rows(_WITH_CORRECTIONS, {})
    return int(row["batches"])


def corrections_of(identity: UUID) -> int:
    """How many rows of the batch propose a correction, as they were held."""
    (row,) = _rows(_CORRECTIONS, {"batch": identity})
    return int(row["held"])


def _listed(row: Mapping[str, Any]) -> Listed:
    return Listed(
        batch=row["id"],
        agency=row["agency_key"],
        **{
            name: row[name]
            for name in Listed.__dataclass_fields__
            if name not in {"batch", "agency"}
        },
    )


def _rows(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
