"""A sixth class, "withheld". The check is added without a look at the rows, so that no long lock is held; 0003 looks."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

CLASSES = ("minor", "general", "serious", "unknown", "none", "withheld")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="version", name="record_severity_is_known"),
        AddConstraintNotValid(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(severity__in=CLASSES)
                & (
                    models.Q(severity_reported__isnull=True)
                    | models.Q(severity_reported__in=CLASSES)
                ),
                name="record_severity_is_known",
            ),
        ),
    ]
