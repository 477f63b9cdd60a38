"""The change feed: how the news of a record is appended, in the order of commit and without gaps. Carries no payload."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection


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
