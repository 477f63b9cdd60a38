"""Invitations in two halves, failed sign-ins, closed accounts, lent roles with an end, reviews of access, trainings."""

import datetime
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongxin.agencies.roles
from gongxin.agencies.wall import walled
from gongxin.journal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("motion", models.UUIDField(null=True)),
                ("made_by", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("link_hash", models.BinaryField(null=True, unique=True)),
                ("link_by", models.TextField(null=True)),
                ("code_hash", models.BinaryField(null=True)),
                ("code_by", models.TextField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_how", models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("circle", models.CharField(max_length=12)),
                ("quarter_date", models.DateField()),
                ("seen_hash", models.BinaryField()),
                ("signed_by", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReviewLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agency_key", models.TextField()),
                ("verdict", models.CharField(max_length=8)),
                ("reason", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SignInFailure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=8)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("agency_key", models.TextField()),
                ("course", models.CharField(max_length=16)),
                ("attended_date", models.DateField()),
                ("valid_until", models.DateField()),
                ("recorded_by", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("struck_by", models.TextField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="closed_by",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="closed_reason",
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name="grant",
            name="until_date",
            field=models.DateField(
                default=datetime.date(2026, 1, 1)
            ),  # no right was lent before this
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="account",
            name="person",
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True)),
                fields=("person",),
                name="account_person_has_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
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
                    ("person__isnull", False),
                    _connector="OR",
                ),
                name="account_of_an_administrator_names_its_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__regex", "^([0-9]{17}[0-9Xx]|[0-9]{15}|1[3-9][0-9]{9})$"),
                    _negated=True,
                ),
                name="account_person_is_no_official_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("closed_reason__isnull", True),
                        ("is_active", True),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("is_active", False),
                        ("closed_reason__isnull", False),
                        models.Q(("closed_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="account_closed_when_by_whom_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_by", models.F("username")), _negated=True),
                name="account_is_closed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agency__isnull", False),
                        (
                            "role__in",
                            [
                                gongxin.agencies.roles.Role["AGENCY_CLERK"],
                                gongxin.agencies.roles.Role["AGENCY_REVIEWER"],
                            ],
                        ),
                    ),
                    models.Q(
                        ("agency__isnull", True),
                        models.Q(
                            (
                                "role__in",
                                [
                                    gongxin.agencies.roles.Role["AGENCY_CLERK"],
                                    gongxin.agencies.roles.Role["AGENCY_REVIEWER"],
                                ],
                            ),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="grant_of_an_agency_role_has_its_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("account", "role"),
                name="grant_open_is_one",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("agency_key", "circle", "quarter_date"), name="review_once_a_quarter"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("circle__in", ["clerks", "office", "security"])),
                name="review_circle_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True), name="review_agency_is_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("circle", "clerks"), models.Q(("agency_key", "*"), _negated=True)),
                    models.Q(models.Q(("circle", "clerks"), _negated=True), ("agency_key", "*")),
                    _connector="OR",
                ),
                name="review_of_clerks_is_an_agencys",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quarter_date__day", 1), ("quarter_date__month__in", [1, 4, 7, 10])
                ),
                name="review_begins_a_quarter",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("seen_hash__length", 32)),
                name="review_is_bound_to_what_was_seen",
            ),
        ),
        migrations.AddField(
            model_name="reviewline",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewline",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="agencies.review",
            ),
        ),
        migrations.AddField(
            model_name="signinfailure",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="failures",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trainings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("account",),
                name="invitation_open_is_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("made_at"))),
                name="invitation_ends_after_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link_by__isnull", True), ("link_hash__isnull", True)),
                    models.Q(
                        ("link_by__isnull", False),
                        ("link_hash__isnull", False),
                        ("link_hash__length", 32),
                    ),
                    _connector="OR",
                ),
                name="invitation_link_is_a_digest_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code_by__isnull", True), ("code_hash__isnull", True)),
                    models.Q(
                        ("code_by__isnull", False),
                        ("code_hash__isnull", False),
                        ("code_hash__length", 32),
                    ),
                    _connector="OR",
                ),
                name="invitation_code_is_a_digest_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("motion__isnull", True),
                    ("link_by__isnull", True),
                    ("code_by__isnull", True),
                    models.Q(("link_by", models.F("code_by")), _negated=True),
                    _connector="OR",
                ),
                name="invitation_halves_are_two_peoples",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_how__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_how__in", ["used", "replaced", "closed"]),
                        ("ended_how__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="invitation_ended_when_and_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.UniqueConstraint(
                fields=("review", "account"), name="review_line_once_an_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["keep", "close"])),
                name="review_line_verdict_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="review_line_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewline",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="review_line_agency_is_named",
            ),
        ),
        migrations.AddIndex(
            model_name="signinfailure",
            index=models.Index(fields=["at"], name="sign_in_failure_at"),
        ),
        migrations.AddConstraint(
            model_name="signinfailure",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["password", "code"])),
                name="sign_in_failure_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.UniqueConstraint(
                condition=models.Q(("struck_at__isnull", True)),
                fields=("account", "course", "attended_date"),
                name="training_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("course__in", ["security", "data"])),
                name="training_course_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency_key", ""), _negated=True),
                name="training_agency_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("attended_date"))),
                name="training_holds_for_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at__isnull", True), ("struck_by__isnull", True)),
                    models.Q(("struck_at__isnull", False), ("struck_by__isnull", False)),
                    _connector="OR",
                ),
                name="training_struck_when_and_by_whom",
            ),
        ),
        walled("agencies_review"),
        walled("agencies_reviewline"),
        walled("agencies_training"),
        *append_only("agencies_review"),
        *append_only("agencies_reviewline"),
        *append_only("agencies_signinfailure"),
    ]
