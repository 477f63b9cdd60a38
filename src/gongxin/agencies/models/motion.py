"""The table of what one person proposes and another decides. Behind the wall of the agency it is about."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.agencies.motions import MotionKind, State

models.BinaryField.register_lookup(Length)


class Motion(models.Model):
    """One act that nobody does alone (提请): what would be done, on which grounds, and who decided.

    `content` is everything that would be done, as the deciding person sees it; `seen_hash` is the digest over it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    kind = models.TextField()
    about = models.TextField()  # the id of what it is about: a record, a batch, an account
    content = models.JSONField()
    seen_hash = models.BinaryField()
    reason = models.TextField()
    state = models.TextField(default=State.OPEN.value)
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()
    decided_by = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["agency_key", "proposed_at"],
                name="motion_waiting",
                condition=Q(state="open"),
            ),
            models.Index(fields=["about"], name="motion_about"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="motion_kind_is_known", condition=Q(kind__in=[k.value for k in MotionKind])
            ),
            models.CheckConstraint(
                name="motion_state_is_known", condition=Q(state__in=[s.value for s in State])
            ),
            models.CheckConstraint(name="motion_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="motion_says_why", condition=~Q(reason="") & ~Q(about="")),
            models.CheckConstraint(
                name="motion_is_bound_to_what_was_seen", condition=Q(seen_hash__length=32)
            ),
            models.CheckConstraint(
                name="motion_decided_when_and_by_whom",
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="motion_is_approved_by_another",
                condition=~Q(state="approved") | ~Q(proposed_by=F("decided_by")),
            ),
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(state="open"),
                name="motion_open_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
