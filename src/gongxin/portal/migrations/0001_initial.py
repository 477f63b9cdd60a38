"""Counters of requests: two tables without personal data, not written to the write-ahead log."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="Salt",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("salt", models.BinaryField()),
            ],
            options={"constraints": []},
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("client", models.BinaryField()),
                ("bucket", models.CharField(max_length=24)),
                ("window", models.BigIntegerField()),
                ("hits", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["client", "bucket"], name="counter_once_per_client"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(hits__gte=1), name="counter_counts_from_one"
                    ),
                ]
            },
        ),
        # A counter lost in a crash harms nobody; a counter in the log would cost every page a disk flush.
        migrations.RunSQL(
            "ALTER TABLE portal_counter SET UNLOGGED", "ALTER TABLE portal_counter SET LOGGED"
        ),
    ]
