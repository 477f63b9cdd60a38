"""Tables of the law as loaded: editions, when each was put in force, item versions, publication rules. They decide nothing."""

from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Length

from gongxin.catalogue.proposals import COMMENT_CHARS_MAX, Event, State
from gongxin.jurisdiction import MARKS, SEVERITIES

models.TextField.register_lookup(Length)


class Edition(models.Model):
    """The whole law of a place as it was loaded once, by the hash of its content. Append-only."""

    jurisdiction = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 in hex, algorithm gx-law1
    law = models.JSONField()  # a `jurisdiction.Jurisdiction`, every value with source and mark
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["jurisdiction", "digest"], name="edition_once"),
            models.CheckConstraint(
                name="edition_digest_is_sha256",
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="edition_digest_is_that_of_its_law",
                condition=Q(digest=KeyTextTransform("digest", "law")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction}:{self.digest[:12]}"


class Loading(models.Model):
    """An edition was put in force. The latest of a jurisdiction is the one that governs. Append-only."""

    edition = models.ForeignKey(Edition, models.PROTECT)
    jurisdiction = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["jurisdiction", "-id"], name="loading_latest")]

    def __str__(self) -> str:
        return f"{self.jurisdiction}:{self.pk}"


class ItemVersion(models.Model):
    """The shape of one version of an item, for ever: what a record's payload means depends on it. Append-only."""

    jurisdiction = models.TextField()
    code = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    shape = models.CharField(max_length=64)  # digest of the fields; a version never changes its own
    definition = models.JSONField()  # a `jurisdiction.Item` as it was when first loaded
    edition = models.ForeignKey(Edition, models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["jurisdiction", "code", "version"], name="item_version_once"
            ),
            models.CheckConstraint(
                name="item_version_counts_from_one", condition=Q(version__gte=1)
            ),
            models.CheckConstraint(
                name="item_version_shape_is_sha256",
                condition=Q(shape__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}:{self.version}"


class PublicationRule(models.Model):
    """One rule, one severity, one item: what SQL reads to say until when a fact is shown.

    A projection of the edition in force: taken away and written anew as a whole when another edition
    is put in force, never changed in place.
    """

    jurisdiction = models.TextField()
    item_code = models.CharField(max_length=64)
    provider_key = models.CharField(max_length=40, null=True)  # a sector's rule: its agency alone
    severity = models.CharField(max_length=12)
    rule_key = models.CharField(max_length=64)
    zh = models.TextField()
    en = models.TextField()
    published = models.BooleanField()
    floor_months = models.PositiveIntegerField(null=True)
    ceiling_months = models.PositiveIntegerField(null=True)
    until_field_role = models.CharField(max_length=32, null=True)
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)  # exclusive
    source = models.TextField()
    mark = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=[
                    "jurisdiction",
                    "item_code",
                    "severity",
                    "rule_key",
                    "provider_key",
                    "in_force_from",
                ],
                name="publication_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="publication_rule_severity_is_known",
                condition=Q(severity__in=sorted(SEVERITIES)),
            ),
            models.CheckConstraint(
                name="publication_rule_mark_is_known",
                condition=Q(mark__in=sorted(MARKS)),
            ),
            models.CheckConstraint(
                name="publication_rule_period_is_ordered",
                condition=Q(in_force_until__isnull=True) | Q(in_force_from__lt=F("in_force_until")),
            ),
            models.CheckConstraint(
                name="publication_rule_floor_is_within_ceiling",
                condition=Q(floor_months__isnull=True)
                | Q(ceiling_months__isnull=True)
                | Q(floor_months__lte=F("ceiling_months")),
            ),
            models.CheckConstraint(
                # What may hurt somebody ends by itself; only facts without severity may stay.
                name="publication_rule_of_an_adverse_fact_ends",
                condition=Q(severity="none") | Q(published=False) | Q(ceiling_months__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_rule_of_a_withheld_fact_shows_nothing",
                condition=~Q(severity="withheld") | Q(published=False),
            ),
            models.CheckConstraint(
                name="publication_rule_names_its_source",
                condition=~Q(source="") & ~Q(zh="") & ~Q(en="") & ~Q(rule_key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_key}:{self.severity}"


class Ending(models.Model):
    """An exit item ends records of another item: what SQL reads to say that an entry has been lifted.

    A projection of the edition in force, as `PublicationRule` is. Both fields hold a document number.
    """

    jurisdiction = models.TextField()
    item_code = models.CharField(max_length=64)
    item_field = models.CharField(max_length=64)
    exit_code = models.CharField(max_length=64)
    exit_field = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["jurisdiction", "item_code", "exit_code"], name="ending_once"
            ),
            models.CheckConstraint(
                name="ending_is_of_another_item", condition=~Q(item_code=F("exit_code"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exit_code}:{self.item_code}"


class Proposal(models.Model):
    """An edition that somebody proposes to put in force, open to comments until a day. Append-only."""

    id = models.UUIDField(primary_key=True, db_default=RandomUUID(), editable=False)
    jurisdiction = models.TextField()
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    base = models.CharField(max_length=64)  # digest of the edition that was in force
    reason = models.TextField()
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    comment_until = models.DateField(null=True)  # the last day; null: no comment is asked for

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="proposal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="proposal_is_based_on_an_edition", condition=Q(base__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Comment(models.Model):
    """What somebody says of a proposed edition. No name and no address is asked for or kept. Append-only."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="comment_says_something_short",
                condition=~Q(text="") & Q(text__length__lte=COMMENT_CHARS_MAX),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}:{self.pk}"


class ProposalDecision(models.Model):
    """How a proposal ended: once, with reasons, by another person than who proposed it. Append-only."""

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    event = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    proposed_by = models.CharField(max_length=64)
    decided_by = models.CharField(max_length=64)
    seen = models.CharField(
        max_length=64
    )  # digest over the edition and the comments that were read
    answer = models.TextField()  # what is said to those who commented
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proposal_decision_is_known",
                condition=Q(event=Event.APPROVE.value, state=State.APPROVED.value)
                | Q(event=Event.REFUSE.value, state=State.REFUSED.value)
                | Q(event=Event.WITHDRAW.value, state=State.WITHDRAWN.value),
            ),
            models.CheckConstraint(
                name="proposal_is_decided_by_a_second_person",
                condition=Q(event=Event.WITHDRAW.value, decided_by=F("proposed_by"))
                | (~Q(event=Event.WITHDRAW.value) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="proposal_decision_gives_an_answer", condition=~Q(answer="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}:{self.state}"
