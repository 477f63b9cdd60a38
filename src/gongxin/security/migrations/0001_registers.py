"""Registers of security: incidents, canaries, backups, drills, verifications, checkpoints given away; walls and append-only."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AlarmAnswer",
            fields=[
                ("read", models.UUIDField(primary_key=True, serialize=False)),
                ("agency_key", models.TextField(default="*")),
                ("text", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="alarm_answer_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", "*")), name="alarm_answer_is_of_no_agency"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Backup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("place", models.TextField()),
                ("size", models.BigIntegerField()),
                ("tables", models.PositiveIntegerField()),
                ("rows", models.BigIntegerField()),
                ("journal_size", models.BigIntegerField()),
                ("digest", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("journal_size__gte", 0),
                            ("rows__gte", 0),
                            ("size__gte", 1),
                            ("tables__gte", 1),
                        ),
                        name="backup_holds_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="backup_digest_is_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="backup_made_where_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Canary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("jurisdiction", models.TextField()),
                ("name", models.TextField()),
                ("norm", models.TextField()),
                ("code", models.CharField(max_length=18, unique=True)),
                ("placed_by", models.TextField()),
                ("placed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("norm", ""), _negated=True),
                            models.Q(("placed_by", ""), _negated=True),
                        ),
                        name="canary_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9A-Z]{2}999999")),
                        name="canary_is_of_no_division",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="canary_ended_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("holder", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("size", "holder"), name="handover_once"),
                    models.CheckConstraint(
                        condition=models.Q(("holder__regex", "^[a-z][a-z0-9_.-]{0,63}$")),
                        name="handover_names_a_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 0), models.Q(("by", ""), _negated=True)),
                        name="handover_of_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField(default="*")),
                ("kind", models.TextField()),
                ("happened_at", models.DateTimeField(null=True)),
                ("found_at", models.DateTimeField()),
                ("opened_by", models.TextField()),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "leak",
                                    "tampering",
                                    "loss",
                                    "wrong_fact",
                                    "access",
                                    "outage",
                                    "malware",
                                    "lost_device",
                                    "other",
                                ],
                            )
                        ),
                        name="incident_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("happened_at__isnull", True),
                            ("happened_at__lte", models.F("found_at")),
                            _connector="OR",
                        ),
                        name="incident_happens_before_it_is_found",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found_at__lte", models.F("opened_at"))),
                        name="incident_is_found_before_it_is_entered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", "*")), name="incident_is_of_no_agency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opened_by", ""), _negated=True),
                        name="incident_opened_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("findings", models.PositiveIntegerField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 0), models.Q(("by", ""), _negated=True)),
                        name="verification_read_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seconds", models.PositiveIntegerField()),
                ("tables", models.PositiveIntegerField()),
                ("rows", models.BigIntegerField()),
                ("journal_size", models.BigIntegerField()),
                (
                    "faults",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "backup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drills",
                        to="security.backup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "faults__contained_by",
                                ["files", "restore", "counts", "journal", "records", "tombstones"],
                            )
                        ),
                        name="drill_faults_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("journal_size__gte", 0),
                            ("rows__gte", 0),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="drill_counts_what_was_there",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("agency_key", models.TextField(default="*")),
                ("kind", models.TextField()),
                ("grade", models.TextField(null=True)),
                ("text", models.TextField()),
                ("corrects", models.PositiveIntegerField(null=True)),
                ("told", models.TextField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "touched",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("organisations", models.PositiveIntegerField(null=True)),
                ("records", models.PositiveIntegerField(null=True)),
                ("opened_by", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="security.incident",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "number"), name="entry_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "closed")),
                        fields=("incident",),
                        name="entry_closes_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["opened", "touched", "told", "measure", "corrected", "closed"],
                            )
                        ),
                        name="entry_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade__isnull", True),
                            ("grade__in", ["ordinary", "large", "major", "extraordinary"]),
                            _connector="OR",
                        ),
                        name="entry_grade_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grade__isnull", False), ("kind", "opened"), ("number", 1)),
                            models.Q(
                                ("number__gt", 1), models.Q(("kind", "opened"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="entry_first_opens_with_a_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="entry_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "told"),
                                (
                                    "told__in",
                                    ["authority", "subjects", "agencies", "head", "public"],
                                ),
                                ("told__isnull", False),
                                ("told_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(("kind", "told"), _negated=True),
                                ("told__isnull", True),
                                ("told_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="entry_tells_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("corrects__isnull", False),
                                ("corrects__lt", models.F("number")),
                                ("kind", "corrected"),
                            ),
                            models.Q(
                                models.Q(("kind", "corrected"), _negated=True),
                                ("corrects__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="entry_corrects_an_earlier_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "closed"), _negated=True),
                            models.Q(("by", models.F("opened_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="entry_closes_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", "*")), name="entry_is_of_no_agency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("opened_by", ""), _negated=True),
                        ),
                        name="entry_is_somebodys",
                    ),
                ],
            },
        ),
        walled("security_incident"),
        walled("security_incidententry"),
        walled("security_alarmanswer"),
        *append_only("security_incident"),
        *append_only("security_incidententry"),
        *append_only("security_alarmanswer"),
        *append_only("security_backup"),
        *append_only("security_drill"),
        *append_only("security_verification"),
        *append_only("security_handover"),
    ]
