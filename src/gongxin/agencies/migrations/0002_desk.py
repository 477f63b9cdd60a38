"""Two-person motions, second factors and sign-ins; the roles of the centre and of the administrators are seven."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongxin.agencies.roles
from gongxin.agencies.wall import walled


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("kind", models.TextField()),
                ("about", models.TextField()),
                ("content", models.JSONField()),
                ("seen_hash", models.BinaryField()),
                ("reason", models.TextField()),
                ("state", models.TextField(default="open")),
                ("proposed_by", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret", models.TextField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("last_step", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("device", models.TextField()),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="account",
            name="account_role_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="grant",
            name="grant_role_is_known",
        ),
        migrations.AddField(
            model_name="account",
            name="person",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AlterField(
            model_name="account",
            name="role",
            field=models.CharField(
                choices=[
                    ("agency_clerk", "AGENCY_CLERK"),
                    ("agency_reviewer", "AGENCY_REVIEWER"),
                    ("centre_officer", "CENTRE_OFFICER"),
                    ("centre_supervisor", "CENTRE_SUPERVISOR"),
                    ("auditor", "AUDITOR"),
                    ("system_administrator", "SYSTEM_ADMINISTRATOR"),
                    ("security_administrator", "SECURITY_ADMINISTRATOR"),
                ],
                max_length=24,
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="role",
            field=models.CharField(
                choices=[
                    ("agency_clerk", "AGENCY_CLERK"),
                    ("agency_reviewer", "AGENCY_REVIEWER"),
                    ("centre_officer", "CENTRE_OFFICER"),
                    ("centre_supervisor", "CENTRE_SUPERVISOR"),
                    ("auditor", "AUDITOR"),
                    ("system_administrator", "SYSTEM_ADMINISTRATOR"),
                    ("security_administrator", "SECURITY_ADMINISTRATOR"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "agency_clerk",
                            "agency_reviewer",
                            "centre_officer",
                            "centre_supervisor",
                            "auditor",
                            "system_administrator",
                            "security_administrator",
                        ],
                    )
                ),
                name="account_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", ""), _negated=True),
                name="account_person_is_named_or_unknown",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "agency_clerk",
                            "agency_reviewer",
                            "centre_officer",
                            "centre_supervisor",
                            "auditor",
                            "system_administrator",
                            "security_administrator",
                        ],
                    )
                ),
                name="grant_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            gongxin.agencies.roles.Role["AUDITOR"],
                            gongxin.agencies.roles.Role["SECURITY_ADMINISTRATOR"],
                            gongxin.agencies.roles.Role["SYSTEM_ADMINISTRATOR"],
                        ],
                    ),
                    _negated=True,
                ),
                name="grant_lends_no_administrators_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted_by", ""), _negated=True), name="grant_is_by_another"
            ),
        ),
        migrations.AddIndex(
            model_name="motion",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["agency_key", "proposed_at"],
                name="motion_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="motion",
            index=models.Index(fields=["about"], name="motion_about"),
        ),
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
                            "account.open",
                            "account.grant",
                            "key.issue",
                            "source.open",
                        ],
                    )
                ),
                name="motion_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "approved", "refused", "withdrawn"])),
                name="motion_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="motion_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True), models.Q(("about", ""), _negated=True)
                ),
                name="motion_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen_hash__length", 32)),
                name="motion_is_bound_to_what_was_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                        ("state", "open"),
                    ),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="motion_decided_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    models.Q(("proposed_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="motion_is_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="motion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("kind", "about"),
                name="motion_open_is_one",
            ),
        ),
        migrations.AddField(
            model_name="secondfactor",
            name="account",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="second_factor",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signin",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sign_ins",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="secondfactor",
            constraint=models.CheckConstraint(
                condition=models.Q(("secret", ""), _negated=True), name="second_factor_has_a_secret"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondfactor",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_step__gte", 0)), name="second_factor_step_counts"
            ),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["account", "-started_at"],
                name="sign_in_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen_at__gte", models.F("started_at"))),
                name="sign_in_is_seen_after_it_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="sign_in_ended_when_and_by_whom",
            ),
        ),
        walled("agencies_motion"),
    ]
