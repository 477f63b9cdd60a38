"""Cases and what happened in them: each row kept for ever, behind the wall of whoever reported the records."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only

TABLES = ("cases_case", "cases_caseevent")
# An event copies whose the case is, for the wall; this holds the copy.
AS_IT_WAS = """
    ALTER TABLE cases_caseevent ADD CONSTRAINT case_event_is_of_its_case
        FOREIGN KEY (case_id, agency_key) REFERENCES cases_case (id, agency_key);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("subjects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("kind", models.TextField()),
                (
                    "records",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency_key", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("event", models.TextField()),
                ("party", models.TextField()),
                ("told", models.JSONField()),
                ("by", models.TextField()),
                ("on_date", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="case_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["objection", "not_us", "repair", "revocation"])),
                name="case_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "repair"), ("records__len__gte", 1)),
                    ("records__len", 1),
                    _connector="OR",
                ),
                name="case_is_about_records",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("id", "agency_key"), name="case_as_it_was_opened"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="case_event_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="case_event_agency_is_named",
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
                        ],
                    )
                ),
                name="case_event_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("party__in", ["subject", "platform", "provider", "reviewer"])),
                name="case_event_party_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("by", ""), _negated=True), ("number__gte", 1)),
                name="case_event_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__in", ["file", "report"]), ("number", 1)),
                    models.Q(
                        ("number__gt", 1),
                        models.Q(("event__in", ["file", "report"]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_first_event_brings_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("event__in", ("complete", "appeal", "say", "drop", "file")),
                        ("party", "subject"),
                    ),
                    models.Q(
                        models.Q(("party", "subject"), _negated=True),
                        models.Q(
                            ("event__in", ("complete", "appeal", "say", "drop", "file")),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="case_subject_decides_nothing",
            ),
        ),
        migrations.RunSQL(AS_IT_WAS, reverse_sql=migrations.RunSQL.noop),
        *(operation for table in TABLES for operation in append_only(table)),
        *(walled(table) for table in TABLES),
    ]
