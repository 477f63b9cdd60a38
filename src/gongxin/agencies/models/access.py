"""Tables of how an account comes in: invitation, second factor, each sign-in until it ends, and each that failed."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.agencies.invitations import End
from gongxin.agencies.models.account import Account

models.BinaryField.register_lookup(Length)


class SecondFactor(models.Model):
    """The secret of an account's code generator (RFC 6238). `last_step`: a code is used once."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="second_factor")
    secret = models.TextField()  # base32; sealed with a key that lies outside the database
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)  # 30-second steps since the epoch

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="second_factor_has_a_secret", condition=~Q(secret="")),
            models.CheckConstraint(name="second_factor_step_counts", condition=Q(last_step__gte=0)),
        ]

    def __str__(self) -> str:
        return str(self.account_id)


class SignIn(models.Model):
    """One sign-in of an account on one device, until it ends. A request without a live one is nobody's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="sign_ins")
    device = models.TextField()  # what the browser calls itself, abridged
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["account", "-started_at"],
                name="sign_in_live",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sign_in_is_seen_after_it_started", condition=Q(seen_at__gte=F("started_at"))
            ),
            models.CheckConstraint(
                name="sign_in_ended_when_and_by_whom",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(models.Model):
    """What lets a person set password and second factor, once: a link and a code, of which digests are stored.

    `motion`: two people's decision; without one it was made by the command line for the first administrators.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="invitations")
    motion = models.UUIDField(null=True)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    link_hash = models.BinaryField(null=True, unique=True)
    link_by = models.TextField(null=True)
    code_hash = models.BinaryField(null=True)
    code_by = models.TextField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(ended_at__isnull=True),
                name="invitation_open_is_one",
            ),
            models.CheckConstraint(
                name="invitation_ends_after_it_was_made", condition=Q(ends_at__gt=F("made_at"))
            ),
            models.CheckConstraint(
                name="invitation_link_is_a_digest_by_somebody",
                condition=Q(link_hash__isnull=True, link_by__isnull=True)
                | Q(link_hash__isnull=False, link_hash__length=32, link_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_code_is_a_digest_by_somebody",
                condition=Q(code_hash__isnull=True, code_by__isnull=True)
                | Q(code_hash__isnull=False, code_hash__length=32, code_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_halves_are_two_peoples",
                condition=Q(motion__isnull=True)
                | Q(link_by__isnull=True)
                | Q(code_by__isnull=True)
                | ~Q(link_by=F("code_by")),
            ),
            models.CheckConstraint(
                name="invitation_ended_when_and_how",
                condition=Q(ended_at__isnull=True, ended_how__isnull=True)
                | Q(
                    ended_at__isnull=False,
                    ended_how__isnull=False,
                    ended_how__in=[e.value for e in End],
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SignInFailure(models.Model):
    """One attempt to come in that failed: at which of the two steps, and for which account if there is one.

    What was typed is not kept: people type passwords into the field of the name.
    """

    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="failures")
    step = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="sign_in_failure_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sign_in_failure_step_is_known", condition=Q(step__in=["password", "code"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d}"
