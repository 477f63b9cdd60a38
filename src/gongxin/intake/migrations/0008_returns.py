"""What left a body comes back by a certificate of its provider; that its subject was told is kept. Behind the wall, append-only."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only

_TABLES = ("certificate", "reinsertion", "reinsertiontold")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0007_entered"),
    ]

    operations = [
        migrations.AddField(
            model_name="row",
            name="contest",
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("row_no", models.PositiveIntegerField()),
                ("contest", models.BigIntegerField()),
                ("subject", models.BigIntegerField()),
                (
                    "answers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("checked", models.TextField()),
                ("why", models.TextField()),
                ("paper_number", models.TextField()),
                ("paper_date", models.DateField()),
                ("paper_digest", models.BinaryField()),
                ("motion", models.UUIDField(unique=True)),
                ("certified_by", models.TextField()),
                ("certified_at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.batch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reinsertion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("record", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("on_date", models.DateField()),
                (
                    "admission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.admission",
                    ),
                ),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.certificate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReinsertionTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("channel", models.TextField()),
                ("proof", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("on_date", models.DateField()),
                (
                    "reinsertion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.reinsertion",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["batch", "row_no"], name="certificate_of_row"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="certificate_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked", ""), _negated=True),
                    models.Q(("why", ""), _negated=True),
                    models.Q(("certified_by", ""), _negated=True),
                ),
                name="certificate_says_what_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paper_number", ""), _negated=True), ("paper_digest__length", 32)
                ),
                name="certificate_names_its_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="reinsertion",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="reinsertion_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="reinsertion",
            constraint=models.CheckConstraint(
                condition=models.Q(("by", ""), _negated=True), name="reinsertion_is_signed"
            ),
        ),
        migrations.AddConstraint(
            model_name="reinsertion",
            constraint=models.UniqueConstraint(
                fields=("record", "number"), name="reinsertion_is_one_version_of_its_record"
            ),
        ),
        migrations.AddConstraint(
            model_name="reinsertiontold",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="reinsertion_told_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="reinsertiontold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["counter", "letter", "inbox", "electronic", "public"]),
                    models.Q(("proof", ""), _negated=True),
                    models.Q(("by", ""), _negated=True),
                ),
                name="reinsertion_told_how_and_by_whom",
            ),
        ),
        *(walled(f"intake_{table}") for table in _TABLES),
        *(operation for table in _TABLES for operation in append_only(f"intake_{table}")),
    ]
