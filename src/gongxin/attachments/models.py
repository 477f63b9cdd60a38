"""Tables of files. Append-only: what a file is stands in one row, what a scanner said of it in its verdicts."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from gongxin.attachments.kinds import Type

models.BinaryField.register_lookup(Length)


class File(models.Model):
    """One file that somebody handed in. Its content lies outside the database, sealed; its name was covered and cut."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()  # of the body that deals with what it is evidence of
    holder = (
        models.TextField()
    )  # what it is evidence of, in the words of whoever keeps it: `case:<id>`
    name = models.TextField()
    type = models.TextField()
    size = models.PositiveBigIntegerField()  # bytes of what is kept
    original_digest = models.BinaryField()  # SHA-256 of the bytes that came; they are not kept
    digest = models.BinaryField()  # SHA-256 of what is kept, opened
    sealed_digest = models.BinaryField()  # SHA-256 of what lies on the disk
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="file_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="file_is_somebodys", condition=~Q(by="") & ~Q(holder="") & ~Q(name="")
            ),
            models.CheckConstraint(
                name="file_type_is_known", condition=Q(type__in=[one.value for one in Type])
            ),
            models.CheckConstraint(name="file_is_not_empty", condition=Q(size__gte=1)),
            models.CheckConstraint(
                name="file_digests_are_whole",
                condition=Q(
                    original_digest__length=32, digest__length=32, sealed_digest__length=32
                ),
            ),
            models.UniqueConstraint(fields=["holder", "digest"], name="file_once_a_holder"),
            models.UniqueConstraint(fields=["id", "agency_key"], name="file_as_it_came"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


class Verdict(models.Model):
    """What a scanner said of a file. `found` is empty where it found nothing."""

    id = models.BigAutoField(primary_key=True)
    # Held by the key over (file, agency_key) in migration 0001.
    file = models.ForeignKey(File, models.PROTECT, related_name="+", db_constraint=False)
    agency_key = models.TextField()
    found = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="verdict_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="verdict_is_somebodys", condition=~Q(by="")),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.found or 'clean'}"
