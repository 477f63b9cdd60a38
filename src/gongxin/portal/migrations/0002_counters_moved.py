"""The counters of requests live in the room `limits` now; no table is touched here."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("limits", "0001_moved_from_the_portal"), ("portal", "0001_initial")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel("Salt"),
                migrations.DeleteModel("Counter"),
            ]
        )
    ]
