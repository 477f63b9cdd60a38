"""A look keeps the reason in the person's own words; looks are found by what was shown."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0002_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="staffread",
            name="reason",
            field=models.TextField(null=True),
        ),
        migrations.AddIndex(
            model_name="staffread",
            index=django.contrib.postgres.indexes.GinIndex(fields=["shown"], name="read_of_what"),
        ),
    ]
