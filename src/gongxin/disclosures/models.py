"""Tables of who was given what. Append-only; an anonymous reader leaves no identity."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gongxin.disclosures.purposes import Channel, RecipientKind


class Disclosure(models.Model):
    """One answer given: to whom, for which purpose, on which basis, when, about whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    channel = models.TextField()
    purpose = models.TextField()
    basis = models.TextField()
    consent = models.UUIDField(null=True)
    recipient_kind = models.TextField()
    recipient = models.TextField()
    subject_id = models.BigIntegerField(null=True)
    as_of_date = models.DateField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "at"], name="disclosure_of_subject"),
            models.Index(fields=["recipient_kind", "recipient"], name="disclosure_of_recipient"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="disclosure_channel_is_known",
                condition=Q(channel__in=[c.value for c in Channel]),
            ),
            models.CheckConstraint(
                name="disclosure_recipient_kind_is_known",
                condition=Q(recipient_kind__in=[k.value for k in RecipientKind]),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Given(models.Model):
    """One version that an answer contained."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="given")
    record = models.UUIDField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["disclosure", "record", "number"], name="given_once_per_answer"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["record", "number"], name="given_of_record")]

    def __str__(self) -> str:
        return f"{self.record}/{self.number}"


class StaffRead(models.Model):
    """One look of somebody who works here at what is not public, or one search: what for, and which ids came back.

    Never whom it is about in words: ids alone. Of a search, what was typed, with a person's marks covered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    account = models.TextField()
    role = models.TextField()
    agency_key = models.TextField()  # of the account; "*": of the centre or an administrator
    action = models.TextField()
    purpose = models.TextField()
    reason = models.TextField(null=True)  # in the person's own words, where it is asked for
    asked = models.TextField(null=True)
    shown = ArrayField(models.TextField(), default=list)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account", "-at"], name="read_of_account"),
            models.Index(fields=["-at"], name="read_by_time"),
            GinIndex(fields=["shown"], name="read_of_what"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="read_says_what_for", condition=~Q(purpose="")),
            models.CheckConstraint(
                name="read_is_somebodys", condition=~Q(account="") & ~Q(agency_key="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.action}"
