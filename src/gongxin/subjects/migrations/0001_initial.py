"""The tables of subjects, and the walls around what must not change."""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from gongxin.journal.append_only import append_only

# `gongxin_refuse_change` comes with append_only above.
_FIXED = {
    "subjects_subject": "id, public_id, jurisdiction, subject_kind, batch, row_no, recorded_at",
    "subjects_identifier": "id, jurisdiction, subject_id, scheme, value, valid_from",
    "subjects_name": "id, jurisdiction, subject_id, name, norm, bigrams, valid_from",
}
STAYS = "".join(
    f"""
    CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();
    CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION gongxin_refuse_change();
    CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {columns} ON {table}
        FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();
    """
    for table, columns in _FIXED.items()
)
STAYS_NO_MORE = "".join(
    f"""
    DROP TRIGGER {table}_fixed ON {table};
    DROP TRIGGER {table}_table_stays ON {table};
    DROP TRIGGER {table}_stays ON {table};
    """
    for table in _FIXED
)
# How common a pair of characters is decides between index and scan: let the planner know the first thousands.
STATISTICS = "ALTER TABLE subjects_name ALTER COLUMN bigrams SET STATISTICS 1000"
STATISTICS_AS_BEFORE = "ALTER TABLE subjects_name ALTER COLUMN bigrams SET STATISTICS -1"
# An individual business (个体工商户) bears its operator's trade: no index of parts may lead to it.
GUARDED = """
    CREATE FUNCTION subjects_name_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM added a JOIN subjects_subject s ON s.id = a.subject_id
            WHERE a.bigrams <> '{}' AND s.kind = 'individual_business'
        ) THEN
            RAISE EXCEPTION 'the name of an individual business is found whole or not at all'
                USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER subjects_name_is_guarded AFTER INSERT ON subjects_name
        REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION subjects_name_is_guarded();
    CREATE TRIGGER subjects_subject_guard_stays BEFORE UPDATE OF kind ON subjects_subject
        FOR EACH ROW
        WHEN (OLD.kind <> NEW.kind AND 'individual_business' IN (OLD.kind, NEW.kind))
        EXECUTE FUNCTION gongxin_refuse_change();
"""
GUARDED_NO_MORE = """
    DROP TRIGGER subjects_subject_guard_stays ON subjects_subject;
    DROP TRIGGER subjects_name_is_guarded ON subjects_name;
    DROP FUNCTION subjects_name_is_guarded();
"""
JUDGEMENT = """
    CREATE FUNCTION subjects_judgement_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.ended_at IS NOT NULL
           OR NEW.ended_at IS NULL
           OR (to_jsonb(NEW) - 'ended_at' - 'ended_by') IS DISTINCT FROM
              (to_jsonb(OLD) - 'ended_at' - 'ended_by') THEN
            RAISE EXCEPTION 'a judgement can only be ended, and once'
                USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER subjects_judgement_only_ends BEFORE UPDATE ON subjects_judgement
        FOR EACH ROW EXECUTE FUNCTION subjects_judgement_only_ends();
    CREATE TRIGGER subjects_judgement_stays BEFORE DELETE ON subjects_judgement
        FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();
    CREATE TRIGGER subjects_judgement_table_stays BEFORE TRUNCATE ON subjects_judgement
        FOR EACH STATEMENT EXECUTE FUNCTION gongxin_refuse_change();
"""
JUDGEMENT_NO_MORE = """
    DROP TRIGGER subjects_judgement_table_stays ON subjects_judgement;
    DROP TRIGGER subjects_judgement_stays ON subjects_judgement;
    DROP TRIGGER subjects_judgement_only_ends ON subjects_judgement;
    DROP FUNCTION subjects_judgement_only_ends();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bigram",
            fields=[
                ("bigram", models.TextField(primary_key=True, serialize=False)),
                ("names", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        editable=False,
                        unique=True,
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("subject_kind", models.TextField()),
                ("kind", models.TextField(null=True)),
                ("status", models.TextField()),
                ("registered_date", models.DateField(null=True)),
                ("deregistered_date", models.DateField(null=True)),
                ("address", models.TextField(null=True)),
                ("division_code", models.TextField(null=True)),
                ("industry", models.TextField(null=True)),
                ("registering_authority", models.TextField(null=True)),
                ("capital", models.TextField(null=True)),
                ("scope", models.TextField(null=True)),
                ("batch", models.UUIDField()),
                ("row_no", models.PositiveIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("batch", models.UUIDField()),
                ("chunk", models.PositiveIntegerField()),
                ("row_no", models.PositiveIntegerField()),
                ("entry", models.TextField()),
                ("salt", models.TextField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("name", models.TextField()),
                ("norm", models.TextField()),
                ("kind", models.TextField()),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                (
                    "bigrams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("party_fingerprint", models.BinaryField()),
                ("reported", models.JSONField()),
                ("verdict", models.TextField()),
                ("evidence", models.JSONField()),
                ("decided_by", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(null=True)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("scheme", models.TextField()),
                ("value", models.TextField()),
                ("grade", models.TextField()),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identifiers",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("kind", models.TextField()),
                ("effective_date", models.DateField()),
                ("source", models.TextField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="subjects.subject",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("subject_kind__in", ["organisation", "practitioner", "farm_household"])
                ),
                name="subject_kind_is_one_of_three",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "kind__in",
                            [
                                "enterprise",
                                "individual_business",
                                "cooperative",
                                "institution",
                                "social_organisation",
                                "government",
                                "collective",
                                "other",
                            ],
                        ),
                        ("kind__isnull", False),
                        ("subject_kind", "organisation"),
                    ),
                    models.Q(
                        models.Q(("subject_kind", "organisation"), _negated=True),
                        ("kind__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="subject_organisation_has_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["active", "deregistered", "revoked", "unknown"])
                ),
                name="subject_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "active"), _negated=True),
                    ("deregistered_date__isnull", True),
                    _connector="OR",
                ),
                name="subject_active_has_no_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("registered_date__isnull", True),
                    ("deregistered_date__isnull", True),
                    ("registered_date__lte", models.F("deregistered_date")),
                    _connector="OR",
                ),
                name="subject_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(
                fields=("batch", "row_no"), name="subject_row_enters_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("batch", "row_no"), name="entry_row_enters_once"
            ),
        ),
        migrations.AddIndex(
            model_name="name",
            index=django.contrib.postgres.indexes.GinIndex(
                gin_pending_list_limit=2048, fields=["bigrams"], name="name_bigrams"
            ),
        ),
        migrations.AddIndex(
            model_name="name",
            index=models.Index(fields=["norm"], name="name_norm"),
        ),
        migrations.AddConstraint(
            model_name="name",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["present", "former", "short"])),
                name="name_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="name",
            constraint=models.CheckConstraint(
                condition=models.Q(("norm", ""), _negated=True), name="name_is_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="name",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_from__lt", models.F("valid_until")),
                    _connector="OR",
                ),
                name="name_period_is_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="name",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "present"), _negated=True),
                    ("valid_until__isnull", True),
                    _connector="OR",
                ),
                name="name_present_has_not_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="name",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "present")),
                fields=("subject",),
                name="name_present_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["same", "different", "unsure"])),
                name="judgement_verdict_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "different"), _negated=True),
                    ("ended_at__isnull", True),
                    _connector="OR",
                ),
                name="judgement_different_is_for_ever",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="judgement_ended_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("ended_at__gte", models.F("decided_at")),
                    _connector="OR",
                ),
                name="judgement_ends_after_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", ""), _negated=True),
                    models.Q(("evidence", {}), _negated=True),
                ),
                name="judgement_is_signed_and_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("party_fingerprint", "subject"),
                name="judgement_live_is_one_per_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("verdict", "same")),
                fields=("party_fingerprint",),
                name="judgement_party_is_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "scheme__in",
                        (
                            "uscc",
                            "org_code",
                            "reg15",
                            "reg13",
                            "coop",
                            "reg_other",
                            "tax",
                            "institution",
                            "social",
                        ),
                    )
                ),
                name="identifier_scheme_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade__in", ["valid", "warning"])),
                name="identifier_passed_its_check",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True), name="identifier_is_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_from__lt", models.F("valid_until")),
                    _connector="OR",
                ),
                name="identifier_period_is_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_until__isnull", True)),
                fields=("scheme", "value"),
                name="identifier_live_names_one_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["merger", "split"])),
                name="succession_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                name="succession_is_to_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="succession_has_a_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(
                fields=("predecessor", "successor"), name="succession_happens_once"
            ),
        ),
        *append_only("subjects_entry"),
        *append_only("subjects_succession"),
        # What a register said stays; what a number or name belongs to is never re-pointed.
        migrations.RunSQL(STAYS, reverse_sql=STAYS_NO_MORE),
        migrations.RunSQL(STATISTICS, reverse_sql=STATISTICS_AS_BEFORE),
        migrations.RunSQL(GUARDED, reverse_sql=GUARDED_NO_MORE),
        # A judgement may be ended and nothing else; "different" not even that (constraint).
        migrations.RunSQL(JUDGEMENT, reverse_sql=JUDGEMENT_NO_MORE),
    ]
