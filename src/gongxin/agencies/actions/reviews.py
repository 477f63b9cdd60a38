"""Signing a quarterly review: bound to the list that was seen, entered in the journal; what is not kept is closed at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gongxin.agencies.actions import accounts
from gongxin.agencies.models import Account, Review, ReviewLine
from gongxin.agencies.queries import Actor
from gongxin.agencies.queries import reviews as queries
from gongxin.agencies.reviews import SIGNERS, Circle, Quarter, ReviewRefused, Verdict, digest
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.journal import actions as journal


@dataclass(frozen=True)
class Word:
    """What is said of one account."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True)
class Signature:
    """A circle, the quarter, the list that was seen (its digest), and a word on each account of it."""

    agency_key: str
    circle: Circle
    quarter: Quarter
    seen_hash: bytes
    words: Mapping[str, Word]


@transaction.atomic
def sign(*, signature: Signature, actor: Actor, today: date, by: str, now: datetime) -> UUID:
    """Sign it; the review's id. Once a quarter, by the role that is not in the circle, for a quarter that is over."""
    _ensure_may(signature, actor, today)
    # Its rivals: another signer of the same circle, and an account that is closed or opened meanwhile.
    list(
        Account.objects.select_for_update().filter(is_active=True).order_by("pk").values_list("pk")
    )
    seen = queries.seen(agency_key=signature.agency_key, circle=signature.circle, today=today)
    if digest(seen) != signature.seen_hash:
        raise ReviewRefused(
            "名单在查看之后变了，请重新查看",
            "the list has changed since it was seen: look again",
        )
    _ensure_whole(signature, {one.username for one in seen})
    row = Review.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=signature.agency_key,
        circle=signature.circle,
        quarter_date=signature.quarter.first_date,
        seen_hash=signature.seen_hash,
        signed_by=by,
        signed_at=now,
    )
    ids = dict(Account.objects.values_list("username", "pk"))
    ReviewLine.objects.bulk_create(
        ReviewLine(
            review=row,
            agency_key=row.agency_key,
            account_id=ids[name],
            verdict=word.verdict,
            reason=word.reason.strip(),
        )
        for name, word in sorted(signature.words.items())
    )
    closed = [n for n, word in sorted(signature.words.items()) if word.verdict is Verdict.CLOSE]
    for name in closed:
        reason = signature.words[name].reason
        accounts.close(username=name, reason=reason, by=by, now=now)
    journal.append(
        kind="access.reviewed",
        body={
            "review": str(row.pk),
            "agency": signature.agency_key if signature.agency_key != EVERY_AGENCY else None,
            "circle": signature.circle.value,
            "quarter": signature.quarter.first_date.isoformat(),
            "accounts": len(seen),
            "closed": len(closed),
            "content": signature.seen_hash.hex(),
        },
        by=by,
        now=now,
    )
    return row.pk


def _ensure_may(signature: Signature, actor: Actor, today: date) -> None:
    own = actor.agency_key if signature.circle is Circle.CLERKS else EVERY_AGENCY
    # The account's own role: a lent one ends, and a signature stays.
    if actor.role is not SIGNERS[signature.circle] or own != signature.agency_key:
        raise ReviewRefused("这份名单不由您签", "this list is not yours to sign")
    if signature.quarter.until_date > today:
        raise ReviewRefused("这个季度还没有结束", "this quarter is not over yet")
    if queries.signed(
        agency_key=signature.agency_key, circle=signature.circle, quarter=signature.quarter
    ):
        raise ReviewRefused("这个季度已经签过", "this quarter was signed already")


def _ensure_whole(signature: Signature, names: set[str]) -> None:
    unsaid = sorted(names - signature.words.keys())
    if unsaid or signature.words.keys() - names:
        raise ReviewRefused(
            "每个账号都要写明保留或停用", "say of each account whether it is kept or closed"
        )
    if not all(word.reason.strip() for word in signature.words.values()):
        raise ReviewRefused("每个账号都要写明理由", "give a reason for each account")
