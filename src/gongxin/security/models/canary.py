"""Tables of canaries and of what was found out about a look at one. An alarm itself is no row: it follows from the looks."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongxin.agencies.scope import EVERY_AGENCY


class Canary(models.Model):
    """An organisation that does not exist, shown to a search of the desk alone.

    No wall: every agency's search meets it, else it would catch nobody. `public_id` never stands in the journal,
    which everybody may read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    name = models.TextField()
    norm = models.TextField()  # as names of bodies are compared
    code = models.CharField(max_length=18, unique=True)
    placed_by = models.TextField()
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="canary_is_named", condition=~Q(name="") & ~Q(norm="") & ~Q(placed_by="")
            ),
            models.CheckConstraint(
                name="canary_is_of_no_division", condition=Q(code__regex=r"^[0-9A-Z]{2}999999")
            ),
            models.CheckConstraint(
                name="canary_ended_when_and_by_whom",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AlarmAnswer(models.Model):
    """What was found out about a look at a canary. One for each look; append-only."""

    read = models.UUIDField(primary_key=True)  # the look, in `disclosures`
    agency_key = models.TextField(default=EVERY_AGENCY)
    text = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="alarm_answer_says_something", condition=~Q(text="") & ~Q(by="")
            ),
            models.CheckConstraint(
                name="alarm_answer_is_of_no_agency", condition=Q(agency_key=EVERY_AGENCY)
            ),
        ]

    def __str__(self) -> str:
        return str(self.read)
