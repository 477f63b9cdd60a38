"""Counters are written at each request and mean nothing after a crash: they are not written twice."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("limits", "0001_moved_from_the_portal")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE limits_counter SET UNLOGGED",
            reverse_sql="ALTER TABLE limits_counter SET LOGGED",
        ),
    ]
