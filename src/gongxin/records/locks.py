"""Who waits for whom before a record changes: acts on one record among themselves, and all of them for an act on many."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection

# Acts on one record share it, an act on many has it alone: a million locks on records would not fit into PostgreSQL's table.
_MANY: Final = 0x72656373  # "recs"


def one_record(record: UUID) -> None:
    """For the rest of the transaction nobody else acts on this record."""
    some_records([record])


def some_records(records: Iterable[UUID]) -> None:
    """The same for a few, in one order, so that two acts never wait for one another crosswise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_MANY])
        cursor.execute(
            """
            SELECT pg_advisory_xact_lock(hashtextextended(record, 0))
            FROM (SELECT record FROM unnest(%s::text[]) AS wanted(record) ORDER BY record) AS ordered
            """,
            [[str(record) for record in records]],
        )


def many_records() -> None:
    """For the rest of the transaction nobody else acts on any record that is stored already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MANY])
