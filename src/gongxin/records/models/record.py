"""Tables of the credit record. Every one is append-only: corrections are new rows, never changed ones.

One exception, which the database itself keeps narrow: what an erased record said is emptied (migration 0002).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now

from gongxin.agencies.models import Agency
from gongxin.jurisdiction import SEVERITIES
from gongxin.records.lifecycle import State
from gongxin.subjects.models import Subject

OPERATIONS = ("add", "modify", "delete", "mark", "unmark")

models.BinaryField.register_lookup(Length)


class Version(models.Model):
    """One version of a record. Its key (record, number) is for ever; `record` is the HMAC of the natural key.

    Two clocks: `valid` is the legal force of the decision, `recorded_at` the moment at which we knew.
    """

    pk = models.CompositePrimaryKey("record", "number")
    record = models.UUIDField()
    number = models.PositiveIntegerField()
    jurisdiction = models.TextField()
    item = models.TextField()
    item_version = models.PositiveIntegerField()
    provider = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    # None only of what was erased: whose it was went with what it said.
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", null=True)
    decided_date = models.DateField()
    valid = DateRangeField()
    severity_reported = models.TextField(null=True)
    severity = models.TextField()
    severity_rule = models.TextField(
        null=True
    )  # which classification gave the class; none for neutral facts
    state = models.TextField()
    reason = models.TextField(null=True)
    payload = models.JSONField()
    language = models.TextField(default="zh-Hans")
    batch = models.UUIDField()
    row_no = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())
    content_mac = models.BinaryField()
    mac_key = models.TextField()
    salt = models.BinaryField()
    commitment = models.BinaryField()
    digest_algorithm = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "row_no"], name="record_row_enters_once"),
            models.CheckConstraint(
                name="record_state_is_known",
                condition=Q(state__in=[s.value for s in State]),
            ),
            models.CheckConstraint(
                name="record_severity_is_known",
                condition=Q(severity__in=SEVERITIES)
                & (Q(severity_reported__isnull=True) | Q(severity_reported__in=SEVERITIES)),
            ),
            models.CheckConstraint(
                name="record_valid_is_not_empty", condition=Q(valid__isempty=False)
            ),
            models.CheckConstraint(name="record_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="record_change_has_a_reason",
                condition=Q(number=1, state=State.ADMITTED) | Q(number__gt=1, reason__isnull=False),
            ),
            models.CheckConstraint(
                name="record_digests_have_their_length",
                condition=Q(commitment__length=32, content_mac__length=32, salt__length=16),
            ),
            models.CheckConstraint(
                name="record_without_a_subject_says_nothing",
                condition=Q(subject__isnull=False) | Q(payload={}),
            ),
            models.CheckConstraint(
                name="record_erased_says_nothing",
                condition=~Q(state=State.ERASED) | Q(payload={}, subject__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["record"], name="record_erased", condition=Q(state=State.ERASED)),
        ]

    def __str__(self) -> str:
        return f"{self.record}/{self.number}"


class Chunk(models.Model):
    """Which rows one journal leaf commits to: row `first_row` to `last_row` of a batch, root over their commitments."""

    jurisdiction = models.TextField()
    batch = models.UUIDField()
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    root = models.BinaryField()
    leaf_index = models.BigIntegerField(unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "first_row"], name="chunk_begins_once"),
            models.CheckConstraint(
                name="chunk_rows_are_ordered",
                condition=Q(first_row__lte=F("last_row"), rows__gte=1, root__length=32),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}:{self.first_row}-{self.last_row}"


class Release(models.Model):
    """Showing what was admitted: a batch, or one version. Adverse facts need two persons and the hash of what was seen."""

    jurisdiction = models.TextField()
    kind = models.TextField(choices={"two_person": "two_person", "standing": "standing"})
    batch = models.UUIDField(null=True)
    record = models.UUIDField(null=True)
    number = models.PositiveIntegerField(null=True)
    proposed_by = models.TextField()
    approved_by = models.TextField()
    seen_hash = models.BinaryField()
    released_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch"], name="release_of_a_batch_happens_once"),
            models.UniqueConstraint(
                fields=["record", "number"], name="release_of_a_version_happens_once"
            ),
            models.CheckConstraint(
                name="release_is_of_a_batch_or_of_a_version",
                condition=Q(batch__isnull=False, record__isnull=True, number__isnull=True)
                | Q(batch__isnull=True, record__isnull=False, number__isnull=False),
            ),
            models.CheckConstraint(
                name="release_needs_a_second_person",
                condition=Q(kind="standing")
                | Q(kind="two_person") & ~Q(proposed_by=F("approved_by")),
            ),
            models.CheckConstraint(
                name="release_is_bound_to_what_was_seen",
                condition=Q(seen_hash__length=32),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch or self.record}"


class Tombstone(models.Model):
    """What left and does not return: by record (natural key) and by fingerprint of the content, for ever."""

    jurisdiction = models.TextField()
    record = models.UUIDField()
    fingerprint_mac = models.BinaryField()
    mac_key = models.TextField()
    event = models.TextField()
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record"], name="tombstone_of_record"),
            models.Index(fields=["fingerprint_mac"], name="tombstone_of_content"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tombstone_event_is_known",
                condition=Q(event__in=["repair", "withdraw", "erase"]),
            ),
            models.UniqueConstraint(
                fields=["record", "event"], name="tombstone_set_once_per_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.event}"


class Change(models.Model):
    """The change feed: gap-free in the order of commit; sequence, record, number and operation, no payload."""

    sequence = models.BigIntegerField(primary_key=True)
    jurisdiction = models.TextField()
    record = models.UUIDField()
    number = models.PositiveIntegerField()
    operation = models.TextField()
    at = models.DateTimeField()
    cause = models.TextField(null=True)  # an exit, where that and no version of its own moved it

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["record", "-sequence"], name="change_of_record"),
            models.Index(
                fields=["record"], name="change_by_exit", condition=Q(cause__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="change_operation_is_known", condition=Q(operation__in=OPERATIONS)
            ),
            models.CheckConstraint(
                name="change_cause_is_known",
                condition=Q(cause__isnull=True) | Q(cause="exit", operation__in=["add", "delete"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.operation}"


class Twin(models.Model):
    """Two records of one subject that may tell the same decision, and why they look so. A suspicion; it changes nothing."""

    jurisdiction = models.TextField()
    agency_key = models.TextField()  # who reported both; "*": two agencies, so the centre's alone
    one = models.UUIDField()
    other = models.UUIDField()
    reasons = ArrayField(models.TextField())
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="twin_pair_is_found_once"),
            models.CheckConstraint(name="twin_is_of_two", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(name="twin_says_why", condition=Q(reasons__len__gt=0)),
            models.CheckConstraint(name="twin_agency_is_named", condition=~Q(agency_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.one} {self.other}"


class TwinLook(models.Model):
    """Up to which chunk of the journal twins were looked for."""

    leaf_index = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.leaf_index)


class Distinct(models.Model):
    """An officer found that two records are two decisions. Remembered; only two people together find otherwise."""

    jurisdiction = models.TextField()
    agency_key = models.TextField()
    twin = models.OneToOneField(Twin, models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="distinct_has_a_reason", condition=~Q(reason="") & ~Q(by="")
            ),
            models.CheckConstraint(name="distinct_agency_is_named", condition=~Q(agency_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.twin_id}"


class Merge(models.Model):
    """One of two records gave way to the other, or came back: each on its own motion of two people."""

    jurisdiction = models.TextField()
    agency_key = models.TextField()
    twin = models.ForeignKey(Twin, models.PROTECT, related_name="+")
    event = models.TextField(choices={"merge": "merge", "unmerge": "unmerge"})
    record = models.UUIDField()  # the one that gave way
    number = models.PositiveIntegerField()  # the version that says so
    stands = models.UUIDField()
    motion = models.UUIDField(unique=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="merge_event_is_known", condition=Q(event__in=["merge", "unmerge"])
            ),
            models.CheckConstraint(name="merge_is_of_two", condition=~Q(record=F("stands"))),
            models.CheckConstraint(name="merge_agency_is_named", condition=~Q(agency_key="")),
            models.UniqueConstraint(
                fields=["record", "number"], name="merge_is_one_version_of_its_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.event}"
