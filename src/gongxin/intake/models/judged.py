"""Tables of held rows that officers look at: what was found, and which rows entered for it."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongxin.intake.models.batch import Batch
from gongxin.intake.opinions import Opinion


class Admission(models.Model):
    """Held rows of one batch that entered together, because an officer found whose they are. Their versions carry its id as their batch.

    It is released by itself: what was seen when its batch was released did not hold these rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    judgement = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    admitted_by = models.TextField()
    admitted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="admission_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="admission_has_rows", condition=Q(rows__gte=1)),
            models.CheckConstraint(name="admission_is_signed", condition=~Q(admitted_by="")),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Review(models.Model):
    """What an officer made of a held row: whose it is, whose it is not, or a question to its agency; or that such an opinion is taken back."""

    jurisdiction = models.TextField()
    agency_key = models.TextField()
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    row_no = models.PositiveIntegerField()
    verdict = models.TextField()
    judgement = models.BigIntegerField(null=True)  # of the room of subjects
    subject = models.BigIntegerField(null=True)
    evidence = models.JSONField()  # what was looked at, as codes
    reason = models.TextField()
    question = models.TextField(null=True)  # to the agency
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    decided_by = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["batch", "row_no"], name="review_of_row")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="review_verdict_is_known",
                condition=Q(verdict__in=[o.value for o in Opinion]),
            ),
            models.CheckConstraint(
                name="party_review_agency_is_named", condition=~Q(agency_key="")
            ),
            models.CheckConstraint(
                name="review_is_signed_and_says_why",
                condition=~Q(reason="") & ~Q(decided_by=""),
            ),
            models.CheckConstraint(
                name="review_asks_where_it_cannot_tell",
                condition=Q(verdict=Opinion.UNSURE, question__isnull=False) & ~Q(question="")
                | ~Q(verdict=Opinion.UNSURE) & Q(question__isnull=True),
            ),
            models.CheckConstraint(
                name="review_finding_is_a_judgement",
                condition=~Q(verdict__in=[Opinion.SAME, Opinion.DIFFERENT, Opinion.NEW])
                | Q(judgement__isnull=False, subject__isnull=False),
            ),
            models.CheckConstraint(
                name="review_undoing_names_what",
                condition=Q(verdict=Opinion.REOPENED, undoes__isnull=False)
                | ~Q(verdict=Opinion.REOPENED) & Q(undoes__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_no} {self.verdict}"
