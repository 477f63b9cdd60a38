"""What agencies owe the centre: monthly sheets, questions about missing numbers and their answers, each kept for ever."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only

TABLES = (
    *("promises_sheet", "promises_sheetline", "promises_sheetverdict"),
    *("promises_question", "promises_answer", "promises_answerverdict", "promises_arrival"),
)
# A verdict copies whose the paper is and who wrote it, so that one row can be held to "another person"; these hold the copy.
AS_IT_WAS = """
    ALTER TABLE promises_sheetverdict ADD CONSTRAINT sheet_verdict_is_of_what_was_filed
        FOREIGN KEY (sheet_id, agency_key, filed_by) REFERENCES promises_sheet (id, agency_key, filed_by);
    ALTER TABLE promises_answerverdict ADD CONSTRAINT answer_verdict_is_of_what_was_answered
        FOREIGN KEY (answer_id, agency_key, answered_by)
        REFERENCES promises_answer (id, agency_key, answered_by);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency_key", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("kind", models.TextField()),
                ("basis", models.TextField()),
                ("note", models.TextField()),
                ("answered_by", models.TextField()),
                ("answered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("item", models.TextField()),
                ("series", models.TextField()),
                ("year", models.PositiveIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("asked_date", models.DateField()),
                ("asked_by", models.TextField()),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("month", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("problems", models.TextField()),
                ("digest", models.BinaryField()),
                ("filed_by", models.TextField()),
                ("filed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SheetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_key", models.TextField()),
                ("item", models.TextField()),
                ("generated", models.PositiveIntegerField()),
                ("self_published", models.PositiveIntegerField()),
                ("reported", models.PositiveIntegerField()),
                ("unreported", models.PositiveIntegerField()),
                ("basis", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="AnswerVerdict",
            fields=[
                (
                    "answer",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decided",
                        serialize=False,
                        to="promises.answer",
                    ),
                ),
                ("agency_key", models.TextField()),
                ("answered_by", models.TextField()),
                ("verdict", models.TextField()),
                ("reason", models.TextField()),
                ("decided_by", models.TextField()),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="arrived",
                        serialize=False,
                        to="promises.question",
                    ),
                ),
                ("agency_key", models.TextField()),
                ("arrived_date", models.DateField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="question_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("agency_key", "item", "series", "year", "serial"), name="question_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("serial__gte", 1), ("year__gte", 1949), ("year__lte", 9999)),
                name="question_is_about_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", ""), _negated=True), name="question_is_somebodys"
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="question",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="promises.question",
            ),
        ),
        migrations.CreateModel(
            name="SheetVerdict",
            fields=[
                (
                    "sheet",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decided",
                        serialize=False,
                        to="promises.sheet",
                    ),
                ),
                ("agency_key", models.TextField()),
                ("filed_by", models.TextField()),
                ("verdict", models.TextField()),
                ("reason", models.TextField()),
                ("decided_by", models.TextField()),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="sheet_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="sheet_month_is_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="sheet_number_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("filed_by", ""), _negated=True), ("digest__length", 32)
                ),
                name="sheet_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                fields=("agency_key", "month", "number"), name="sheet_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                fields=("id", "agency_key", "filed_by"), name="sheet_as_it_was_filed"
            ),
        ),
        migrations.AddField(
            model_name="sheetline",
            name="sheet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="promises.sheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["signed", "returned"])),
                name="answer_verdict_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", ""), _negated=True),
                    models.Q(("decided_by", models.F("answered_by")), _negated=True),
                ),
                name="answer_verdict_is_a_second_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "returned"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="answer_returned_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="arrival_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="answer_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["void", "not_publishable", "publish_now", "another_body"])
                ),
                name="answer_is_of_the_closed_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "not_publishable"), _negated=True),
                    models.Q(("basis", ""), _negated=True),
                    _connector="OR",
                ),
                name="answer_not_publishable_names_the_law",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "another_body"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="answer_of_another_body_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_by", ""), _negated=True), ("number__gte", 1)
                ),
                name="answer_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("question", "number"), name="answer_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("id", "agency_key", "answered_by"), name="answer_as_it_was_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["signed", "returned"])),
                name="sheet_verdict_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", ""), _negated=True),
                    models.Q(("decided_by", models.F("filed_by")), _negated=True),
                ),
                name="sheet_verdict_is_a_second_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetverdict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "returned"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="sheet_returned_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="sheet_line_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.UniqueConstraint(fields=("sheet", "item"), name="sheet_line_once"),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "generated",
                        django.db.models.expressions.CombinedExpression(
                            models.F("reported"), "+", models.F("unreported")
                        ),
                    )
                ),
                name="sheet_line_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.CheckConstraint(
                condition=models.Q(("self_published__lte", models.F("generated"))),
                name="sheet_line_publishes_no_more_than_there_was",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", ""), ("unreported", 0)),
                    models.Q(("unreported__gt", 0), models.Q(("basis", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sheet_line_unreported_has_its_basis",
            ),
        ),
        migrations.RunSQL(AS_IT_WAS, reverse_sql=migrations.RunSQL.noop),
        *(walled(table) for table in TABLES),
        *(operation for table in TABLES for operation in append_only(table)),
    ]
