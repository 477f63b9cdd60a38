"""What stands beside records for a time: who hides them from which day, which marks they bear, and what was found to be another's.

Reads alone; whether a record is public says the one read model.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.db import connection


def masks_of(record: UUID) -> dict[str, date]:
    """Who hides this record, or will, and from which day: of each holder the latest event. Rides on mask_of_record."""
    rows = _rows(
        """
        SELECT DISTINCT ON (m.holder) m.holder, m.from_date FROM records_maskevent AS m
        WHERE m.record = %s ORDER BY m.holder, m.id DESC
        """,
        [record],
    )
    return {holder: from_date for holder, from_date in rows if from_date is not None}


def first_days_hidden(records: Sequence[UUID]) -> dict[UUID, date]:
    """Of those that somebody hides, or will: the first day without each. Rides on mask_of_record."""
    rows = _rows(
        """
        SELECT latest.record, min(latest.from_date)
        FROM (
            SELECT DISTINCT ON (m.record, m.holder) m.record, m.from_date FROM records_maskevent AS m
            WHERE m.record = ANY(%s) ORDER BY m.record, m.holder, m.id DESC
        ) AS latest
        WHERE latest.from_date IS NOT NULL GROUP BY latest.record
        """,
        [list(records)],
    )
    return dict(rows)


def marks_standing(record: UUID) -> set[str]:
    """The kinds of marks that stand on this record now. Rides on mark_of_record."""
    rows = _rows(
        """
        SELECT DISTINCT ON (m.kind) m.kind, m.event FROM records_markevent AS m
        WHERE m.record = %s ORDER BY m.kind, m.id DESC
        """,
        [record],
    )
    return {kind for kind, event in rows if event == "placed"}


# Of a finding that did not keep whom it is not about, the body that the record was detached from.
_STANDING: Final = """
    SELECT c.id, c.record::text, c.fingerprint_mac,
           coalesce(c.subject, (SELECT v.subject_id FROM records_version AS v
                                WHERE v.record = c.record ORDER BY v.number DESC LIMIT 1))
    FROM records_contested AS c
    WHERE NOT EXISTS (SELECT 1 FROM records_contestanswer AS a WHERE a.contested_id = c.id)
"""
_CONTESTS: Final = {"contest": pl.Int64, "record": pl.String, "fingerprint_mac": pl.Binary, "about": pl.Int64}  # fmt: skip


def contested() -> pl.DataFrame:
    """What was found not to be about the body it names, and no certificate answered: contest, record, fingerprint_mac, about (the body).

    As few as cases ever found; read once a chunk.
    """
    rows = [(n, record, bytes(mac), about) for n, record, mac, about in _rows(_STANDING, [])]
    return pl.DataFrame(rows, schema=_CONTESTS, orient="row")


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
