"""News says that an exit caused it; what was found not to be about a body says which, and is answered by a row of its own."""

import django.db.models.deletion
from django.db import migrations, models

from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0008_news_of_a_record")]

    operations = [
        migrations.AddField(
            model_name="change",
            name="cause",
            field=models.TextField(null=True),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cause__isnull", True),
                    models.Q(("cause", "exit"), ("operation__in", ["add", "delete"])),
                    _connector="OR",
                ),
                name="change_cause_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("cause__isnull", False)),
                fields=["record"],
                name="change_by_exit",
            ),
        ),
        migrations.AddField(
            model_name="contested",
            name="subject",
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="ContestAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("certificate", models.UUIDField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "contested",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.contested",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), _negated=True),
                        name="contest_answer_is_somebodys",
                    ),
                ],
            },
        ),
        *append_only("records_contestanswer"),
    ]
