"""Files of evidence and what a scanner said of them: each row kept for ever, behind the wall of whoever deals with them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Length

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only

models.BinaryField.register_lookup(Length)

TABLES = ("attachments_file", "attachments_verdict")
# A verdict copies whose the file is, for the wall; this holds the copy.
AS_IT_CAME = """
    ALTER TABLE attachments_verdict ADD CONSTRAINT verdict_is_of_its_file
        FOREIGN KEY (file_id, agency_key) REFERENCES attachments_file (id, agency_key);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("holder", models.TextField()),
                ("name", models.TextField()),
                ("type", models.TextField()),
                ("size", models.PositiveBigIntegerField()),
                ("original_digest", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("sealed_digest", models.BinaryField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", ""), _negated=True),
                        name="file_agency_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("holder", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                        ),
                        name="file_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("type__in", ["pdf", "jpeg", "png"])),
                        name="file_type_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)), name="file_is_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest__length", 32),
                            ("original_digest__length", 32),
                            ("sealed_digest__length", 32),
                        ),
                        name="file_digests_are_whole",
                    ),
                    models.UniqueConstraint(fields=("holder", "digest"), name="file_once_a_holder"),
                    models.UniqueConstraint(fields=("id", "agency_key"), name="file_as_it_came"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency_key", models.TextField()),
                ("found", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attachments.file",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", ""), _negated=True),
                        name="verdict_agency_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), _negated=True), name="verdict_is_somebodys"
                    ),
                ],
            },
        ),
        migrations.RunSQL(AS_IT_CAME, migrations.RunSQL.noop),
        *(operation for table in TABLES for operation in append_only(table)),
        *(walled(table) for table in TABLES),
    ]
