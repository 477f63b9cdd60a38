"""Two people let what left a body come back to it on a certificate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_motions_about_partners")]

    operations = [
        migrations.RemoveConstraint(model_name="motion", name="motion_kind_is_known"),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "record.correct",
                            "record.withdraw",
                            "batch.undo",
                            "record.merge",
                            "record.unmerge",
                            "record.reinsert",
                            "account.open",
                            "account.grant",
                            "key.issue",
                            "source.open",
                            "partner.admit",
                            "partner.change",
                            "partner.close",
                        ],
                    )
                ),
                name="motion_kind_is_known",
            ),
        ),
    ]
