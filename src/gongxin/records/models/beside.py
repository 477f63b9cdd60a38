"""Tables of what stands beside records: marks, masks, and contents that were found to be another's. Append-only."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongxin.records.publicrecord import MARKS


class MarkEvent(models.Model):
    """A mark placed on a record or lifted from it. The latest event of a kind tells whether the mark stands."""

    jurisdiction = models.TextField()
    record = models.UUIDField()
    kind = models.TextField(choices={k: k for k in MARKS})
    event = models.TextField(choices={"placed": "placed", "lifted": "lifted"})
    basis = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["record", "kind", "-id"], name="mark_of_record")]
        constraints: ClassVar = [
            models.CheckConstraint(name="mark_kind_is_known", condition=Q(kind__in=sorted(MARKS))),
            models.CheckConstraint(
                name="mark_event_is_known", condition=Q(event__in=["placed", "lifted"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.kind} {self.event}"


class MaskEvent(models.Model):
    """A record hidden from a day on, or no longer, by one holder (a case). Of each holder the latest event counts.

    The day may lie ahead: then the record is hidden by itself on it, with nothing running.
    """

    jurisdiction = models.TextField()
    record = models.UUIDField()
    holder = models.TextField()
    event = models.TextField(choices={"placed": "placed", "lifted": "lifted"})
    from_date = models.DateField(null=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record", "holder", "-id"], name="mask_of_record")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mask_is_placed_from_a_day_or_lifted",
                condition=Q(event="placed", from_date__isnull=False)
                | Q(event="lifted", from_date__isnull=True),
            ),
            models.CheckConstraint(name="mask_is_somebodys", condition=~Q(holder="") & ~Q(by="")),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.holder} {self.event}"


class Contested(models.Model):
    """A content that was found not to be about the body it names, by its fingerprint: under another number too it waits."""

    jurisdiction = models.TextField()
    record = models.UUIDField()
    fingerprint_mac = models.BinaryField()
    mac_key = models.TextField()
    subject = models.BigIntegerField(
        null=True
    )  # whom it is not about; of earlier rows it was not kept
    holder = models.TextField()  # the case that found it
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["fingerprint_mac"], name="contested_of_content")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contested_is_somebodys",
                condition=~Q(holder="") & ~Q(by="") & Q(fingerprint_mac__length=32),
            ),
            models.UniqueConstraint(fields=["record", "holder"], name="contested_once_by_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.holder}"


class ContestAnswer(models.Model):
    """A certificate answered what was found of a content: it may stand again. The finding stays beside it."""

    jurisdiction = models.TextField()
    contested = models.OneToOneField(Contested, models.PROTECT, related_name="+")
    certificate = models.UUIDField()  # of the room that took it in
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="contest_answer_is_somebodys", condition=~Q(by="")),
        ]

    def __str__(self) -> str:
        return f"{self.contested_id} {self.certificate}"
