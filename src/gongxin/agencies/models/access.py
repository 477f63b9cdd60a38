"""Tables of how an account comes in: the second factor, and each sign-in until it ends."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

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
