"""Who holds copies, and how they are reached; append-only."""

import django.db.models.deletion
from django.db import migrations, models

from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("partner", "partner"),
                            ("agency", "agency"),
                            ("platform", "platform"),
                        ]
                    ),
                ),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("uscc", models.TextField(null=True)),
                ("purpose", models.TextField()),
                ("basis", models.TextField()),
                ("registered_by", models.TextField()),
                ("registered_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["partner", "agency", "platform"])),
                        name="partner_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z][a-z0-9_-]{1,39}$")),
                        name="partner_key_is_plain",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("zh", ""), _negated=True),
                            models.Q(("en", ""), _negated=True),
                            models.Q(("basis", ""), _negated=True),
                            models.Q(("purpose", ""), _negated=True),
                        ),
                        name="partner_has_a_name_and_a_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("webhook", models.TextField(null=True)),
                ("ack_key", models.BinaryField(null=True)),
                ("token_digest", models.BinaryField(null=True, unique=True)),
                ("closed", models.BooleanField(default=False)),
                ("proposed_by", models.TextField()),
                ("approved_by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="exchange.partner",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partner", "-id"], name="terms_of_partner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", models.F("approved_by")), _negated=True),
                        name="terms_need_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("webhook__isnull", True),
                            ("webhook__regex", "^https://"),
                            ("webhook__regex", "^http://127\\.0\\.0\\.1:"),
                            _connector="OR",
                        ),
                        name="terms_webhook_is_https_or_loopback",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ack_key__isnull", True), ("ack_key__length", 32), _connector="OR"
                            ),
                            models.Q(
                                ("token_digest__isnull", True),
                                ("token_digest__length", 32),
                                _connector="OR",
                            ),
                        ),
                        name="terms_digests_have_their_length",
                    ),
                ],
            },
        ),
        *append_only("exchange_partner"),
        *append_only("exchange_partnerterms"),
    ]
