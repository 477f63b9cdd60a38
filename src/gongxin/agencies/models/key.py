"""The table of keys by which programs act for an agency. Behind the wall of the agency; never the key itself."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.agencies.keys import Scope
from gongxin.agencies.models.account import Account

models.BinaryField.register_lookup(Length)


class Key(models.Model):
    """One key (接口密钥): approved by a second person, collected once by the agency's reviewer, revoked for ever.

    `account` acts with it: an account without a password, of the agency's clerks, so that a program never releases.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    number = models.PositiveIntegerField()
    account = models.OneToOneField(Account, models.PROTECT, related_name="key")
    label = models.TextField()
    scopes = ArrayField(models.TextField())
    items = ArrayField(models.TextField())
    addresses = ArrayField(models.TextField())  # networks in CIDR form
    per_minute = models.PositiveIntegerField()
    per_day = models.PositiveIntegerField()
    ends_date = models.DateField()  # exclusive
    department_code = models.TextField(null=True)
    tables = models.JSONField(default=dict)
    motion = models.UUIDField(unique=True)
    proposed_by = models.TextField()
    approved_by = models.TextField()
    issued_at = models.DateTimeField()
    digest = models.BinaryField(null=True, unique=True)
    hint = models.TextField(null=True)  # its last characters, to tell keys apart
    collected_by = models.TextField(null=True)
    collected_at = models.DateTimeField(null=True)
    revoked_by = models.TextField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.TextField(null=True)
    last_used_at = models.DateTimeField(null=True)  # to the minute

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_key", "number"], name="key_number_is_one"),
            models.CheckConstraint(name="key_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="key_says_what_for", condition=~Q(label="")),
            models.CheckConstraint(
                name="key_scopes_are_known",
                condition=Q(scopes__contained_by=[s.value for s in Scope]) & Q(scopes__len__gt=0),
            ),
            models.CheckConstraint(
                name="key_is_for_items_and_addresses",
                condition=Q(items__len__gt=0) & Q(addresses__len__gt=0),
            ),
            models.CheckConstraint(
                name="key_quota_is_ordered",
                condition=Q(per_minute__gt=0) & Q(per_day__gte=F("per_minute")),
            ),
            models.CheckConstraint(
                name="key_is_approved_by_another", condition=~Q(proposed_by=F("approved_by"))
            ),
            models.CheckConstraint(
                name="key_collected_when_and_by_whom",
                condition=Q(
                    digest__isnull=True,
                    hint__isnull=True,
                    collected_at__isnull=True,
                    collected_by__isnull=True,
                )
                | Q(
                    digest__isnull=False,
                    digest__length=32,
                    hint__isnull=False,
                    collected_at__isnull=False,
                    collected_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="key_revoked_when_by_whom_and_why",
                condition=Q(
                    revoked_at__isnull=True, revoked_by__isnull=True, revoked_reason__isnull=True
                )
                | Q(
                    revoked_at__isnull=False, revoked_by__isnull=False, revoked_reason__isnull=False
                )
                & ~Q(revoked_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_key}.key.{self.number}"
