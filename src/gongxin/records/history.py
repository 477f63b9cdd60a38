"""What became of one record over time: its versions, releases, marks and news. For staff; never for the public.

Whether somebody may see it is settled before: these tables have no wall, so a door asks through the batch first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from gongxin.catalogue.queries import item_shape
from gongxin.journal import merkle
from gongxin.journal import queries as journal
from gongxin.records.proofs import ProofUnknown, version_proof

_VERSIONS: Final = """
    SELECT v.number, v.item, v.item_version, v.state, v.reason, v.severity_reported, v.severity, v.severity_rule,
           v.decided_date, v.recorded_at, v.batch, v.row_no, v.payload, s.public_id AS subject,
           c.leaf_index, l.actor, l.kind AS act
    FROM records_version AS v
    LEFT JOIN subjects_subject AS s ON s.id = v.subject_id
    LEFT JOIN records_chunk AS c ON c.batch = v.batch AND v.row_no BETWEEN c.first_row AND c.last_row
    LEFT JOIN journal_leaf AS l ON l.index = c.leaf_index
    WHERE v.record = %(record)s
    ORDER BY v.number
"""
_RELEASES: Final = """
    SELECT r.kind, r.batch, r.number, r.proposed_by, r.approved_by, r.released_at, r.seen_hash
    FROM records_release AS r
    WHERE (r.record = %(record)s)
       OR r.batch IN (SELECT v.batch FROM records_version AS v WHERE v.record = %(record)s)
    ORDER BY r.released_at, r.id
"""
_MARKS: Final = """
    SELECT m.kind, m.event, m.basis, m.by, m.at FROM records_markevent AS m
    WHERE m.record = %(record)s ORDER BY m.id
"""
# Rides on change_of_record.
_CHANGES: Final = """
    SELECT c.sequence, c.number, c.operation, c.at FROM records_change AS c
    WHERE c.record = %(record)s ORDER BY c.sequence
"""
_TOMBSTONES: Final = """
    SELECT t.event, t.reason, t.by, t.at FROM records_tombstone AS t
    WHERE t.record = %(record)s ORDER BY t.id
"""


@dataclass(frozen=True)
class VersionKept:
    """One version: what it says, which act made it, whose the act was."""

    number: int
    item: str
    item_version: int
    state: str
    reason: str | None
    severity_reported: str | None
    severity: str
    severity_rule: str | None
    decided_date: Any
    recorded_at: datetime
    batch: UUID
    row_no: int
    payload: Mapping[str, str | None]
    subject: UUID | None
    leaf_index: int | None
    actor: str | None
    act: str | None


@dataclass(frozen=True)
class Cell:
    """One field, before and after."""

    code: str
    zh: str
    en: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class ReleaseKept:
    kind: str
    batch: UUID | None
    number: int | None
    proposed_by: str
    approved_by: str
    released_at: datetime
    seen_hash: bytes


@dataclass(frozen=True)
class MarkKept:
    kind: str
    event: str
    basis: str
    by: str
    at: datetime


@dataclass(frozen=True)
class News:
    sequence: int
    number: int
    operation: str
    at: datetime


@dataclass(frozen=True)
class Gone:
    """A tombstone: what left and does not return."""

    event: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class History:
    """All of it, each list in the order in which it happened."""

    versions: tuple[VersionKept, ...]
    releases: tuple[ReleaseKept, ...]
    marks: tuple[MarkKept, ...]
    news: tuple[News, ...]
    gone: tuple[Gone, ...]


def history(record: UUID) -> History:
    """Everything that was kept of a record; of an unknown one, nothing."""
    return History(
        tuple(VersionKept(**_said(row)) for row in _rows(_VERSIONS, record)),
        tuple(ReleaseKept(**row) for row in _rows(_RELEASES, record)),
        tuple(MarkKept(**row) for row in _rows(_MARKS, record)),
        tuple(News(**row) for row in _rows(_CHANGES, record)),
        tuple(Gone(**row) for row in _rows(_TOMBSTONES, record)),
    )


def compared(before: VersionKept | None, after: VersionKept) -> list[Cell]:
    """The fields of a version beside those of the one before, in the order of its item."""
    old = before.payload if before else {}
    item = item_shape(after.item, after.item_version)
    return [
        Cell(
            field.code,
            field.zh,
            field.en,
            old.get(field.code) or "",
            after.payload.get(field.code) or "",
        )
        for field in item.fields
        if old.get(field.code) or after.payload.get(field.code)
    ]


def version_is_proven(record: UUID, number: int) -> bool:
    """Whether the stored commitment leads to the root of the log as it stands."""
    try:
        proof = version_proof(record, number)
    except ProofUnknown:
        return False
    in_chunk = merkle.verify_inclusion(
        leaf=merkle.leaf_hash(proof.commitment),
        index=proof.row_index,
        size=proof.chunk_rows,
        proof=proof.row_path,
        root=proof.chunk_root,
    )
    return in_chunk and merkle.verify_inclusion(
        leaf=proof.leaf_hash,
        index=proof.leaf_index,
        size=proof.tree_size,
        proof=proof.log_path,
        root=journal.frontier(proof.tree_size).root(),
    )


def _rows(statement: str, record: UUID) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"record": record})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, map(_plain, row), strict=True)) for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """With the payload as a mapping, whether or not Django decodes JSON for a plain cursor."""
    payload = row["payload"]
    return row | {"payload": orjson.loads(payload) if isinstance(payload, str) else payload}
