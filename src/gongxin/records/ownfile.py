"""What stood about a subject and is not shown any more, for the subject itself: its own versions alone, never another's.

What was never released was never said about anybody and is not told. What was erased is gone from here too: whose it was
went with what it said.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from gongxin.catalogue.queries import item_shape
from gongxin.records.lifecycle import State
from gongxin.records.publicrecord import Shown

LEFT_MAX: Final = 2_000  # as many as one answer of the public read model holds
# Not for anybody outside: what an office notes for itself. All else of a fact is told to whom it is about.
_NOT_TOLD: Final = "internal"

# Rides on the index of records_version by subject, then on primary keys.
_OWN: Final = """
    SELECT v.record, v.number, v.item, v.item_version, v.decided_date, v.severity, v.payload, upper(v.valid) AS valid_until,
           authority.key AS authority_key, last.state, last.reason, last.recorded_at AS since,
           coalesce(last.subject_id = v.subject_id, false) AS is_yours,
           (SELECT count(*) FROM records_version AS o WHERE o.record = v.record AND o.subject_id = v.subject_id) AS versions
    FROM records_version AS v
    JOIN agencies_agency AS authority ON authority.id = v.authority_id
    -- The version after its own last one took it away, or there is none: what became of it as another's is not told.
    CROSS JOIN LATERAL (
        SELECT l.state, l.reason, l.recorded_at, l.subject_id
        FROM records_version AS l WHERE l.record = v.record AND l.number IN (v.number, v.number + 1)
        ORDER BY l.number DESC LIMIT 1
    ) AS last
    WHERE v.subject_id = %(subject)s AND {condition}
      -- The latest of its own versions.
      AND NOT EXISTS (
          SELECT 1 FROM records_version AS n
          WHERE n.record = v.record AND n.subject_id = v.subject_id AND n.number > v.number)
      AND EXISTS (
          SELECT 1 FROM records_version AS o
          JOIN records_release AS r ON r.batch = o.batch OR (r.record = o.record AND r.number = o.number)
          WHERE o.record = v.record AND o.subject_id = v.subject_id)
    ORDER BY last.recorded_at DESC, v.record
    LIMIT %(limit)s
"""
_VERSIONS: Final = """
    SELECT v.number, v.item, v.item_version, v.state, v.reason, v.recorded_at, v.decided_date, v.severity, v.payload
    FROM records_version AS v
    WHERE v.record = %(record)s AND v.subject_id = %(subject)s
    ORDER BY v.number
"""


@dataclass(frozen=True)
class Own:
    """A record that was once released about the subject, by the latest version that is its own.

    `is_yours`: it still names the subject; else it was found to be another's. `state`, `reason` and `since` are of the last
    thing that happened to it as the subject's, or took it away.
    """

    record: UUID
    number: int
    item: str
    item_version: int
    item_zh: str
    item_en: str
    authority_key: str
    authority_name: str
    document_number: str
    decided_date: date
    severity: str
    valid_until: date | None  # exclusive
    state: State
    reason: str | None
    since: datetime
    is_yours: bool
    versions: int


@dataclass(frozen=True)
class OwnVersion:
    """One version of it, with every field that may be told to whom it is about."""

    number: int
    item: str
    item_version: int
    state: State
    reason: str | None
    recorded_at: datetime
    decided_date: date
    severity: str
    fields: tuple[Shown, ...]


def not_shown(subject_id: int, shown: Collection[UUID]) -> list[Own]:
    """What was released about this subject and is not among `shown`: the latest to leave first."""
    condition = "v.record <> ALL(%(shown)s)"
    return _own({"subject": subject_id, "shown": list(shown), "limit": LEFT_MAX}, condition)


def own_record(subject_id: int, record: UUID) -> Own | None:
    """The record, if it was ever released about this subject; another's and an absent one look the same."""
    found = _own({"subject": subject_id, "record": record, "limit": 1}, "v.record = %(record)s")
    return next(iter(found), None)


def own_versions(subject_id: int, record: UUID) -> list[OwnVersion]:
    """Each version of it that named this subject, oldest first."""
    return [_version(row) for row in _rows(_VERSIONS, {"subject": subject_id, "record": record})]


def _own(parameters: Mapping[str, Any], condition: str) -> list[Own]:
    rows = _rows(_OWN.replace("{condition}", condition), parameters)
    found = []
    for row in rows:
        item = item_shape(row["item"], row["item_version"])
        payload = _payload(row.pop("payload"))
        roles: dict[str, Any] = {
            role: (payload.get(field.code) if (field := item.by_role(role)) else None) or ""
            for role in ("authority_name", "document_number")
        }
        state = State(row.pop("state"))
        found.append(Own(**row, **roles, state=state, item_zh=item.zh, item_en=item.en))
    return found


def _version(row: dict[str, Any]) -> OwnVersion:
    item = item_shape(row["item"], row["item_version"])
    payload = _payload(row.pop("payload"))
    fields = tuple(
        Shown(f.code, f.zh, f.en, payload[f.code] or "", "元" if f.type == "money" else f.unit)
        for f in item.fields
        if f.audience != _NOT_TOLD and payload.get(f.code)
    )
    return OwnVersion(**{**row, "state": State(row["state"])}, fields=fields)


def _payload(stored: Any) -> dict[str, str | None]:
    loaded: dict[str, str | None] = stored if isinstance(stored, dict) else orjson.loads(stored)
    return loaded


def _rows(sql: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
