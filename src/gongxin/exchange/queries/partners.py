"""Reads of those who hold copies: the one a token is of, the public register, and what each said of its copy."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from gongxin.exchange import terms, tokens
from gongxin.exchange.models import Partner, PartnerTerms, SetComparison
from gongxin.exchange.terms import PartnerState

COMPARISONS_SHOWN: Final = 50


@dataclass(frozen=True)
class PartnerCard:
    """A partner as the register shows it and a request uses it. Never its token."""

    key: str
    kind: str
    zh: str
    en: str
    uscc: str | None
    purpose: str
    basis: str
    registered_at: datetime
    state: PartnerState
    webhook: str | None
    ack_key: bytes | None
    has_token: bool
    since: datetime  # of the terms that hold
    proposed_by: str
    approved_by: str

    @property
    def ack_key_text(self) -> str | None:
        """The key as it was handed in."""
        return b64encode(self.ack_key).decode() if self.ack_key is not None else None


@dataclass(frozen=True)
class Compared:
    """What a partner said of its copy."""

    through: int
    is_equal: bool
    digest: bytes
    ours: bytes
    at: datetime


def partner_of_token(secret: str) -> PartnerCard | None:
    """Whose token this is now; None: nobody's, replaced, or of a partner that was closed. One look whatever it is."""
    return _one(_latest().filter(token_digest=tokens.digest(secret), closed=False))


def partner_in_force(key: str) -> PartnerCard | None:
    """The partner of this key, while it is not closed."""
    return _one(_latest().filter(partner_id=key, closed=False))


def partners_with_webhook() -> list[PartnerCard]:
    """Those that notices are sent to; the others fetch them."""
    rows = _latest().filter(webhook__isnull=False, closed=False).select_related("partner")
    return [_card(row) for row in rows.order_by("partner_id")]


def partner(key: str) -> PartnerCard | None:
    return _one(_latest().filter(partner_id=key))


def partners() -> list[PartnerCard]:
    """All there ever were, those that were closed last: copies they were given are theirs still."""
    rows = _latest().select_related("partner").order_by("closed", "partner_id")
    return [_card(row) for row in rows]


def comparisons(key: str) -> list[Compared]:
    """What this partner said of its copy, the newest first."""
    return _compared(
        SetComparison.objects.filter(partner_id=key).order_by("-id")[:COMPARISONS_SHOWN]
    )


def last_comparisons() -> dict[str, Compared]:
    """The last of each partner."""
    latest = (
        SetComparison.objects.filter(partner_id=OuterRef("partner_id")).order_by("-id").values("id")
    )
    rows = list(SetComparison.objects.filter(id=Subquery(latest[:1])))
    return dict(zip((row.partner_id for row in rows), _compared(rows), strict=True))


def _one(found: QuerySet[PartnerTerms]) -> PartnerCard | None:
    row = found.select_related("partner").first()
    return _card(row) if row else None


def _latest() -> QuerySet[PartnerTerms]:
    newest = (
        PartnerTerms.objects.filter(partner_id=OuterRef("partner_id")).order_by("-id").values("id")
    )
    return PartnerTerms.objects.filter(id=Subquery(newest[:1]))


def _card(row: PartnerTerms) -> PartnerCard:
    one: Partner = row.partner
    return PartnerCard(
        key=one.key,
        kind=one.kind,
        zh=one.zh,
        en=one.en,
        uscc=one.uscc,
        purpose=one.purpose,
        basis=one.basis,
        registered_at=one.registered_at,
        state=terms.state_of(closed=row.closed, token_waits=row.token_waits),
        webhook=row.webhook,
        ack_key=bytes(row.ack_key) if row.ack_key is not None else None,
        has_token=row.token_digest is not None,
        since=row.at,
        proposed_by=row.proposed_by,
        approved_by=row.approved_by,
    )


def _compared(rows: Iterable[SetComparison]) -> list[Compared]:
    return [
        Compared(
            row.through,
            bytes(row.digest) == bytes(row.ours),
            bytes(row.digest),
            bytes(row.ours),
            row.at,
        )
        for row in rows
    ]
