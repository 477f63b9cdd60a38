"""Whose drafts a transaction may see: the second wall behind every check of a door. Set for one transaction, never for a session."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

EVERY_AGENCY = "*"  # the platform's own work, the credit centre, the auditor


@contextmanager
def acting_for(agency_key: str) -> Iterator[None]:
    """A transaction that sees the batches of this agency alone (or of all, with EVERY_AGENCY)."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('gongxin.agency', true)")
            (before,) = cursor.fetchone()
            cursor.execute("SELECT set_config('gongxin.agency', %s, true)", [agency_key])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('gongxin.agency', %s, true)", [before or ""])
