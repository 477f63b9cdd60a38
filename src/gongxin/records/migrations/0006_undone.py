"""A record whose batch was undone has a state of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_merging"),
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
                    (
                        "state__in",
                        [
                            "admitted",
                            "repaired",
                            "withdrawn",
                            "undone",
                            "erased",
                            "detached",
                            "merged",
                        ],
                    )
                ),
                name="record_state_is_known",
            ),
        ),
    ]
