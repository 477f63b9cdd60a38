"""What happened with recalls; append-only. That a recall is owed is derived, never stored."""

from django.db import migrations, models

from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_feed"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecallEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recall", models.UUIDField()),
                ("sequence", models.BigIntegerField()),
                ("recipient_kind", models.TextField()),
                ("recipient", models.TextField()),
                ("event", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("outcome", models.TextField(null=True)),
                ("via", models.TextField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("code", models.TextField(null=True)),
                ("note", models.TextField(null=True)),
                ("signed", models.BinaryField(null=True)),
                ("body", models.BinaryField(null=True)),
                ("signature", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["recall"], name="event_of_recall"),
                    models.Index(
                        fields=["sequence", "recipient_kind", "recipient"], name="event_of_change"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("event", "acknowledged")),
                        fields=("recall", "outcome", "done_at"),
                        name="recall_word_is_kept_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event__in", ["failed", "delivered", "called", "acknowledged"])
                        ),
                        name="recall_event_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recipient_kind__in", ["partner", "agency"]),
                            models.Q(("recipient", ""), _negated=True),
                        ),
                        name="recall_is_of_an_institution",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), _negated=True),
                        name="recall_event_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done_at__isnull", False),
                                ("event", "acknowledged"),
                                (
                                    "outcome__in",
                                    [
                                        "deleted",
                                        "replaced",
                                        "not_held",
                                        "used_in_decision",
                                        "set_equal",
                                    ],
                                ),
                                ("outcome__isnull", False),
                                ("via__in", ["signature", "written", "digest"]),
                                ("via__isnull", False),
                            ),
                            models.Q(
                                models.Q(("event", "acknowledged"), _negated=True),
                                ("done_at__isnull", True),
                                ("outcome__isnull", True),
                                ("via__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="recall_acknowledgement_says_what_and_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signature__length", 64),
                                ("via", "signature"),
                                ("body__isnull", False),
                                ("signature__isnull", False),
                                ("signed__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("via__isnull", True),
                                    models.Q(("via", "signature"), _negated=True),
                                    _connector="OR",
                                ),
                                ("body__isnull", True),
                                ("signature__isnull", True),
                                ("signed__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="recall_signed_word_has_its_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("via__isnull", True),
                            models.Q(("via", "written"), _negated=True),
                            models.Q(
                                ("note__isnull", False), models.Q(("note", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="recall_written_word_names_its_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("code__isnull", False),
                                ("event__in", ["failed", "called"]),
                                models.Q(("code", ""), _negated=True),
                            ),
                            models.Q(
                                ("code__isnull", True), ("event__in", ["delivered", "acknowledged"])
                            ),
                            _connector="OR",
                        ),
                        name="recall_attempt_and_call_say_what_came",
                    ),
                ],
            },
        ),
        *append_only("exchange_recallevent"),
    ]
