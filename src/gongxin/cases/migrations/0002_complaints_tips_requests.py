"""Complaints, tips and requests: cases about no record, the words that people bring with them, and receipts.

Words are kept apart from the events, for they have an end; nothing else of a case does.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only

TABLES = ("cases_words", "cases_receipt")
AS_IT_WAS = """
    ALTER TABLE cases_words ADD CONSTRAINT case_words_are_of_their_case
        FOREIGN KEY (case_id, agency_key) REFERENCES cases_case (id, agency_key);
    ALTER TABLE cases_words ADD CONSTRAINT case_words_are_of_their_step
        FOREIGN KEY (case_id, number) REFERENCES cases_caseevent (case_id, number);
    ALTER TABLE cases_receipt ADD CONSTRAINT case_receipt_is_of_its_case
        FOREIGN KEY (case_id, agency_key) REFERENCES cases_case (id, agency_key);
"""
# What is refused is refused with reasons and an article; what is found of a body says what, by which article, and what is done.
REASONS = """
    ALTER TABLE cases_caseevent ADD CONSTRAINT case_refusal_gives_reasons CHECK (
        event NOT IN ('refuse', 'deny', 'give_part')
        OR (btrim(coalesce(told->>'text', '')) <> '' AND btrim(coalesce(told->>'article', '')) <> ''));
    ALTER TABLE cases_caseevent ADD CONSTRAINT case_complaint_is_answered_with_reasons CHECK (
        event NOT IN ('found', 'dismiss') OR btrim(coalesce(told->>'text', '')) <> '');
    ALTER TABLE cases_caseevent ADD CONSTRAINT case_liability_says_what_by_what_and_what_is_done CHECK (
        event <> 'found'
        OR (coalesce(told->>'fault', '') IN ('late', 'wrong_subject', 'wrong_content', 'shown_too_long', 'not_allowed',
                                             'leak', 'refused', 'fee', 'handling')
            AND btrim(coalesce(told->>'article', '')) <> '' AND btrim(coalesce(told->>'remedy', '')) <> ''));
"""
UNDO_REASONS = """
    ALTER TABLE cases_caseevent DROP CONSTRAINT case_refusal_gives_reasons;
    ALTER TABLE cases_caseevent DROP CONSTRAINT case_complaint_is_answered_with_reasons;
    ALTER TABLE cases_caseevent DROP CONSTRAINT case_liability_says_what_by_what_and_what_is_done;
"""
# The trigger is the rule, for the owner too: text and salt, to nothing, of a case whose end a leaf of the log stands for.
EMPTYING = """
DROP TRIGGER cases_words_rows_stay ON cases_words;
CREATE TRIGGER cases_words_rows_stay BEFORE DELETE ON cases_words
    FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();

CREATE FUNCTION gongxin_words_only_emptied() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE emptied cases_words;
BEGIN
    emptied := OLD;
    emptied.text := '';
    emptied.salt := decode(repeat('00', 16), 'hex');
    IF OLD.salt = emptied.salt OR NEW IS DISTINCT FROM emptied OR NOT EXISTS (
        SELECT 1 FROM journal_leaf AS l
        WHERE l.kind = 'case.words_emptied' AND l.body->>'case' = OLD.case_id::text)
    THEN
        RAISE EXCEPTION 'append-only: % on % is refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_words_only_emptied BEFORE UPDATE ON cases_words
    FOR EACH ROW EXECUTE FUNCTION gongxin_words_only_emptied();

CREATE FUNCTION gongxin_empty_words(of_cases uuid[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH emptied AS (
        UPDATE cases_words SET text = '', salt = decode(repeat('00', 16), 'hex')
        WHERE case_id = ANY(of_cases) AND salt <> decode(repeat('00', 16), 'hex')
        RETURNING 1)
    SELECT count(*) FROM emptied
$$;
REVOKE EXECUTE ON FUNCTION gongxin_empty_words(uuid[]) FROM PUBLIC;
"""
UNDO_EMPTYING = """
DROP FUNCTION gongxin_empty_words(uuid[]);
DROP TRIGGER cases_words_only_emptied ON cases_words;
DROP FUNCTION gongxin_words_only_emptied();
DROP TRIGGER cases_words_rows_stay ON cases_words;
CREATE TRIGGER cases_words_rows_stay BEFORE UPDATE OR DELETE ON cases_words
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
            cursor.execute(f"GRANT EXECUTE ON FUNCTION gongxin_empty_words(uuid[]) TO {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("journal", "0001_initial"),
        ("subjects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency_key", models.TextField()),
                ("digest", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Words",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency_key", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("key", models.TextField()),
                ("text", models.TextField()),
                ("salt", models.BinaryField()),
                ("digest", models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_is_about_records",
        ),
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="case_event_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="case_event_party_is_known",
        ),
        migrations.AlterField(
            model_name="case",
            name="subject",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subjects.subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "objection",
                            "not_us",
                            "repair",
                            "revocation",
                            "complaint",
                            "own_complaint",
                            "tip",
                            "request",
                        ],
                    )
                ),
                name="case_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["complaint", "own_complaint", "request", "tip"]),
                        ("records__len", 0),
                    ),
                    models.Q(("kind", "repair"), ("records__len__gte", 1)),
                    models.Q(
                        models.Q(
                            (
                                "kind__in",
                                ["complaint", "own_complaint", "request", "tip", "repair"],
                            ),
                            _negated=True,
                        ),
                        ("records__len", 1),
                    ),
                    _connector="OR",
                ),
                name="case_is_about_records",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["complaint", "own_complaint", "request", "tip"]),
                    ("subject__isnull", False),
                    _connector="OR",
                ),
                name="case_about_records_is_a_bodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "tip"), _negated=True),
                    ("subject__isnull", True),
                    _connector="OR",
                ),
                name="case_tip_is_about_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "event__in",
                        [
                            "file",
                            "ask",
                            "complete",
                            "forward",
                            "extend",
                            "uphold",
                            "correct",
                            "corrected",
                            "reject",
                            "appeal",
                            "confirm",
                            "grant",
                            "refuse",
                            "report",
                            "carry_out",
                            "reinstate",
                            "say",
                            "drop",
                            "hear",
                            "state",
                            "found",
                            "dismiss",
                            "incident",
                            "see",
                            "give",
                            "give_part",
                            "deny",
                            "hand_on",
                            "return",
                            "answer",
                            "close",
                        ],
                    )
                ),
                name="case_event_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("party__in", ["subject", "platform", "provider", "reviewer", "head"])
                ),
                name="case_event_party_is_known",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="words",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.case",
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["digest"], name="case_receipt_by_digest"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("case",), name="case_receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="case_receipt_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__length", 32)), name="case_receipt_is_a_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="words",
            constraint=models.UniqueConstraint(
                fields=("case", "number", "key"), name="case_words_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="words",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="case_words_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="words",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__in", ["text", "target"])),
                name="case_words_are_of_the_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="words",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__length", 32), ("salt__length", 16)),
                name="case_words_are_committed_to",
            ),
        ),
        migrations.RunSQL(AS_IT_WAS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(REASONS, reverse_sql=UNDO_REASONS),
        *(operation for table in TABLES for operation in append_only(table)),
        *(walled(table) for table in TABLES),
        migrations.RunSQL(EMPTYING, reverse_sql=UNDO_EMPTYING),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
