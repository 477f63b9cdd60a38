"""Records as those who work here meet them, released or not: through the wall of the batch that brought them, and no other way.

The read model of the public has no wall. So every statement here joins the batch, which row-level security shows to its
agency alone (to all where the scope says so): a record of another agency is as absent as one that never was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import OperationalError, connection, transaction

from gongxin.catalogue.queries import item_shape, item_versions
from gongxin.intake.rules.documents import canonical

FOUND_MAX: Final = 20  # of one search; more is for asking narrower
OF_SUBJECT_MAX: Final = 200
# A document number has no index (each would be paid by every row that enters), so a search for one alone reads on
# until this; with an organisation's code beside it, it is at once.
SECONDS_MAX: Final = 5

# The latest version, and the batch that brought its record here. Rides on the primary key for both.
_HELD: Final = """
    SELECT v.record, v.number, v.item, v.item_version, v.state, v.severity, v.decided_date, v.payload,
           provider.key AS provider, brought.id AS batch, s.public_id AS subject,
           EXISTS (SELECT 1 FROM records_release AS r
                   WHERE r.batch = v.batch OR (r.record = v.record AND r.number = v.number)) AS released
    FROM records_version AS v
    JOIN agencies_agency AS provider ON provider.id = v.provider_id
    LEFT JOIN subjects_subject AS s ON s.id = v.subject_id
    CROSS JOIN LATERAL (
        SELECT e.batch_id AS id FROM records_version AS w JOIN intake_entered AS e ON e.id = w.batch
        WHERE w.record = v.record AND e.agency_key = provider.key
        ORDER BY w.number DESC LIMIT 1
    ) AS brought
    WHERE {wanted}
      AND NOT EXISTS (SELECT 1 FROM records_version AS later
                      WHERE later.record = v.record AND later.number = v.number + 1)
    ORDER BY v.decided_date DESC, v.record
    LIMIT {limit}
"""
_BY_RECORD: Final = "v.record = %(record)s"
_BY_BATCH: Final = "v.batch IN (SELECT e.id FROM intake_entered AS e WHERE e.batch_id = %(batch)s)"
_BY_SUBJECT: Final = "v.subject_id = %(subject)s"
_BY_NUMBER: Final = """EXISTS (
    SELECT 1 FROM unnest(%(items)s::text[], %(versions)s::int[], %(fields)s::text[]) AS f(item, version, field)
    WHERE f.item = v.item AND f.version = v.item_version AND upper(v.payload ->> f.field) = %(number)s)"""


@dataclass(frozen=True)
class Holding:
    """A record as it stands, for somebody who may see it before the public does."""

    record: UUID
    number: int
    item: str
    item_zh: str
    item_en: str
    state: str
    severity: str
    decided_date: date
    document_number: str
    provider: str
    batch: UUID
    subject: UUID | None
    released: bool


@dataclass(frozen=True)
class BatchHeld:
    """A batch that the present scope may see, as a search shows it."""

    id: UUID
    item: str
    agency_key: str
    file_name: str
    status: str
    rows: int
    received_at: datetime
    submitted_by: str


@dataclass(frozen=True)
class NumbersFound:
    """Records with a document number. `unfinished`: the search was stopped, narrow it by an organisation."""

    records: list[Holding]
    unfinished: bool = False


def holding(record: UUID) -> Holding | None:
    """The record, if the present scope may see the batch that brought it; else None."""
    return next(iter(_held(_BY_RECORD, limit=1, record=record)), None)


def holdings_of(subject_id: int) -> list[Holding]:
    """What hangs on this organisation within the present scope, the newest decision first."""
    return _held(_BY_SUBJECT, limit=OF_SUBJECT_MAX, subject=subject_id)


def holdings_of_batch(batch: UUID) -> list[Holding]:
    """The first records of a batch within the present scope."""
    return _held(_BY_BATCH, limit=FOUND_MAX, batch=batch)


def batch_held(batch: UUID) -> BatchHeld | None:
    """The batch, if the present scope may see it; else None."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, item, agency_key, file_name, status, rows, received_at, submitted_by
            FROM intake_batch WHERE id = %s
            """,
            [batch],
        )
        row = cursor.fetchone()
    return BatchHeld(*row) if row else None


def by_document_number(text: str, *, subject_id: int | None = None) -> NumbersFound:
    """Records whose decision has this number, however its brackets and blanks are written."""
    number, _ = canonical(text)
    wanted = _BY_NUMBER if subject_id is None else f"{_BY_SUBJECT} AND {_BY_NUMBER}"
    items, versions, fields = _number_fields()
    asked: dict[str, Any] = {
        "items": items,
        "versions": versions,
        "fields": fields,
        "number": number.upper(),
        **({} if subject_id is None else {"subject": subject_id}),
    }
    try:
        with transaction.atomic():
            _stop_after(SECONDS_MAX)
            found = _held(wanted, limit=FOUND_MAX, **asked)
            _stop_after(0)
    except OperationalError:  # cancelled by the limit; the rest of the request goes on
        return NumbersFound([], unfinished=True)
    return NumbersFound(found)


def _number_fields() -> tuple[list[str], list[int], list[str]]:
    known = [
        (i.code, i.version, f.code) for i in item_versions() if (f := i.by_role("document_number"))
    ]
    return [k[0] for k in known], [k[1] for k in known], [k[2] for k in known]


def _stop_after(seconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])


def _held(wanted: str, *, limit: int, **asked: Any) -> list[Holding]:
    statement = _HELD.format(wanted=wanted, limit=limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [_holding(row) for row in rows]


def _holding(row: dict[str, Any]) -> Holding:
    item = item_shape(row["item"], row.pop("item_version"))
    payload = row.pop("payload")
    said = payload if isinstance(payload, dict) else orjson.loads(payload)
    field = item.by_role("document_number")
    return Holding(
        item_zh=item.zh,
        item_en=item.en,
        document_number=(said.get(field.code) if field else None) or "",
        **row,
    )


def ids(found: Sequence[Holding]) -> list[str]:
    """What a look keeps of them."""
    return [str(one.record) for one in found]
