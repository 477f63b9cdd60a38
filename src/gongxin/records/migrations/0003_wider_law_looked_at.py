"""Looks at every row under a lock that lets readers and writers pass."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0002_wider_law")]

    operations = [ValidateConstraint(model_name="version", name="record_severity_is_known")]
