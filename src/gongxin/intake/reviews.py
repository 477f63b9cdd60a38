"""Reads of officers' opinions on held rows: who, when, why, and what was taken back. Behind the wall of the row's agency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

REVIEWS_MAX: Final = 300

_REVIEWS = """
    SELECT w.id, w.batch_id, w.row_no, w.agency_key, w.verdict, w.judgement, w.subject, w.evidence::json, w.reason,
           w.question, w.decided_by, w.decided_at, w.undoes_id, u.id, r.party->>'name', r.party->>'code'
    FROM intake_review AS w
    LEFT JOIN intake_review AS u ON u.undoes_id = w.id
    LEFT JOIN intake_row AS r ON r.batch_id = w.batch_id AND r.row_no = w.row_no
    WHERE {which}
"""


@dataclass(frozen=True)
class ReviewCard:
    """An opinion as it was given, and whether it was taken back."""

    id: int
    batch: UUID
    row_no: int
    agency_key: str
    verdict: str
    judgement: int | None
    subject: int | None
    evidence: Mapping[str, str]
    reason: str
    question: str | None
    decided_by: str
    decided_at: datetime
    undoes: int | None
    undone_by: int | None
    name: str | None
    code: str | None

    @property
    def state(self) -> str:
        """for_ever, stands or ended."""
        if self.verdict == "different":
            return "for_ever"
        return "ended" if self.undone_by or self.verdict == "reopened" else "stands"


def reviews_of(batch: UUID, row_no: int) -> list[ReviewCard]:
    """Every opinion on this row, in order."""
    where = _REVIEWS.replace("{which}", "w.batch_id = %s AND w.row_no = %s")
    return [ReviewCard(*row) for row in _fetch(f"{where} ORDER BY w.id", [batch, row_no])]


def review(identity: int) -> ReviewCard | None:
    """The opinion of this number, or None where the present scope sees none."""
    rows = _fetch(_REVIEWS.replace("{which}", "w.id = %s"), [identity])
    return ReviewCard(*rows[0]) if rows else None


def reviews() -> list[ReviewCard]:
    """Opinions, the latest first."""
    sql = f"{_REVIEWS.replace('{which}', 'true')} ORDER BY w.id DESC LIMIT %s"
    return [ReviewCard(*row) for row in _fetch(sql, [REVIEWS_MAX])]


def _fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
