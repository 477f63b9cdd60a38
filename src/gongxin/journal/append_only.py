"""Makes a table append-only: the operations a migration adds after creating it. Touches no row.

Two walls: triggers refuse UPDATE, DELETE and TRUNCATE to everyone who does not switch triggers off,
the owner included; and the application role loses the privileges, so that a dropped trigger is not
the end of it.
"""

import re

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

_TABLE = re.compile(r"[a-z][a-z0-9_]{0,48}")  # 63 less its endings

# restrict_violation: Django shows it as IntegrityError, as it does every other rule of the database.
_FUNCTION = """
CREATE OR REPLACE FUNCTION gongxin_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
END $$
"""


def append_only(table: str) -> list[Operation]:
    """Operations after which rows of `table` can be added and read, and nothing else."""
    assert _TABLE.fullmatch(table), f"not a plain table name: {table!r}"
    return [
        migrations.RunSQL(_FUNCTION, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(
            f"""
            CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON "{table}"
                FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();
            CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON "{table}"
                FOR EACH STATEMENT EXECUTE FUNCTION gongxin_refuse_change();
            """,
            reverse_sql=f"""
            DROP TRIGGER {table}_table_stays ON "{table}";
            DROP TRIGGER {table}_rows_stay ON "{table}";
            """,
        ),
        _Revoke(table),
    ]


class _Revoke(migrations.RunPython):
    """Takes the privileges from the application role, unless it is absent or owns the table."""

    def __init__(self, table: str) -> None:
        def revoke(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
            role: str = settings.GONGXIN_APPLICATION_ROLE
            with schema_editor.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user",
                    [role],
                )
                if cursor.fetchone() is not None:
                    name = schema_editor.quote_name(role)
                    cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {name}')

        super().__init__(revoke, migrations.RunPython.noop)
