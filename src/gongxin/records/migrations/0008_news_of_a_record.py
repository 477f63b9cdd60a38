"""The news of one record is asked for by record: whether it stands in the set of what is shown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0007_masks")]

    operations = [
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["record", "-sequence"], name="change_of_record"),
        ),
    ]
