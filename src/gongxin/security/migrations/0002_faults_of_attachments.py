"""A restore drill may find that a file of evidence is missing or changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("security", "0001_registers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="drill",
            name="drill_faults_are_known",
        ),
        migrations.AddConstraint(
            model_name="drill",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "faults__contained_by",
                        [
                            "files",
                            "restore",
                            "counts",
                            "journal",
                            "records",
                            "tombstones",
                            "attachments",
                        ],
                    )
                ),
                name="drill_faults_are_known",
            ),
        ),
    ]
