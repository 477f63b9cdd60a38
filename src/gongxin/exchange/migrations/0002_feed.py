"""The digest of the set, what partners say of theirs, and the hashes of what stands no more; tokens that wait."""

import django.db.models.deletion
from django.db import migrations, models

from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="partnerterms",
            name="token_waits",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="partnerterms",
            name="token_digest",
            field=models.BinaryField(db_index=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="partnerterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("token_waits", False),
                    models.Q(("closed", False), ("token_digest__isnull", True)),
                    _connector="OR",
                ),
                name="terms_token_waits_or_is_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerterms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed", False), ("token_digest__isnull", True), _connector="OR"
                ),
                name="terms_closed_open_nothing",
            ),
        ),
        migrations.CreateModel(
            name="SetState",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("state", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__length", 2048)),
                        name="set_state_has_its_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="set_state_is_after_a_line"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SetComparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("through", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("ours", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.partner",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partner", "-id"], name="comparison_of_partner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__length", 32), ("ours__length", 32)),
                        name="comparison_digests_have_their_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("through__gte", 0)), name="comparison_is_after_a_line"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.BinaryField()),
                ("sequence", models.BigIntegerField()),
                ("gone", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hash", "sequence"), name="stale_moves_once_by_a_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hash__length", 32)), name="stale_hash_has_its_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="stale_moves_by_a_line"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaleLook",
            fields=[("sequence", models.BigIntegerField(primary_key=True, serialize=False))],
        ),
        *append_only("exchange_setstate"),
        *append_only("exchange_setcomparison"),
        *append_only("exchange_stale"),
        *append_only("exchange_stalelook"),
    ]
