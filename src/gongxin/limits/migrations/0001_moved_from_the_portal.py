"""The counters of requests move here from the public pages: both tables keep their rows under a new name."""

from typing import ClassVar

from django.db import migrations, models

_RENAMED = "ALTER TABLE {0}_salt RENAME TO {1}_salt; ALTER TABLE {0}_counter RENAME TO {1}_counter;"


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [("portal", "0001_initial")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    _RENAMED.format("portal", "limits"), _RENAMED.format("limits", "portal")
                )
            ],
            state_operations=[
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
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
            ],
        ),
    ]
