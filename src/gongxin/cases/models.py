"""Tables of cases. Append-only: what a case is stands in one row, everything that happened in its events."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gongxin.cases.kinds import Event, Kind, Party
from gongxin.subjects.models import Subject

_SUBJECTS_OWN: Final = ("complete", "appeal", "say", "drop", "file")


class Case(models.Model):
    """What was asked for, about which records of which body, and who reported them. Never names a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()  # of the body that reported the records: its reviewer decides
    kind = models.TextField()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    records = ArrayField(models.UUIDField())
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="case_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="case_kind_is_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
            models.CheckConstraint(
                name="case_is_about_records",
                condition=Q(kind="repair", records__len__gte=1) | Q(records__len=1),
            ),
            models.UniqueConstraint(fields=["id", "agency_key"], name="case_as_it_was_opened"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class CaseEvent(models.Model):
    """One step. State, turn, due day and what is hidden follow from these and from nothing else."""

    id = models.BigAutoField(primary_key=True)
    # Held by the key over (case, agency_key) in migration 0001.
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    agency_key = models.TextField()
    number = models.PositiveIntegerField()
    event = models.TextField()
    party = models.TextField()
    told = models.JSONField()
    by = models.TextField()
    on_date = models.DateField()  # the civil day in the city
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="case_event_number_once"),
            models.CheckConstraint(name="case_event_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="case_event_is_known",
                condition=Q(event__in=[event.value for event in Event]),
            ),
            models.CheckConstraint(
                name="case_event_party_is_known",
                condition=Q(party__in=[party.value for party in Party]),
            ),
            models.CheckConstraint(
                name="case_event_is_somebodys", condition=~Q(by="") & Q(number__gte=1)
            ),
            models.CheckConstraint(
                name="case_first_event_brings_it",
                condition=Q(number=1, event__in=["file", "report"])
                | Q(number__gt=1) & ~Q(event__in=["file", "report"]),
            ),
            # Only the body itself complains, completes, appeals, declares or gives up; and it decides nothing.
            models.CheckConstraint(
                name="case_subject_decides_nothing",
                condition=Q(party="subject", event__in=_SUBJECTS_OWN)
                | ~Q(party="subject") & ~Q(event__in=_SUBJECTS_OWN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.event}"
