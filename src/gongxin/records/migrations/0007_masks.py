"""Records can be hidden from a day on, and contents can be found to be another body's; each by rows of their own."""

from django.db import migrations, models

from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_undone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contested",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("record", models.UUIDField()),
                ("fingerprint_mac", models.BinaryField()),
                ("mac_key", models.TextField()),
                ("holder", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["fingerprint_mac"], name="contested_of_content")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                            ("fingerprint_mac__length", 32),
                        ),
                        name="contested_is_somebodys",
                    ),
                    models.UniqueConstraint(
                        fields=("record", "holder"), name="contested_once_by_a_case"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaskEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("record", models.UUIDField()),
                ("holder", models.TextField()),
                ("event", models.TextField(choices=[("placed", "placed"), ("lifted", "lifted")])),
                ("from_date", models.DateField(null=True)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["record", "holder", "-id"], name="mask_of_record")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event", "placed"), ("from_date__isnull", False)),
                            models.Q(("event", "lifted"), ("from_date__isnull", True)),
                            _connector="OR",
                        ),
                        name="mask_is_placed_from_a_day_or_lifted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="mask_is_somebodys",
                    ),
                ],
            },
        ),
        *append_only("records_maskevent"),
        *append_only("records_contested"),
    ]
