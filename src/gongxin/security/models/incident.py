"""Tables of the register of incidents. Append-only, and behind a wall that no agency passes."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.security.incidents import EntryKind, Grade, IncidentKind, Told


class Incident(models.Model):
    """What happened, in the words of a closed list, and when it was found. All else is told by its entries."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField(default=EVERY_AGENCY)  # of no agency: none may see it
    kind = models.TextField()
    happened_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    opened_by = models.TextField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="incident_kind_is_known",
                condition=Q(kind__in=[k.value for k in IncidentKind]),
            ),
            models.CheckConstraint(
                name="incident_happens_before_it_is_found",
                condition=Q(happened_at__isnull=True) | Q(happened_at__lte=F("found_at")),
            ),
            models.CheckConstraint(
                name="incident_is_found_before_it_is_entered",
                condition=Q(found_at__lte=F("opened_at")),
            ),
            models.CheckConstraint(
                name="incident_is_of_no_agency", condition=Q(agency_key=EVERY_AGENCY)
            ),
            models.CheckConstraint(name="incident_opened_by_whom", condition=~Q(opened_by="")),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class IncidentEntry(models.Model):
    """One entry of an incident: what was found, touched, told, done; a correction; its end."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField()
    agency_key = models.TextField(default=EVERY_AGENCY)
    kind = models.TextField()
    grade = models.TextField(null=True)
    text = models.TextField()  # a person's marks covered by the door
    corrects = models.PositiveIntegerField(null=True)
    told = models.TextField(null=True)
    told_at = models.DateTimeField(null=True)
    touched = ArrayField(models.TextField(), default=list)  # ids of ours, keys of agencies
    organisations = models.PositiveIntegerField(null=True)
    records = models.PositiveIntegerField(null=True)
    opened_by = models.TextField()  # of the incident: whoever closes it is another
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="entry_number_once"),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(kind="closed"), name="entry_closes_once"
            ),
            models.CheckConstraint(
                name="entry_kind_is_known", condition=Q(kind__in=[k.value for k in EntryKind])
            ),
            models.CheckConstraint(
                name="entry_grade_is_known",
                condition=Q(grade__isnull=True) | Q(grade__in=[g.value for g in Grade]),
            ),
            models.CheckConstraint(
                name="entry_first_opens_with_a_grade",
                condition=Q(number=1, kind="opened", grade__isnull=False)
                | Q(number__gt=1) & ~Q(kind="opened"),
            ),
            models.CheckConstraint(name="entry_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="entry_tells_whom_and_when",
                condition=Q(
                    kind="told",
                    told__in=[t.value for t in Told],
                    told__isnull=False,
                    told_at__isnull=False,
                )
                | ~Q(kind="told") & Q(told__isnull=True, told_at__isnull=True),
            ),
            models.CheckConstraint(
                name="entry_corrects_an_earlier_one",
                condition=Q(kind="corrected", corrects__isnull=False, corrects__lt=F("number"))
                | ~Q(kind="corrected") & Q(corrects__isnull=True),
            ),
            models.CheckConstraint(
                name="entry_closes_by_another",
                condition=~Q(kind="closed") | ~Q(by=F("opened_by")),
            ),
            models.CheckConstraint(
                name="entry_is_of_no_agency", condition=Q(agency_key=EVERY_AGENCY)
            ),
            models.CheckConstraint(
                name="entry_is_somebodys", condition=~Q(by="") & ~Q(opened_by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}:{self.number}"
