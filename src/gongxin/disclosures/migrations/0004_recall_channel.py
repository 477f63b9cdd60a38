"""What is true now may be told with a recall: a channel of its own. Recalls are found by their recipient."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0003_reasons_of_looks"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="disclosure", name="disclosure_channel_is_known"),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                name="disclosure_channel_is_known",
                condition=Q(
                    channel__in=[
                        "api_check",
                        "command_check",
                        "page",
                        "report",
                        "feed",
                        "package",
                        "recall",
                    ]
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                fields=["recipient_kind", "recipient"], name="disclosure_of_recipient"
            ),
        ),
    ]
