"""A record whose batch was undone has a state of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_desk"),
        ("records", "0004_erasure"),
        ("subjects", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="version",
            name="record_state_is_known",
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["admitted", "repaired", "withdrawn", "undone", "erased"])
                ),
                name="record_state_is_known",
            ),
        ),
    ]
