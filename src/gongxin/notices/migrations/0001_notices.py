"""What happened to notices, append-only and behind the wall; where an organisation may be reminded, sealed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("subjects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("way", models.TextField()),
                ("sealed", models.TextField()),
                ("entered_by", models.TextField()),
                ("entered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["sms", "email"])),
                        name="contact_way_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("subject",),
                        name="contact_is_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), models.Q(("sealed", ""), _negated=True)
                            ),
                            models.Q(("ended_at__isnull", False), ("sealed", "")),
                            _connector="OR",
                        ),
                        name="contact_is_sealed_and_emptied_at_its_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entered_by__startswith", "owner.")),
                        name="contact_is_the_organisations_own",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("kind", models.TextField()),
                ("ref", models.UUIDField()),
                ("number", models.BigIntegerField()),
                ("event", models.TextField()),
                ("letter", models.BigIntegerField(null=True)),
                ("reference", models.TextField(null=True)),
                ("code", models.TextField(null=True)),
                ("basis", models.TextField(null=True)),
                ("on_date", models.DateField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "ref", "number", "id"], name="delivery_of_notice")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", ""), _negated=True),
                        name="delivery_agency_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["listed", "case", "masked", "moved", "left", "reinserted", "used"],
                            ),
                            ("number__gte", 0),
                        ),
                        name="delivery_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "event__in",
                                [
                                    "printed",
                                    "posted",
                                    "delivered",
                                    "returned",
                                    "handed_over",
                                    "read",
                                    "announced",
                                    "announcement_ended",
                                    "sent",
                                    "arrived",
                                    "failed",
                                ],
                            )
                        ),
                        name="delivery_event_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), _negated=True), name="delivery_is_somebodys"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("event", "printed"), ("letter__gte", 1), ("letter__isnull", False)
                            ),
                            models.Q(
                                models.Q(("event", "printed"), _negated=True),
                                ("letter__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_printed_has_its_letter",
                    ),
                    models.UniqueConstraint(fields=("letter",), name="delivery_letter_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "event__in",
                                    (
                                        "posted",
                                        "delivered",
                                        "announced",
                                        "sent",
                                        "arrived",
                                        "failed",
                                    ),
                                ),
                                ("reference__isnull", False),
                                models.Q(("reference", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "event__in",
                                        (
                                            "posted",
                                            "delivered",
                                            "announced",
                                            "sent",
                                            "arrived",
                                            "failed",
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                ("reference__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_proof_has_its_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis__isnull", False),
                                ("event__in", ("announced", "announcement_ended")),
                                models.Q(("basis", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("event__in", ("announced", "announcement_ended")),
                                    _negated=True,
                                ),
                                ("basis__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_announcement_names_its_law",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "code__in",
                                    [
                                        "moved_away",
                                        "unknown",
                                        "refused",
                                        "not_fetched",
                                        "bad_address",
                                    ],
                                ),
                                ("code__isnull", False),
                                ("event", "returned"),
                            ),
                            models.Q(
                                ("code__in", ["licence", "letter"]),
                                ("code__isnull", False),
                                ("event", "handed_over"),
                            ),
                            models.Q(
                                ("code__in", ["sms", "email"]),
                                ("code__isnull", False),
                                ("event__in", ["sent", "arrived", "failed"]),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "event__in",
                                        ["returned", "handed_over", "sent", "arrived", "failed"],
                                    ),
                                    _negated=True,
                                ),
                                ("code__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_says_why_or_what_was_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__startswith", "owner."), ("event", "read")),
                            models.Q(
                                models.Q(("event", "read"), _negated=True),
                                models.Q(("by__startswith", "owner."), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_is_read_by_its_own",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("event", "read")),
                        fields=("kind", "ref", "number"),
                        name="delivery_is_read_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("event__in", ["sent", "arrived", "failed"])),
                        fields=("event", "reference"),
                        name="delivery_message_once_each",
                    ),
                ],
            },
        ),
        *append_only("notices_delivery"),
        walled("notices_delivery"),
    ]
