"""Two records that tell one decision: suspected, told apart or merged; and a record may be nobody's for a while."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_desk"),
        ("records", "0004_erasure"),
        ("subjects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Distinct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("event", models.TextField(choices=[("merge", "merge"), ("unmerge", "unmerge")])),
                ("record", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("stands", models.UUIDField()),
                ("motion", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Twin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("one", models.UUIDField()),
                ("other", models.UUIDField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("found_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TwinLook",
            fields=[
                ("leaf_index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="version",
            name="record_state_is_known",
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["admitted", "repaired", "withdrawn", "erased", "detached", "merged"],
                    )
                ),
                name="record_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="twin",
            constraint=models.UniqueConstraint(
                fields=("one", "other"), name="twin_pair_is_found_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="twin",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="twin_is_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="twin",
            constraint=models.CheckConstraint(
                condition=models.Q(("reasons__len__gt", 0)), name="twin_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="twin",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="twin_agency_is_named"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="twin",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.twin"
            ),
        ),
        migrations.AddField(
            model_name="distinct",
            name="twin",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.twin"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ["merge", "unmerge"])), name="merge_event_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("record", models.F("stands")), _negated=True),
                name="merge_is_of_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="merge_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                fields=("record", "number"), name="merge_is_one_version_of_its_record"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinct",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True), models.Q(("by", ""), _negated=True)
                ),
                name="distinct_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="distinct",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="distinct_agency_is_named",
            ),
        ),
        *append_only("records_twinlook"),
        *(
            operation
            for table in ("records_twin", "records_distinct", "records_merge")
            for operation in (walled(table), *append_only(table))
        ),
    ]
