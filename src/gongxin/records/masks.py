"""What stands beside records for a time: who hides them from which day, which marks they bear, and what was found to be another's.

Reads alone; whether a record is public says the one read model.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
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


def contested(fingerprints: pl.Series) -> set[bytes]:
    """Which of these contents were found not to be about the body they name. As few as were ever found so."""
    if not _rows("SELECT 1 FROM records_contested LIMIT 1", []):
        return set()
    wanted = fingerprints.drop_nulls().to_list()
    rows = _rows(
        "SELECT c.fingerprint_mac FROM records_contested AS c WHERE c.fingerprint_mac = ANY(%s)",
        [wanted],
    )
    return {bytes(mac) for (mac,) in rows}


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
