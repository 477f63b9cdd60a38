"""Requests of programs that are sent once, and databases asked on a schedule, behind the wall of their agency."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0005_uploads_and_undoing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("token_hash", models.BinaryField()),
                ("request_digest", models.BinaryField()),
                ("sent_by", models.TextField()),
                ("sent_at", models.DateTimeField()),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.batch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency_key", "token_hash"), name="sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", ""), _negated=True),
                        name="sent_agency_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("request_digest__length", 32), ("token_hash__length", 32)
                        ),
                        name="sent_digests_have_32_bytes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("account", models.TextField(unique=True)),
                ("label", models.TextField()),
                ("item", models.TextField()),
                ("kind", models.TextField()),
                ("host", models.TextField()),
                ("port", models.PositiveIntegerField()),
                ("transport", models.TextField()),
                ("database", models.TextField()),
                ("user_name", models.TextField()),
                ("sealed_password", models.BinaryField()),
                ("view", models.TextField()),
                ("cursor_column", models.TextField()),
                ("cursor_kind", models.TextField(null=True)),
                ("cursor_value", models.TextField(null=True)),
                ("overlap_digest", models.BinaryField(null=True)),
                ("every_minutes", models.PositiveIntegerField()),
                ("state", models.TextField(default="open")),
                ("motion", models.UUIDField(unique=True)),
                ("proposed_by", models.TextField()),
                ("approved_by", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("last_run_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(null=True)),
                (
                    "last_batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.batch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_key", "number"), name="source_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", ""), _negated=True),
                        name="source_agency_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["postgresql", "mysql"])),
                        name="source_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("transport__in", ["tls", "plain"])),
                        name="source_transport_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "paused", "closed"])),
                        name="source_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="source_closed_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("host", ""), _negated=True),
                            models.Q(("database", ""), _negated=True),
                            models.Q(("view", ""), _negated=True),
                            models.Q(("cursor_column", ""), _negated=True),
                        ),
                        name="source_names_its_view",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_minutes__gt", 0), ("port__range", (1, 65535))),
                        name="source_port_and_pace_are_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sealed_password__length__gt", 28)),
                        name="source_password_is_sealed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cursor_kind__isnull", True),
                                ("cursor_value__isnull", True),
                                ("overlap_digest__isnull", True),
                            ),
                            models.Q(
                                ("cursor_kind__in", ["whole", "number", "day", "instant", "text"]),
                                ("cursor_kind__isnull", False),
                                ("cursor_value__isnull", False),
                                ("overlap_digest__isnull", False),
                                ("overlap_digest__length", 32),
                            ),
                            _connector="OR",
                        ),
                        name="source_cursor_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", models.F("approved_by")), _negated=True),
                        name="source_is_approved_by_another",
                    ),
                ],
            },
        ),
        walled("intake_sent"),
        *append_only("intake_sent"),
        walled("intake_source"),
    ]
