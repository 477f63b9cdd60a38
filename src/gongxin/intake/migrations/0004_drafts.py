"""Drafts: the statuses before a batch is received, the fixes accepted for it, and the profiles of agencies."""

import django.db.models.deletion
from django.db import migrations, models

import gongxin.intake.batches
from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_admission_after_a_judgement"),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceptedFix",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.batch",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("agency_key", models.TextField()),
                ("kind", models.TextField()),
                ("field", models.TextField()),
                ("params", models.JSONField()),
                ("from_profile", models.BooleanField()),
                ("cells", models.PositiveIntegerField(default=0)),
                ("accepted_by", models.TextField()),
                ("accepted_at", models.DateTimeField()),
                ("undone_by", models.TextField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "intake_fix",
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency_key", models.TextField()),
                ("item", models.TextField()),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                ("digest", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.batch",
                    ),
                ),
                ("taken_from", models.PositiveIntegerField(null=True)),
                ("made_by", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="batch",
            name="batch_status_is_known",
        ),
        migrations.AddField(
            model_name="batch",
            name="discarded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="discarded_by",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="profile_version",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="batch",
            name="touched_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(
                condition=models.Q(("status", gongxin.intake.batches.Status["DRAFT"])),
                fields=["touched_at"],
                name="batch_drafts",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        ["draft", "discarded", "received", "admitting", "held", "finished"],
                    )
                ),
                name="batch_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", gongxin.intake.batches.Status["DRAFT"]), _negated=True),
                    ("touched_at__isnull", False),
                    _connector="OR",
                ),
                name="batch_draft_says_when_it_was_touched",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "status__in",
                            [
                                gongxin.intake.batches.Status["DRAFT"],
                                gongxin.intake.batches.Status["DISCARDED"],
                            ],
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("admitted", 0),
                        ("duplicates", 0),
                        ("held", 0),
                        ("next_chunk", 0),
                        ("rejected", 0),
                    ),
                    _connector="OR",
                ),
                name="batch_draft_admits_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("discarded_at__isnull", False),
                        ("discarded_by__isnull", False),
                        ("status", gongxin.intake.batches.Status["DISCARDED"]),
                    ),
                    models.Q(
                        models.Q(
                            ("status", gongxin.intake.batches.Status["DISCARDED"]), _negated=True
                        ),
                        ("discarded_at__isnull", True),
                        ("discarded_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="batch_discarded_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfix",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "map_header",
                            "join",
                            "convert_unit",
                            "strip_prefix",
                            "strip_suffix",
                            "half_width",
                            "drop_blanks",
                            "drop_invisible",
                            "read_day",
                            "read_amount",
                            "map_value",
                            "split_codes",
                            "fill",
                        ],
                    )
                ),
                name="fix_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfix",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="fix_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfix",
            constraint=models.CheckConstraint(
                condition=models.Q(("field", ""), _negated=True), name="fix_names_its_field"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfix",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="fix_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedfix",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="fix_undone_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.UniqueConstraint(
                fields=("agency_key", "item", "version"), name="profile_version_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="profile_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="profile_counts_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_from__isnull", True),
                    ("taken_from__lt", models.F("version")),
                    _connector="OR",
                ),
                name="profile_takes_up_an_earlier_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("batch__isnull", False), ("taken_from__isnull", True)),
                    models.Q(("batch__isnull", True), ("taken_from__isnull", False)),
                    _connector="OR",
                ),
                name="profile_comes_of_a_batch_or_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="profile",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__length", 32)), name="profile_digest_has_32_bytes"
            ),
        ),
        walled("intake_fix"),
        walled("intake_profile"),
        *append_only("intake_profile"),
    ]
