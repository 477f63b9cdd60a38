"""Tables of the quarterly review of access: what was signed, and the word on each account. Append-only, behind the wall."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from gongxin.agencies.models.account import Account
from gongxin.agencies.reviews import Circle, Verdict

models.BinaryField.register_lookup(Length)


class Review(models.Model):
    """One circle of accounts reviewed for one quarter, signed by one account; `seen_hash` is over the list it saw."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()  # "*": the centre's and the administrators'
    circle = models.CharField(max_length=12)
    quarter_date = models.DateField()  # its first day
    seen_hash = models.BinaryField()
    signed_by = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_key", "circle", "quarter_date"], name="review_once_a_quarter"
            ),
            models.CheckConstraint(
                name="review_circle_is_known", condition=Q(circle__in=[c.value for c in Circle])
            ),
            models.CheckConstraint(name="review_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="review_of_clerks_is_an_agencys",
                condition=Q(circle="clerks") & ~Q(agency_key="*")
                | ~Q(circle="clerks") & Q(agency_key="*"),
            ),
            models.CheckConstraint(
                name="review_begins_a_quarter",
                condition=Q(quarter_date__day=1, quarter_date__month__in=[1, 4, 7, 10]),
            ),
            models.CheckConstraint(
                name="review_is_bound_to_what_was_seen", condition=Q(seen_hash__length=32)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_key} {self.circle} {self.quarter_date}"


class ReviewLine(models.Model):
    """The word on one account, with its reason. Nobody has one on an account of their own."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="lines")
    agency_key = models.TextField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8)
    reason = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review", "account"], name="review_line_once_an_account"
            ),
            models.CheckConstraint(
                name="review_line_verdict_is_known",
                condition=Q(verdict__in=[v.value for v in Verdict]),
            ),
            models.CheckConstraint(name="review_line_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="review_line_agency_is_named", condition=~Q(agency_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.verdict}"
