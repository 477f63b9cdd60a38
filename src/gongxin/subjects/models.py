"""Tables of subjects: who a record can be about, under which numbers and names. No column describes a person."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from gongxin.agencies.models import Agency
from gongxin.identifiers import SCHEMES
from gongxin.subjects.kinds import (
    Kind,
    NameKind,
    Status,
    SubjectKind,
    SuccessionKind,
    Verdict,
)


def _ordered(start: str, end: str) -> Q:
    """A half-open range that holds at least a day, or is open."""
    return (
        Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(**{f"{start}__lt": F(end)})
    )


class Subject(models.Model):
    """A body, or one of the two kinds of person in their one allowed capacity. Described as its register does."""

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    jurisdiction = models.TextField()
    subject_kind = models.TextField()
    kind = models.TextField(null=True)  # of organisations alone
    status = models.TextField()
    registered_date = models.DateField(null=True)
    deregistered_date = models.DateField(null=True)
    address = models.TextField(null=True)
    division_code = models.TextField(null=True)
    industry = models.TextField(null=True)
    registering_authority = models.TextField(null=True)  # as reported
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="+", db_index=False
    )  # who reported
    capital = models.TextField(null=True)
    scope = models.TextField(null=True)
    batch = models.UUIDField()
    row_no = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="subject_kind_is_one_of_three",
                condition=Q(subject_kind__in=[k.value for k in SubjectKind]),
            ),
            models.CheckConstraint(
                name="subject_organisation_has_a_kind",
                condition=Q(
                    subject_kind=SubjectKind.ORGANISATION.value,
                    kind__isnull=False,
                    kind__in=[k.value for k in Kind],
                )
                | (~Q(subject_kind=SubjectKind.ORGANISATION.value) & Q(kind__isnull=True)),
            ),
            models.CheckConstraint(
                name="subject_status_is_known",
                condition=Q(status__in=[s.value for s in Status]),
            ),
            models.CheckConstraint(
                name="subject_active_has_no_end",
                condition=~Q(status=Status.ACTIVE.value) | Q(deregistered_date__isnull=True),
            ),
            models.CheckConstraint(
                name="subject_ends_after_it_begins",
                condition=Q(registered_date__isnull=True)
                | Q(deregistered_date__isnull=True)
                | Q(registered_date__lte=F("deregistered_date")),
            ),
            models.UniqueConstraint(fields=["batch", "row_no"], name="subject_row_enters_once"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Entry(models.Model):
    """What a register reported of a subject in one row, word for word as it was admitted. Append-only.

    `Subject` is the sum of its entries. The Merkle root over a batch's entries stands in the journal.
    """

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.TextField()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="entries")
    batch = models.UUIDField()
    chunk = models.PositiveIntegerField()
    row_no = models.PositiveIntegerField()
    entry = models.TextField()  # JSON; the text itself is what was committed to
    salt = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "row_no"], name="entry_row_enters_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}:{self.row_no}"


class Identifier(models.Model):
    """A number under which a subject is registered, with its dates. A live number names one subject."""

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.TextField()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="identifiers")
    scheme = models.TextField()
    value = models.TextField()  # normalised
    grade = models.TextField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # exclusive

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="identifier_scheme_is_known", condition=Q(scheme__in=SCHEMES)
            ),
            models.CheckConstraint(
                name="identifier_passed_its_check", condition=Q(grade__in=["valid", "warning"])
            ),
            models.CheckConstraint(name="identifier_is_not_empty", condition=~Q(value="")),
            models.CheckConstraint(
                name="identifier_period_is_ordered",
                condition=_ordered("valid_from", "valid_until"),
            ),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(valid_until__isnull=True),
                name="identifier_live_names_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Name(models.Model):
    """A name of a subject with its dates. Names identify nobody: two bodies may bear the same."""

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.TextField()
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="names")
    name = models.TextField()  # as registered
    norm = models.TextField()
    kind = models.TextField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # exclusive
    # Pairs of neighbouring characters of `norm`. Empty for individual businesses, which are found by
    # their exact name alone.
    bigrams = ArrayField(models.TextField())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="name_kind_is_known",
                condition=Q(kind__in=[k.value for k in NameKind]),
            ),
            models.CheckConstraint(name="name_is_not_empty", condition=~Q(norm="")),
            models.CheckConstraint(
                name="name_period_is_ordered", condition=_ordered("valid_from", "valid_until")
            ),
            models.CheckConstraint(
                name="name_present_has_not_ended",
                condition=~Q(kind=NameKind.PRESENT.value) | Q(valid_until__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(kind=NameKind.PRESENT.value),
                name="name_present_is_one",
            ),
        ]
        indexes: ClassVar = [
            # The pending list halves the time of an import; every search reads it, so it is kept short (KiB).
            GinIndex(fields=["bigrams"], name="name_bigrams", gin_pending_list_limit=2048),
            models.Index(fields=["norm"], name="name_norm"),
        ]

    def __str__(self) -> str:
        return self.name


class Bigram(models.Model):
    """How many names hold a pair of characters: search asks for the rarest pairs first. A count, renewed at import."""

    bigram = models.TextField(primary_key=True)
    names = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.bigram


class Succession(models.Model):
    """One body followed another by merger or split, from a day on. Append-only."""

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.TextField()
    predecessor = models.ForeignKey(Subject, models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Subject, models.PROTECT, related_name="predecessors")
    kind = models.TextField()
    effective_date = models.DateField()
    source = models.TextField()  # the document that says so
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="succession_kind_is_known",
                condition=Q(kind__in=[k.value for k in SuccessionKind]),
            ),
            models.CheckConstraint(
                name="succession_is_to_another", condition=~Q(predecessor=F("successor"))
            ),
            models.CheckConstraint(name="succession_has_a_source", condition=~Q(source="")),
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_happens_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Judgement(models.Model):
    """What a named officer found about a reported party and a subject. "Different" holds for ever (trigger)."""

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.TextField()
    party_fingerprint = models.BinaryField()  # of the name and codes as reported
    reported = models.JSONField()  # {"name": …, "codes": {scheme: value}}, no person's data
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="judgements")
    verdict = models.TextField()
    evidence = models.JSONField()  # what was looked at, as codes and references
    decided_by = models.TextField()
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="judgement_verdict_is_known",
                condition=Q(verdict__in=[v.value for v in Verdict]),
            ),
            models.CheckConstraint(
                name="judgement_different_is_for_ever",
                condition=~Q(verdict=Verdict.DIFFERENT.value) | Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="judgement_ended_when_and_by_whom",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="judgement_ends_after_it_was_made",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("decided_at")),
            ),
            models.CheckConstraint(
                name="judgement_is_signed_and_has_evidence",
                condition=~Q(decided_by="") & ~Q(evidence={}),
            ),
            # One live verdict on a party and a subject; one live subject that a party is.
            models.UniqueConstraint(
                fields=["party_fingerprint", "subject"],
                condition=Q(ended_at__isnull=True),
                name="judgement_live_is_one_per_pair",
            ),
            models.UniqueConstraint(
                fields=["party_fingerprint"],
                condition=Q(ended_at__isnull=True, verdict=Verdict.SAME.value),
                name="judgement_party_is_one_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.subject_id}"
