"""Tables of an organisation's own accounts: how a code was asked for and given, who opened with it, who is signed in.

An account is an office of the organisation, never a person. What proves something is append-only.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.owners.letters import Seen, Way
from gongxin.subjects.models import Subject

models.BinaryField.register_lookup(Length)


class Letter(models.Model):
    """Somebody asked for a code for this organisation: from outside, at a counter, or for a colleague. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    way = models.TextField()
    seen = models.TextField(null=True)  # at the counter: what the officer looked at
    asked_by = models.TextField()  # "portal", the officer, or an account of the organisation
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="letter_way_is_known", condition=Q(way__in=[w.value for w in Way])
            ),
            models.CheckConstraint(
                name="letter_of_a_counter_says_what_was_seen",
                condition=Q(
                    way=Way.COUNTER.value, seen__isnull=False, seen__in=[s.value for s in Seen]
                )
                | ~Q(way=Way.COUNTER.value) & Q(seen__isnull=True),
            ),
            models.CheckConstraint(name="letter_is_somebodys", condition=~Q(asked_by="")),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Code(models.Model):
    """A code that was made for a letter; of several the latest alone counts. A keyed digest is kept. Append-only.

    `address`: what was printed on the envelope; none: it is handed over at the counter.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="codes")
    digest = models.BinaryField()
    address = models.TextField(null=True)
    made_by = models.TextField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="code_is_kept_as_a_digest", condition=Q(digest__length=32)),
            models.CheckConstraint(
                name="code_ends_after_it_was_made", condition=Q(ends_at__gt=F("made_at"))
            ),
            models.CheckConstraint(name="code_is_somebodys", condition=~Q(made_by="")),
            models.CheckConstraint(name="code_address_is_one_or_none", condition=~Q(address="")),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Turn(models.Model):
    """What befell a code: a wrong try while it was alive, or that it was used. Append-only."""

    code = models.ForeignKey(Code, models.PROTECT, related_name="turns")
    kind = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="turn_is_failed_or_used", condition=Q(kind__in=["failed", "used"])
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(kind="used"), name="turn_code_is_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.kind}"


class Account(models.Model):
    """An account of an organisation: its code and a short label. It is open from the moment its second factor is confirmed.

    `handle` names it in the journal and in other rooms; it tells neither the organisation nor a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.TextField(unique=True)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    code = models.OneToOneField(Code, models.PROTECT, related_name="account")
    label = models.TextField()
    password = models.TextField()
    secret = models.TextField()  # of the code generator (RFC 6238), sealed; empty once it is closed
    last_step = models.BigIntegerField(default=0)  # a code is used once
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "label"], name="owner_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="owner_handle_tells_nobody", condition=Q(handle__regex=r"^owner\.[a-z]{12}$")
            ),
            models.CheckConstraint(
                name="owner_label_is_a_short_word",
                condition=Q(label__regex=r"^[a-z][a-z0-9-]{1,19}$") & ~Q(label__regex=r"[0-9]{5}"),
            ),
            models.UniqueConstraint(
                fields=["subject", "label"],
                condition=Q(opened_at__isnull=False, closed_at__isnull=True),
                name="owner_label_is_one_in_its_organisation",
            ),
            models.CheckConstraint(
                name="owner_has_both_factors_until_it_is_closed",
                condition=Q(closed_at__isnull=True) & ~Q(secret="") & ~Q(password="")
                | Q(closed_at__isnull=False, secret=""),
            ),
            models.CheckConstraint(
                name="owner_closed_when_and_by_whom",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_by=""),
            ),
            models.CheckConstraint(
                name="owner_is_closed_by_another", condition=~Q(closed_by=F("handle"))
            ),
            models.CheckConstraint(name="owner_step_counts", condition=Q(last_step__gte=0)),
        ]

    def __str__(self) -> str:
        return self.handle


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
                name="owner_sign_in_live",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="owner_sign_in_seen_after_start", condition=Q(seen_at__gte=F("started_at"))
            ),
            models.CheckConstraint(
                name="owner_sign_in_ended_when_and_by",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
