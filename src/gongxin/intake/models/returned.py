"""Tables of what comes back: the provider's certificate, the row that entered on it, and that its subject was told. Append-only."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gongxin.intake.models.batch import Batch
from gongxin.intake.models.judged import Admission
from gongxin.intake.reinsertion import Channel


class Certificate(models.Model):
    """What a reviewer of the agency certifies of a row that left its body before: what was checked, by which paper, and why the finding does not hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    row_no = models.PositiveIntegerField()
    contest = models.BigIntegerField()  # the finding it answers (records)
    subject = models.BigIntegerField()  # whom it is about after all
    answers = ArrayField(models.TextField())  # what spoke against it and was seen
    checked = models.TextField()
    why = models.TextField()
    paper_number = models.TextField()
    paper_date = models.DateField()
    paper_digest = models.BinaryField()  # SHA-256 of its file
    motion = models.UUIDField(unique=True)
    certified_by = models.TextField()
    certified_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["batch", "row_no"], name="certificate_of_row")]
        constraints: ClassVar = [
            models.CheckConstraint(name="certificate_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="certificate_says_what_and_why",
                condition=~Q(checked="") & ~Q(why="") & ~Q(certified_by=""),
            ),
            models.CheckConstraint(
                name="certificate_names_its_paper",
                condition=~Q(paper_number="") & Q(paper_digest__length=32),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Reinsertion(models.Model):
    """A row that entered on its certificate, as a second person decided. From its day the subject is owed a notice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="+")
    admission = models.OneToOneField(Admission, models.PROTECT, related_name="+")
    record = models.UUIDField()
    number = models.PositiveIntegerField()
    by = models.TextField()
    at = models.DateTimeField()
    on_date = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="reinsertion_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="reinsertion_is_signed", condition=~Q(by="")),
            models.UniqueConstraint(
                fields=["record", "number"], name="reinsertion_is_one_version_of_its_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}/{self.number}"


class ReinsertionTold(models.Model):
    """The subject was told that a record came back: how, and what proves it."""

    jurisdiction = models.TextField()
    agency_key = models.TextField()
    reinsertion = models.OneToOneField(Reinsertion, models.PROTECT, related_name="+")
    channel = models.TextField()
    proof = models.TextField()  # what shows it: a number of a letter, of a receipt
    by = models.TextField()
    at = models.DateTimeField()
    on_date = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="reinsertion_told_agency_is_named", condition=~Q(agency_key="")
            ),
            models.CheckConstraint(
                name="reinsertion_told_how_and_by_whom",
                condition=Q(channel__in=[c.value for c in Channel]) & ~Q(proof="") & ~Q(by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reinsertion_id} {self.channel}"
