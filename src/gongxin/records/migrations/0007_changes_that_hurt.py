"""Changes that hurt a copy are found by their record: for recalls."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_undone"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=~Q(operation="add"), fields=["record"], name="change_that_hurts_a_copy"
            ),
        ),
    ]
