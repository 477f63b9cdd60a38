"""Reads of proposed editions: what stands open, what was said, what a decision would be bound to."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from gongxin.canonical import canonical_row
from gongxin.catalogue.models import Proposal
from gongxin.catalogue.proposals import Proposed, State
from gongxin.refusal import Refusal


class ProposalUnknown(Refusal):
    """There is no such proposal here."""

    code = "proposal.unknown"

    def __init__(self, proposal: UUID) -> None:
        super().__init__(
            "没有这个提案", "there is no such proposal", details={"proposal": str(proposal)}
        )


@dataclass(frozen=True)
class Remark:
    """A comment as it was sent in, numbers of persons masked at the door."""

    text: str
    at: datetime


@dataclass(frozen=True)
class ProposalCard:
    """A proposal as everybody may read it. Who proposed and who decided are accounts, not names."""

    id: UUID
    edition: str
    base: str
    reason: str
    proposed_by: str
    proposed_at: datetime
    comment_until: date | None
    comments: tuple[Remark, ...]
    state: State
    decided_by: str | None
    decided_at: datetime | None
    answer: str | None
    content: str  # what a decision is bound to

    def is_open_on(self, day: date) -> bool:
        """Whether a comment may be sent in on this day."""
        asked = self.comment_until is not None and day <= self.comment_until
        return self.state is State.OPEN and asked

    def as_proposed(self) -> Proposed:
        return Proposed(
            self.proposed_by,
            self.comment_until,
            self.base,
            self.content,
            decided=self.state is not State.OPEN,
        )


def proposals() -> list[ProposalCard]:
    """All proposals of this jurisdiction, the latest first."""
    rows = (
        Proposal.objects.filter(jurisdiction=settings.GONGXIN_JURISDICTION)
        .select_related("edition", "decision")
        .prefetch_related("comments")
        .order_by("-proposed_at")
    )
    return [card(row) for row in rows]


def proposal(identity: UUID) -> ProposalCard:
    """One proposal, or ProposalUnknown."""
    row = (
        Proposal.objects.filter(pk=identity, jurisdiction=settings.GONGXIN_JURISDICTION)
        .select_related("edition", "decision")
        .first()
    )
    if row is None:
        raise ProposalUnknown(identity)
    return card(row)


def card(row: Proposal) -> ProposalCard:
    decision = getattr(row, "decision", None)
    remarks = tuple(
        Remark(one.text, one.at) for one in sorted(row.comments.all(), key=lambda c: c.pk)
    )
    return ProposalCard(
        id=row.pk,
        edition=row.edition.digest,
        base=row.base,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        comment_until=row.comment_until,
        comments=remarks,
        state=State(decision.state) if decision else State.OPEN,
        decided_by=decision.decided_by if decision else None,
        decided_at=decision.at if decision else None,
        answer=decision.answer if decision else None,
        content=content_of(row.edition.digest, [one.text for one in remarks]),
    )


def content_of(edition: str, comments: list[str]) -> str:
    """SHA-256 over the edition's digest and every comment in order."""
    return sha256(canonical_row([edition, *comments])).hexdigest()
