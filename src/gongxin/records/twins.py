"""Reads of suspected duplicates, for the desk. Behind the wall: an agency meets pairs of its own alone. Changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from gongxin.catalogue.queries import item_shape
from gongxin.records.duplicates import REASONS, Difference, Reason, side_by_side

PAIRS_MAX: Final = 100  # of one page; the rest is counted
PAST_MAX: Final = 200

# A pair and both its records as they stand. Rides on primary keys.
_PAIRS = """
    SELECT t.id, t.agency_key, t.one, t.other, t.reasons, t.found_at,
        a.number, a.state, a.item, a.item_version, a.subject_id, a.decided_date, a.payload, a.released, a.provider,
        b.number, b.state, b.item, b.item_version, b.subject_id, b.decided_date, b.payload, b.released, b.provider,
        d.reason, d.by, d.at, m.event, m.record, m.stands, m.motion, m.at
    FROM records_twin AS t
    CROSS JOIN LATERAL ({latest_one}) AS a
    CROSS JOIN LATERAL ({latest_other}) AS b
    LEFT JOIN records_distinct AS d ON d.twin_id = t.id
    LEFT JOIN LATERAL (
        SELECT * FROM records_merge AS m WHERE m.twin_id = t.id ORDER BY m.id DESC LIMIT 1) AS m ON true
    WHERE {which}
"""
_LATEST = """
    SELECT v.*, EXISTS (
        SELECT 1 FROM records_release AS r
        WHERE r.batch = v.batch OR (r.record = v.record AND r.number = v.number)) AS released,
        p.key AS provider
    FROM records_version AS v JOIN agencies_agency AS p ON p.id = v.provider_id
    WHERE v.record = t.{side} ORDER BY v.number DESC LIMIT 1
"""
_SQL = _PAIRS.replace("{latest_one}", _LATEST.replace("{side}", "one")).replace(
    "{latest_other}", _LATEST.replace("{side}", "other")
)
# Both stand and both are shown: nothing public may give way to what is not.
_WAITS = """
    d.id IS NULL AND a.state = 'admitted' AND b.state = 'admitted' AND a.released AND b.released
    AND a.subject_id = b.subject_id
"""
_WAITING = f"{_SQL.replace('{which}', _WAITS)} ORDER BY t.id LIMIT %s"


@dataclass(frozen=True)
class Side:
    """One record of a pair as it stands."""

    record: UUID
    number: int
    state: str
    item: str
    item_version: int
    subject_id: int | None
    decided_date: date
    payload: Mapping[str, str | None]
    released: bool
    provider: str
    document: str


@dataclass(frozen=True)
class Pair:
    """Two records that may tell the same decision."""

    id: int
    agency_key: str
    reasons: tuple[Reason, ...]
    found_at: datetime
    one: Side
    other: Side
    state: str  # open, unreleased, distinct, merged, gone
    told_apart: tuple[str, str, datetime] | None  # reason, by, at
    gave_way: UUID | None
    stands: UUID | None
    motion: UUID | None
    merged_at: datetime | None

    @property
    def item_zh(self) -> str:
        return item_shape(self.one.item, self.one.item_version).zh

    @property
    def item_en(self) -> str:
        return item_shape(self.one.item, self.one.item_version).en

    def differences(self) -> list[Difference]:
        """Every field of both, side by side."""
        items = [item_shape(side.item, side.item_version) for side in (self.one, self.other)]
        return side_by_side(self.one.payload, self.other.payload, items)


def waiting() -> list[Pair]:
    """Pairs that wait for an officer, the longest first."""
    return [_pair(row) for row in _rows(_WAITING, [PAIRS_MAX])]


def waiting_count() -> tuple[int, date | None]:
    """How many wait, and since when the oldest does."""
    sql = _SQL.replace("{which}", _WAITS)
    ((count, oldest),) = _rows(
        f"SELECT count(*), min(found) FROM ({sql}) AS w({_NAMES})",  # noqa: S608 - texts of ours
        [],
    )
    return int(count), oldest.date() if oldest else None


_NAMES = ", ".join(
    ["id", "agency", "one", "other", "reasons", "found", *(f"c{n}" for n in range(26))]
)


def pair(identity: int) -> Pair | None:
    """The pair of this number that the present scope may see, or None."""
    rows = _rows(_SQL.replace("{which}", "t.id = %s"), [identity])
    return _pair(rows[0]) if rows else None


def settled() -> list[Pair]:
    """Pairs that were merged or told apart, the latest first."""
    which = "d.id IS NOT NULL OR m.id IS NOT NULL"
    sql = f"{_SQL.replace('{which}', which)} ORDER BY coalesce(m.at, d.at) DESC LIMIT %s"
    return [_pair(row) for row in _rows(sql, [PAST_MAX])]


def _pair(row: Sequence[Any]) -> Pair:
    one, other = _side(row[2], row[6:15]), _side(row[3], row[15:24])
    reason, by, at, event, gave_way, stands, motion, merged_at = row[24:32]
    merged = event == "merge"
    return Pair(
        id=row[0],
        agency_key=row[1],
        reasons=tuple(REASONS[code] for code in row[4]),
        found_at=row[5],
        one=one,
        other=other,
        state=_state(one, other, merged=merged, apart=reason is not None),
        told_apart=(reason, by, at) if reason is not None else None,
        gave_way=gave_way if merged else None,
        stands=stands if merged else None,
        motion=motion,
        merged_at=merged_at,
    )


def _state(one: Side, other: Side, *, merged: bool, apart: bool) -> str:
    states = {one.state, other.state}
    if merged and states == {"merged", "admitted"}:
        return "merged"
    if states != {"admitted"} or one.subject_id != other.subject_id:
        return "gone"
    if apart:
        return "distinct"
    return "open" if one.released and other.released else "unreleased"


def _side(record: UUID, row: Sequence[Any]) -> Side:
    number, state, item, version, subject, decided, payload, released, provider = row
    told = payload if isinstance(payload, dict) else orjson.loads(payload)
    field = item_shape(item, version).by_role("document_number")
    document = (told.get(field.code) if field else None) or str(record)
    return Side(
        record, number, state, item, version, subject, decided, told, released, provider, document
    )


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
