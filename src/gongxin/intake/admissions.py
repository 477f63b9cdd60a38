"""Reads of rows that entered together after a judgement: what would be shown, and whether it is. Behind the agency's wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from gongxin.catalogue.queries import item_shape, item_version
from gongxin.records import queries as records

ADMISSIONS_MAX: Final = 200
ROWS_MAX: Final = 500  # shown before a release; the hash covers all of them

_ADMISSIONS = """
    SELECT a.id, a.batch_id, a.agency_key, b.item, b.item_version, b.submitted_by, a.judgement, a.rows, a.admitted_by,
           a.admitted_at, EXISTS (SELECT 1 FROM records_release AS r WHERE r.batch = a.id),
           -- What was taken back since does not wait to be shown.
           EXISTS (SELECT 1 FROM records_version AS v WHERE v.batch = a.id AND v.state = 'admitted' AND NOT EXISTS (
               SELECT 1 FROM records_version AS later WHERE later.record = v.record AND later.number = v.number + 1))
    FROM intake_admission AS a JOIN intake_batch AS b ON b.id = a.batch_id
    WHERE {which}
"""
_ROWS = """
    SELECT v.record, v.subject_id, v.decided_date, v.severity, v.item, v.item_version, v.payload::text
    FROM intake_admission AS a JOIN records_version AS v ON v.batch = a.id
    WHERE a.id = %s AND NOT EXISTS (
        SELECT 1 FROM records_version AS later WHERE later.record = v.record AND later.number = v.number + 1)
    ORDER BY v.row_no LIMIT %s
"""


@dataclass(frozen=True)
class Entered:
    """Rows that entered together."""

    id: UUID
    batch: UUID
    agency_key: str
    item: str
    item_version: int
    submitted_by: str
    judgement: int
    rows: int
    admitted_by: str
    admitted_at: datetime
    released: bool
    stands: bool

    @property
    def state(self) -> str:
        """released, waiting, or gone: the judgement was taken back."""
        if self.released:
            return "released"
        return "waiting" if self.stands else "gone"

    @property
    def item_zh(self) -> str:
        return item_version(self.item, self.item_version).zh

    @property
    def item_en(self) -> str:
        return item_version(self.item, self.item_version).en

    def digest(self) -> bytes:
        """What a release is bound to."""
        return records.batch_digest(self.id)


@dataclass(frozen=True)
class Told:
    """One field as the public will read it."""

    zh: str
    en: str
    value: str


@dataclass(frozen=True)
class EnteredRow:
    """One record that would be shown."""

    record: UUID
    subject_id: int
    decided_date: date
    severity: str
    fields: tuple[Told, ...]


def admissions() -> list[Entered]:
    """Those the present scope may see, the latest first."""
    sql = f"{_ADMISSIONS.replace('{which}', 'true')} ORDER BY a.admitted_at DESC, a.id LIMIT %s"
    return [Entered(*row) for row in _fetch(sql, [ADMISSIONS_MAX])]


def waiting() -> list[Entered]:
    """Those that wait for somebody to release them."""
    return [one for one in admissions() if one.state == "waiting"]


def admission(identity: UUID) -> Entered | None:
    """The one of this id, or None where the present scope sees none."""
    rows = _fetch(_ADMISSIONS.replace("{which}", "a.id = %s"), [identity])
    return Entered(*rows[0]) if rows else None


def rows_of(identity: UUID) -> list[EnteredRow]:
    """What would be shown of it: the fields that the public reads."""
    return [
        EnteredRow(record, subject, decided, severity, _public(item, version, payload))
        for record, subject, decided, severity, item, version, payload in _fetch(
            _ROWS, [identity, ROWS_MAX]
        )
    ]


def _public(item: str, version: int, payload: str) -> tuple[Told, ...]:
    told = orjson.loads(payload)
    return tuple(
        Told(field.zh, field.en, told[field.code])
        for field in item_shape(item, version).fields
        if field.audience == "public" and told.get(field.code)
    )


def _fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
