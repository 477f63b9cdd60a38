"""Reads of who was given what: for the subject, and for a recall that must reach everyone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gongxin.disclosures.models import Disclosure, Given

VIEW_MAX = 200  # a page of "who looked"; more is asked for page by page


@dataclass(frozen=True)
class Look:
    """One look at a subject: which institution, for what, when. Never which officer."""

    disclosure: UUID
    at: datetime
    channel: str
    purpose: str
    recipient_kind: str
    recipient: str


def looks_at(subject_id: int) -> list[Look]:
    """The latest looks at this subject, newest first."""
    rows = Disclosure.objects.filter(subject_id=subject_id).order_by("-at", "-id")[:VIEW_MAX]
    return [Look(r.id, r.at, r.channel, r.purpose, r.recipient_kind, r.recipient) for r in rows]


def given_in(disclosure: UUID) -> list[tuple[UUID, int]]:
    """The versions an answer contained: what its holder may redeem for corrections."""
    return list(
        Given.objects.filter(disclosure_id=disclosure)
        .order_by("record", "number")
        .values_list("record", "number")
    )


def receivers_of(records: Sequence[UUID]) -> list[tuple[UUID, int, UUID]]:
    """(record, number, disclosure) of every answer that ever contained one of these records."""
    return list(
        Given.objects.filter(record__in=records)
        .order_by("record", "number", "disclosure_id")
        .values_list("record", "number", "disclosure_id")
    )
