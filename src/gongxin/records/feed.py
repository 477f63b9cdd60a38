"""The change feed: how the news of a record is appended, in the order of commit and without gaps. Carries no payload."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

# What came with a batch, or with an act, and is still so: a version that was followed by another is not announced.
STANDING: Final = """
    FROM records_version AS v
    WHERE v.batch = %s AND v.state = 'admitted' AND NOT EXISTS (
        SELECT 1 FROM records_version AS later
        WHERE later.record = v.record AND later.number = v.number + 1)
"""


def append_standing(*, batch: UUID, operation: str, now: datetime) -> int:
    """Change rows of all that stands from a batch or an act; returns how many. The caller holds the journal's lock."""
    return _append_of(STANDING, batch, operation, now)


def append_act(*, act: UUID, operation: str, now: datetime) -> int:
    """Change rows of every version that an act made, whatever its state. The caller holds the journal's lock."""
    return _append_of("FROM records_version AS v WHERE v.batch = %s", act, operation, now)


def _append_of(versions: str, batch: UUID, operation: str, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at)
            SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (ORDER BY v.row_no),
                   v.jurisdiction, v.record, v.number, %s, %s
            {versions}
            """,  # noqa: S608 - a text of ours
            [operation, now, batch],
        )
        return int(cursor.rowcount)


def append_changes(
    *,
    jurisdiction: str,
    versions: Sequence[tuple[UUID, int]],
    operation: str,
    now: datetime,
) -> None:
    """Change rows, in the order of commit and without gaps. The caller holds the journal's lock (it appended a leaf)."""
    records, numbers = zip(*versions, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at)
            SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (ORDER BY n),
                   %s, record, number, %s, %s
            FROM unnest(%s::uuid[], %s::int[]) WITH ORDINALITY AS made(record, number, n)
            """,
            [jurisdiction, operation, now, list(records), list(numbers)],
        )
