"""Files on their way, how a batch came, its undoing as a whole, and rows that became corrections."""

import uuid

import django.db.models.expressions
from django.db import migrations, models

from gongxin.agencies.wall import walled


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
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
                ("started_by", models.TextField()),
                ("file_name", models.TextField()),
                ("encoding", models.TextField(null=True)),
                ("size", models.BigIntegerField()),
                ("received", models.BigIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="batch",
            name="batch_sum_is_exact",
        ),
        migrations.RemoveConstraint(
            model_name="batch",
            name="batch_never_counts_more_than_its_rows",
        ),
        migrations.RemoveConstraint(
            model_name="row",
            name="row_outcome_is_known",
        ),
        migrations.AddField(
            model_name="batch",
            name="channel",
            field=models.TextField(db_default="file", default="file"),
        ),
        migrations.AddField(
            model_name="batch",
            name="corrected",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="batch",
            name="undone_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="undone_by",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="undone_reason",
            field=models.TextField(null=True),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "finished"), _negated=True),
                    (
                        "rows",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("admitted"), "+", models.F("duplicates")
                                    ),
                                    "+",
                                    models.F("held"),
                                ),
                                "+",
                                models.F("rejected"),
                            ),
                            "+",
                            models.F("corrected"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="batch_sum_is_exact",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "rows__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("admitted"), "+", models.F("duplicates")
                                    ),
                                    "+",
                                    models.F("held"),
                                ),
                                "+",
                                models.F("rejected"),
                            ),
                            "+",
                            models.F("corrected"),
                        ),
                    ),
                    ("next_chunk__lte", models.F("chunks")),
                    ("warned__lte", models.F("admitted")),
                ),
                name="batch_never_counts_more_than_its_rows",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["file", "form", "api", "source"])),
                name="batch_channel_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("undone_at__isnull", True),
                        ("undone_by__isnull", True),
                        ("undone_reason__isnull", True),
                    ),
                    models.Q(
                        ("undone_at__isnull", False),
                        ("undone_by__isnull", False),
                        ("undone_reason__isnull", False),
                        models.Q(("undone_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="batch_undone_by_whom_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone_at__isnull", True),
                    ("status__in", ["finished", "held"]),
                    _connector="OR",
                ),
                name="batch_undone_was_at_rest",
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["admitted", "duplicate", "held", "rejected", "corrected"])
                ),
                name="row_outcome_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["expires_at"], name="upload_expires"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="upload_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received__gte", 0), ("received__lte", models.F("size")), ("size__gte", 1)
                ),
                name="upload_receives_no_more_than_its_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("started_at"))),
                name="upload_expires_after_it_started",
            ),
        ),
        walled("intake_upload"),
    ]
