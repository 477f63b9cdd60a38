"""What an erased record said can be emptied, in one narrow way; nothing else in the table can be changed, by anybody."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import gongxin.records.lifecycle

# The trigger is the rule, for the owner too: exactly these four columns, to exactly these values, of a version whose
# record has an erased version that a leaf of the log stands for. The function is the application's only way to it.
EMPTYING = """
DROP TRIGGER records_version_rows_stay ON records_version;
CREATE TRIGGER records_version_rows_stay BEFORE DELETE ON records_version
    FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();

CREATE FUNCTION gongxin_only_emptied() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE emptied records_version;
BEGIN
    emptied := OLD;
    emptied.payload := '{}';
    emptied.subject_id := NULL;
    emptied.salt := decode(repeat('00', 16), 'hex');
    emptied.content_mac := decode(repeat('00', 32), 'hex');
    IF OLD.state = 'erased' OR OLD.salt = emptied.salt OR NEW IS DISTINCT FROM emptied OR NOT EXISTS (
        SELECT 1
        FROM records_version AS erased
        JOIN records_chunk AS c ON c.batch = erased.batch AND erased.row_no BETWEEN c.first_row AND c.last_row
        JOIN journal_leaf AS l ON l.index = c.leaf_index
        WHERE erased.record = OLD.record AND erased.state = 'erased'
          AND l.kind = 'records.erased' AND l.root = c.root AND l.body->>'act' = c.batch::text)
    THEN
        RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER records_version_only_emptied BEFORE UPDATE ON records_version
    FOR EACH ROW EXECUTE FUNCTION gongxin_only_emptied();

CREATE FUNCTION gongxin_empty_erased(erased uuid[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH emptied AS (
        UPDATE records_version
        SET payload = '{}', subject_id = NULL,
            salt = decode(repeat('00', 16), 'hex'), content_mac = decode(repeat('00', 32), 'hex')
        WHERE record = ANY(erased) AND state <> 'erased' AND salt <> decode(repeat('00', 16), 'hex')
        RETURNING 1)
    SELECT count(*) FROM emptied
$$;
REVOKE EXECUTE ON FUNCTION gongxin_empty_erased(uuid[]) FROM PUBLIC;
"""
UNDO = """
DROP FUNCTION gongxin_empty_erased(uuid[]);
DROP TRIGGER records_version_only_emptied ON records_version;
DROP FUNCTION gongxin_only_emptied();
DROP TRIGGER records_version_rows_stay ON records_version;
CREATE TRIGGER records_version_rows_stay BEFORE UPDATE OR DELETE ON records_version
    FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();
"""


def grant(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The application may call the one function, unless its role is absent or owns the table."""
    role: str = settings.GONGXIN_APPLICATION_ROLE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role]
        )
        if cursor.fetchone() is not None:
            name = schema_editor.quote_name(role)
            cursor.execute(f"GRANT EXECUTE ON FUNCTION gongxin_empty_erased(uuid[]) TO {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("records", "0003_wider_law_looked_at"),
        ("subjects", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="version",
            name="subject",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subjects.subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__isnull", False), ("payload", {}), _connector="OR"),
                name="record_without_a_subject_says_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", gongxin.records.lifecycle.State["ERASED"]), _negated=True),
                    models.Q(("payload", {}), ("subject__isnull", True)),
                    _connector="OR",
                ),
                name="record_erased_says_nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(("state", gongxin.records.lifecycle.State["ERASED"])),
                fields=["record"],
                name="record_erased",
            ),
        ),
        migrations.RunSQL(EMPTYING, UNDO),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
