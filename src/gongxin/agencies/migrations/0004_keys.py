"""Keys by which programs act for an agency, behind its wall."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongxin.agencies.wall import walled


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_sign_in_reviews_trainings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("number", models.PositiveIntegerField()),
                ("label", models.TextField()),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "addresses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("per_minute", models.PositiveIntegerField()),
                ("per_day", models.PositiveIntegerField()),
                ("ends_date", models.DateField()),
                ("department_code", models.TextField(null=True)),
                ("tables", models.JSONField(default=dict)),
                ("motion", models.UUIDField(unique=True)),
                ("proposed_by", models.TextField()),
                ("approved_by", models.TextField()),
                ("issued_at", models.DateTimeField()),
                ("digest", models.BinaryField(null=True, unique=True)),
                ("hint", models.TextField(null=True)),
                ("collected_by", models.TextField(null=True)),
                ("collected_at", models.DateTimeField(null=True)),
                ("revoked_by", models.TextField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_reason", models.TextField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency_key", "number"), name="key_number_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency_key", ""), _negated=True),
                        name="key_agency_is_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="key_says_what_for"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scopes__contained_by", ["submit", "read"]), ("scopes__len__gt", 0)
                        ),
                        name="key_scopes_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("items__len__gt", 0), ("addresses__len__gt", 0)),
                        name="key_is_for_items_and_addresses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("per_minute__gt", 0), ("per_day__gte", models.F("per_minute"))
                        ),
                        name="key_quota_is_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by", models.F("approved_by")), _negated=True),
                        name="key_is_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("collected_at__isnull", True),
                                ("collected_by__isnull", True),
                                ("digest__isnull", True),
                                ("hint__isnull", True),
                            ),
                            models.Q(
                                ("collected_at__isnull", False),
                                ("collected_by__isnull", False),
                                ("digest__isnull", False),
                                ("digest__length", 32),
                                ("hint__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="key_collected_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("revoked_at__isnull", True),
                                ("revoked_by__isnull", True),
                                ("revoked_reason__isnull", True),
                            ),
                            models.Q(
                                ("revoked_at__isnull", False),
                                ("revoked_by__isnull", False),
                                ("revoked_reason__isnull", False),
                                models.Q(("revoked_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="key_revoked_when_by_whom_and_why",
                    ),
                ],
            },
        ),
        walled("agencies_key"),
    ]
