"""Reads of those who hold copies: who calls with a token, and how a partner is reached now."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

# The latest terms count; what a `closed` row ended opens nothing. Rides on terms_of_partner.
_TERMS: Final = """
    SELECT p.key, p.kind, p.zh, p.en, p.purpose, p.basis, t.webhook, t.ack_key
    FROM exchange_partner AS p
    JOIN LATERAL (
        SELECT webhook, ack_key, token_digest, closed FROM exchange_partnerterms AS t
        WHERE t.partner_id = p.key ORDER BY t.id DESC LIMIT 1) AS t ON true
    WHERE NOT t.closed AND {which}
    ORDER BY p.key
"""


@dataclass(frozen=True)
class PartnerCard:
    """A partner with the terms that are in force."""

    key: str
    kind: str
    zh: str
    en: str
    purpose: str
    basis: str
    webhook: str | None
    ack_key: bytes | None


def partner_of_token(token: str) -> PartnerCard | None:
    """Whose token this is, by its digest; None: nobody's, or of terms that are over."""
    digest = hashlib.sha256(token.encode()).digest()
    return next(iter(_cards("t.token_digest = %(value)s", digest)), None)


def partner_in_force(key: str) -> PartnerCard | None:
    """The partner with this key, while it has terms."""
    return next(iter(_cards("p.key = %(value)s", key)), None)


def partners_with_webhook() -> list[PartnerCard]:
    """Those to whom recalls are sent; the others fetch them."""
    return _cards("t.webhook IS NOT NULL AND %(value)s = ''", "")


def _cards(which: str, value: str | bytes) -> list[PartnerCard]:
    with connection.cursor() as cursor:
        cursor.execute(_TERMS.replace("{which}", which), {"value": value})
        return [_card(*row) for row in cursor.fetchall()]


def _card(*row: Any) -> PartnerCard:
    *terms, ack_key = row
    key, kind, zh, en, purpose, basis, webhook = terms
    public = None if ack_key is None else bytes(ack_key)
    return PartnerCard(key, kind, zh, en, purpose, basis, webhook, public)
