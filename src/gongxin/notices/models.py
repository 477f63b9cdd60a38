"""Tables of notices: what happened to each (append-only, behind the wall), and where an organisation may be reminded.

That a notice is owed, its text, its due day and its state stand in no table.
"""

import uuid
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from gongxin.notices.delivery import Event
from gongxin.notices.kinds import Kind, Returned, Seen, Way
from gongxin.subjects.models import Subject

_NUMBERED: Final = ("posted", "delivered", "announced", "sent", "arrived", "failed")
_ANNOUNCED: Final = ("announced", "announcement_ended")


class Delivery(models.Model):
    """One thing that happened to a notice. `kind`, `ref`, `number` are its key; `agency_key` is of who reported what it is about."""

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    kind = models.TextField()
    ref = models.UUIDField()
    number = models.BigIntegerField()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    event = models.TextField()
    letter = models.BigIntegerField(null=True)
    reference = models.TextField(null=True)
    code = models.TextField(null=True)
    basis = models.TextField(null=True)
    on_date = models.DateField()  # the civil day in the city
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "ref", "number", "id"], name="delivery_of_notice"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="delivery_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="delivery_kind_is_known",
                condition=Q(kind__in=[one.value for one in Kind], number__gte=0),
            ),
            models.CheckConstraint(
                name="delivery_event_is_known",
                condition=Q(event__in=[one.value for one in Event]),
            ),
            models.CheckConstraint(name="delivery_is_somebodys", condition=~Q(by="")),
            models.CheckConstraint(
                name="delivery_printed_has_its_letter",
                condition=Q(event="printed", letter__gte=1, letter__isnull=False)
                | ~Q(event="printed") & Q(letter__isnull=True),
            ),
            models.UniqueConstraint(fields=["letter"], name="delivery_letter_is_one"),
            models.CheckConstraint(
                name="delivery_proof_has_its_number",
                condition=Q(event__in=_NUMBERED, reference__isnull=False) & ~Q(reference="")
                | ~Q(event__in=_NUMBERED) & Q(reference__isnull=True),
            ),
            # An announcement tells somebody only by a law that says so, named by whoever enters it.
            models.CheckConstraint(
                name="delivery_announcement_names_its_law",
                condition=Q(event__in=_ANNOUNCED, basis__isnull=False) & ~Q(basis="")
                | ~Q(event__in=_ANNOUNCED) & Q(basis__isnull=True),
            ),
            models.CheckConstraint(
                name="delivery_says_why_or_what_was_seen",
                condition=Q(
                    event="returned",
                    code__isnull=False,
                    code__in=[one.value for one in Returned],
                )
                | Q(
                    event="handed_over",
                    code__isnull=False,
                    code__in=[one.value for one in Seen],
                )
                | Q(
                    event__in=["sent", "arrived", "failed"],
                    code__isnull=False,
                    code__in=[one.value for one in Way],
                )
                | ~Q(event__in=["returned", "handed_over", "sent", "arrived", "failed"])
                & Q(code__isnull=True),
            ),
            # Only an account of the organisation reads it, and nobody of the house enters that it did.
            models.CheckConstraint(
                name="delivery_is_read_by_its_own",
                condition=Q(event="read", by__startswith="owner.")
                | ~Q(event="read") & ~Q(by__startswith="owner."),
            ),
            models.UniqueConstraint(
                fields=["kind", "ref", "number"],
                condition=Q(event="read"),
                name="delivery_is_read_once",
            ),
            models.UniqueConstraint(
                fields=["event", "reference"],
                condition=Q(event__in=["sent", "arrived", "failed"]),
                name="delivery_message_once_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} {self.event}"


class Contact(models.Model):
    """Where the office of an organisation may be reminded: entered by the organisation alone, sealed, and emptied when it says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    way = models.TextField()
    sealed = models.TextField()
    entered_by = models.TextField()
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contact_way_is_known", condition=Q(way__in=[one.value for one in Way])
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(ended_at__isnull=True),
                name="contact_is_one_at_a_time",
            ),
            models.CheckConstraint(
                name="contact_is_sealed_and_emptied_at_its_end",
                condition=Q(ended_at__isnull=True) & ~Q(sealed="")
                | Q(ended_at__isnull=False, sealed=""),
            ),
            models.CheckConstraint(
                name="contact_is_the_organisations_own",
                condition=Q(entered_by__startswith="owner."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
