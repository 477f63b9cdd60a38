"""Tables of incoming files and batches: an agency's own, not public. Row-level security shows them to that agency alone."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now

from gongxin.intake.batches import AT_REST, Channel, Outcome, Status

models.BinaryField.register_lookup(Length)


# Every row has one of these, or is still waiting.
_OUTCOMES = F("admitted") + F("duplicates") + F("held") + F("rejected") + F("corrected")


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
    touched_at = models.DateTimeField(null=True)  # of a draft: when somebody last worked on it
    profile_version = models.PositiveIntegerField(null=True)  # of the profile that was replayed
    discarded_by = models.TextField(null=True)
    discarded_at = models.DateTimeField(null=True)
    corrected = models.PositiveIntegerField(default=0, db_default=0)
    channel = models.TextField(default=Channel.FILE.value, db_default=Channel.FILE.value)
    undone_by = models.TextField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(null=True)
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
            models.Index(
                fields=["touched_at"], name="batch_drafts", condition=Q(status=Status.DRAFT)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="batch_status_is_known",
                condition=Q(status__in=[s.value for s in Status]),
            ),
            models.CheckConstraint(
                name="batch_sum_is_exact",
                condition=~Q(status=Status.FINISHED) | Q(rows=_OUTCOMES),
            ),
            models.CheckConstraint(
                name="batch_never_counts_more_than_its_rows",
                condition=Q(rows__gte=_OUTCOMES)
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
            models.CheckConstraint(
                name="batch_draft_says_when_it_was_touched",
                condition=~Q(status=Status.DRAFT) | Q(touched_at__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_draft_admits_nothing",
                condition=~Q(status__in=[Status.DRAFT, Status.DISCARDED])
                | Q(next_chunk=0, admitted=0, duplicates=0, held=0, rejected=0),
            ),
            models.CheckConstraint(
                name="batch_discarded_when_and_by_whom",
                condition=Q(
                    status=Status.DISCARDED,
                    discarded_by__isnull=False,
                    discarded_at__isnull=False,
                )
                | (
                    ~Q(status=Status.DISCARDED)
                    & Q(discarded_by__isnull=True, discarded_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="batch_channel_is_known",
                condition=Q(channel__in=[c.value for c in Channel]),
            ),
            models.CheckConstraint(
                name="batch_undone_by_whom_when_and_why",
                condition=Q(
                    undone_by__isnull=True, undone_at__isnull=True, undone_reason__isnull=True
                )
                | Q(undone_by__isnull=False, undone_at__isnull=False, undone_reason__isnull=False)
                & ~Q(undone_reason=""),
            ),
            models.CheckConstraint(
                name="batch_undone_was_at_rest",
                condition=Q(undone_at__isnull=True) | Q(status__in=sorted(AT_REST)),
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
    contest = models.BigIntegerField(null=True)  # the finding for which what left waits (records)
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
