"""Leaves are found by the record or the batch they speak of: two partial indexes, no row is touched."""

from django.db import migrations, models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="leaf",
            index=models.Index(
                KeyTextTransform("batch", "body"),
                condition=Q(body__has_key="batch"),
                name="leaf_of_batch",
            ),
        ),
        migrations.AddIndex(
            model_name="leaf",
            index=models.Index(
                KeyTextTransform("record", "body"),
                condition=Q(body__has_key="record"),
                name="leaf_of_record",
            ),
        ),
    ]
