"""Looks of staff at what is not public: kept for ever, behind the wall of their agency."""

import uuid

import django.contrib.postgres.fields
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffRead",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("account", models.TextField()),
                ("role", models.TextField()),
                ("agency_key", models.TextField()),
                ("action", models.TextField()),
                ("purpose", models.TextField()),
                ("asked", models.TextField(null=True)),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["account", "-at"], name="read_of_account"),
                    models.Index(fields=["-at"], name="read_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="read_says_what_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", ""), _negated=True),
                            models.Q(("agency_key", ""), _negated=True),
                        ),
                        name="read_is_somebodys",
                    ),
                ],
            },
        ),
        walled("disclosures_staffread"),
        *append_only("disclosures_staffread"),
    ]
