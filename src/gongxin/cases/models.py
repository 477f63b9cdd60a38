"""Tables of cases. Append-only: what a case is stands in one row, everything that happened in its events."""

import uuid
from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from gongxin.cases.kinds import SPOKEN, Event, Kind, Party
from gongxin.subjects.models import Subject

models.BinaryField.register_lookup(Length)

_SPOKEN: Final = sorted(kind.value for kind in SPOKEN)
_SUBJECTS_OWN: Final = ("complete", "appeal", "say", "drop", "file")


class Case(models.Model):
    """What was asked for, about which records of which body, and who reported them. Never names a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    # Of the body that reported the records, whose reviewer decides; else of whoever must answer.
    agency_key = models.TextField()
    kind = models.TextField()
    # Whose case it is. Of a tip nobody's: whom it is about is a word of it, and no body of the register.
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+")
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
                condition=Q(kind__in=_SPOKEN, records__len=0)
                | Q(kind="repair", records__len__gte=1)
                | ~Q(kind__in=[*_SPOKEN, "repair"]) & Q(records__len=1),
            ),
            models.CheckConstraint(
                name="case_about_records_is_a_bodys",
                condition=Q(kind__in=_SPOKEN) | Q(subject__isnull=False),
            ),
            models.CheckConstraint(
                name="case_tip_is_about_nobody", condition=~Q(kind="tip") | Q(subject__isnull=True)
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


class Words(models.Model):
    """What somebody said in a case about no record, or what was said to a tip. Append-only, but that it is emptied when over.

    The digest stays: salted, so that it says nothing once the salt is gone.
    """

    id = models.BigAutoField(primary_key=True)
    # Held by the key over (case, number) and (case, agency_key) in migration 0002.
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    agency_key = models.TextField()
    number = models.PositiveIntegerField()
    key = models.TextField()
    text = models.TextField()
    salt = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number", "key"], name="case_words_once"),
            models.CheckConstraint(name="case_words_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="case_words_are_of_the_list", condition=Q(key__in=["text", "target"])
            ),
            models.CheckConstraint(
                name="case_words_are_committed_to",
                condition=Q(salt__length=16, digest__length=32),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.key}"


class Receipt(models.Model):
    """The code that somebody without an account was given, as a keyed digest. A tip that is handed on takes it along."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    agency_key = models.TextField()
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], name="case_receipt_once"),
            models.CheckConstraint(
                name="case_receipt_agency_is_named", condition=~Q(agency_key="")
            ),
            models.CheckConstraint(name="case_receipt_is_a_digest", condition=Q(digest__length=32)),
        ]
        indexes: ClassVar = [models.Index(fields=["digest"], name="case_receipt_by_digest")]

    def __str__(self) -> str:
        return str(self.case_id)
