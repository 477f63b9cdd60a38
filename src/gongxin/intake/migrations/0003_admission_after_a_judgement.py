"""Held rows can enter after an officer's judgement, together and released by themselves; opinions are kept, for ever."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import gongxin.intake.batches
import gongxin.intake.opinions
from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_emptied"),
    ]

    operations = [
        migrations.CreateModel(
            name="Admission",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("judgement", models.BigIntegerField()),
                ("rows", models.PositiveIntegerField()),
                ("admitted_by", models.TextField()),
                ("admitted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("row_no", models.PositiveIntegerField()),
                ("verdict", models.TextField()),
                ("judgement", models.BigIntegerField(null=True)),
                ("subject", models.BigIntegerField(null=True)),
                ("evidence", models.JSONField()),
                ("reason", models.TextField()),
                ("question", models.TextField(null=True)),
                ("decided_by", models.TextField()),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="row",
            name="row_outcome_is_known",
        ),
        migrations.AddField(
            model_name="row",
            name="judgement",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="admission",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.batch"
            ),
        ),
        migrations.AddField(
            model_name="row",
            name="admission",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="intake.admission",
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["admitted", "duplicate", "held", "rejected"])),
                name="row_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("judgement__isnull", False),
                        ("outcome", gongxin.intake.batches.Outcome["ADMITTED"]),
                    ),
                    models.Q(
                        models.Q(
                            ("outcome", gongxin.intake.batches.Outcome["ADMITTED"]), _negated=True
                        ),
                        ("admission__isnull", True),
                        ("judgement__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="row_admitted_by_a_judgement",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="batch",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="intake.batch",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="undoes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="intake.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="admission_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(("rows__gte", 1)), name="admission_has_rows"
            ),
        ),
        migrations.AddConstraint(
            model_name="admission",
            constraint=models.CheckConstraint(
                condition=models.Q(("admitted_by", ""), _negated=True), name="admission_is_signed"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["batch", "row_no"], name="review_of_row"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict__in", ["same", "different", "unsure", "new", "reopened"])
                ),
                name="review_verdict_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="party_review_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("decided_by", ""), _negated=True),
                ),
                name="review_is_signed_and_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("question__isnull", False),
                        ("verdict", gongxin.intake.opinions.Opinion["UNSURE"]),
                        models.Q(("question", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            ("verdict", gongxin.intake.opinions.Opinion["UNSURE"]), _negated=True
                        ),
                        ("question__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="review_asks_where_it_cannot_tell",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "verdict__in",
                            [
                                gongxin.intake.opinions.Opinion["SAME"],
                                gongxin.intake.opinions.Opinion["DIFFERENT"],
                                gongxin.intake.opinions.Opinion["NEW"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(("judgement__isnull", False), ("subject__isnull", False)),
                    _connector="OR",
                ),
                name="review_finding_is_a_judgement",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("undoes__isnull", False),
                        ("verdict", gongxin.intake.opinions.Opinion["REOPENED"]),
                    ),
                    models.Q(
                        models.Q(
                            ("verdict", gongxin.intake.opinions.Opinion["REOPENED"]), _negated=True
                        ),
                        ("undoes__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="review_undoing_names_what",
            ),
        ),
        walled("intake_admission"),
        *append_only("intake_admission"),
        walled("intake_review"),
        *append_only("intake_review"),
    ]
