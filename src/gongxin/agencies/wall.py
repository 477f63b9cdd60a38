"""Puts a table behind the wall of its agency: the operation a migration adds after creating it. Touches no row.

A transaction sees and writes the rows whose `agency_key` is the setting `gongxin.agency` (`scope.acting_for`), all of
them where the setting is "*", none where it says nothing. The owner is bound too (FORCE).
"""

import re

from django.db import migrations
from django.db.migrations.operations.base import Operation

_TABLE = re.compile(r"[a-z][a-z0-9_]{0,48}")  # 63 less its endings


def walled(table: str) -> Operation:
    """The operation after which an agency meets its own rows of `table` alone."""
    assert _TABLE.fullmatch(table), f"not a plain table name: {table!r}"
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_own ON {table}
            USING (current_setting('gongxin.agency', true) IN (agency_key, '*'))
            WITH CHECK (current_setting('gongxin.agency', true) IN (agency_key, '*'));
        """,
        reverse_sql=f"""
        DROP POLICY {table}_own ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
