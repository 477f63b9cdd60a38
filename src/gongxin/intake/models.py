"""Tables of incoming batches: drafts of an agency, not public. Row-level security shows them to that agency alone."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now

from gongxin.intake.batches import Outcome, Status
from gongxin.intake.opinions import Opinion

models.BinaryField.register_lookup(Length)


class Batch(models.Model):
    """One file of one agency for one item, and how far it has come. Its redacted table lies beside the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    item = models.TextField()
    item_version = models.PositiveIntegerField()
    submitted_by = models.TextField()
    file_name = models.TextField()
    sha256 = models.BinaryField()
    size = models.BigIntegerField()
    format = models.TextField()
    encoding = models.TextField(null=True)
    sheet = models.TextField(null=True)
    headers = models.JSONField()  # header → field code, what is left over, what was cut and why
    law_date = models.DateField()  # the day whose law and calendar judge the batch
    status = models.TextField()
    gates = ArrayField(models.TextField(), default=list)
    opened_by = models.TextField(null=True)
    opened_reason = models.TextField(null=True)
    rows = models.PositiveIntegerField()
    chunks = models.PositiveIntegerField()
    next_chunk = models.PositiveIntegerField(default=0)
    admitted = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    emptied = models.PositiveIntegerField(default=0, db_default=0)  # rows of which nothing is kept
    received_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_key", "item", "-received_at"], name="batch_of_agency"),
            models.Index(
                fields=["received_at"],
                name="batch_unfinished",
                condition=Q(status__in=["received", "admitting"]),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="batch_status_is_known",
                condition=Q(status__in=[s.value for s in Status]),
            ),
            models.CheckConstraint(
                name="batch_sum_is_exact",
                condition=~Q(status=Status.FINISHED)
                | Q(rows=F("admitted") + F("duplicates") + F("held") + F("rejected")),
            ),
            models.CheckConstraint(
                name="batch_never_counts_more_than_its_rows",
                condition=Q(rows__gte=F("admitted") + F("duplicates") + F("held") + F("rejected"))
                & Q(next_chunk__lte=F("chunks"))
                & Q(warned__lte=F("admitted")),
            ),
            models.CheckConstraint(
                name="batch_empties_no_more_than_its_rows", condition=Q(rows__gte=F("emptied"))
            ),
            models.CheckConstraint(
                name="batch_finished_when_all_chunks_are_in",
                condition=~Q(status=Status.FINISHED)
                | Q(next_chunk=F("chunks"), finished_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_opened_by_whom_and_why",
                condition=Q(opened_by__isnull=True, opened_reason__isnull=True)
                | Q(opened_by__isnull=False, opened_reason__isnull=False),
            ),
            # The setting of row-level security is empty outside a scope: an empty key would be everybody's.
            models.CheckConstraint(name="batch_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="batch_sha256_has_32_bytes", condition=Q(sha256__length=32)
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Row(models.Model):
    """A row that did not simply enter: duplicate, held, rejected, or admitted after a judgement. A plainly admitted row stands in its record."""

    pk = models.CompositePrimaryKey("batch", "row_no")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    row_no = models.PositiveIntegerField()
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    outcome = models.TextField()
    codes = ArrayField(models.TextField())
    record = models.UUIDField(null=True)  # the natural key's record, where it could be computed
    party = models.JSONField(null=True)  # a held row's party as reported: name and codes, no person
    emptied = models.BooleanField(default=False, db_default=False)  # nothing of it is kept any more
    # The judgement by which it entered: an officer found whose it is. Where it was held before, by which admission.
    judgement = models.BigIntegerField(null=True)
    admission = models.ForeignKey(
        "Admission", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["agency_key", "batch", "row_no"],
                name="row_held",
                condition=Q(outcome="held"),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="row_outcome_is_known",
                condition=Q(outcome__in=[o.value for o in Outcome]),
            ),
            # A row that simply entered stands in its record and not here.
            models.CheckConstraint(
                name="row_admitted_by_a_judgement",
                condition=Q(outcome=Outcome.ADMITTED, judgement__isnull=False)
                | ~Q(outcome=Outcome.ADMITTED) & Q(judgement__isnull=True, admission__isnull=True),
            ),
            models.CheckConstraint(name="row_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="row_says_why",
                condition=Q(codes__len__gt=0),
            ),
            models.CheckConstraint(
                name="row_emptied_names_no_party",
                condition=Q(emptied=False) | Q(party__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.row_no}"


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
            models.CheckConstraint(name="party_review_agency_is_named", condition=~Q(agency_key="")),
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
