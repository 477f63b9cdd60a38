"""Who waits for whom before something is entered of a notice: acts on the same notice, and acts that give letters their numbers."""

from collections.abc import Iterable
from typing import Final

from django.db import connection

from gongxin.notices.kinds import Key

_NUMBERS: Final = 0x6C657474  # "lett"


def locked(keys: Iterable[Key]) -> None:
    """For the rest of the transaction nobody else enters anything of these; in one order, so that nobody waits crosswise."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_advisory_xact_lock(hashtextextended(key, 0))
            FROM (SELECT key FROM unnest(%s::text[]) AS wanted(key) ORDER BY key) AS ordered
            """,
            [[f"notice:{key}" for key in keys]],
        )


def numbering() -> None:
    """For the rest of the transaction nobody else gives a letter its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS])
