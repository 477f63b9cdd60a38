"""Reads of how accounts come in: whether a password holds, what is signed in, what failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count

from gongxin.agencies import passwords
from gongxin.agencies.models import Account, Invitation, SecondFactor, SignIn, SignInFailure
from gongxin.agencies.sealing import opened

SIGN_INS_MAX: Final = 100


@dataclass(frozen=True)
class LiveSignIn:
    id: UUID
    device: str
    started_at: datetime
    seen_at: datetime


def password_holds(username: str, password: str) -> bool:
    """Whether an account that may come in has this password. One hashing, whatever the answer is and why."""
    stored = (
        Account.objects.filter(
            username=username, is_active=True, second_factor__confirmed_at__isnull=False
        )
        .values_list("password", flat=True)
        .first()
    )
    return passwords.holds(password, stored)


def live_sign_ins(
    username: str, *, seen_since: datetime, begun_since: datetime
) -> list[LiveSignIn]:
    """What is signed in as this account, the latest first."""
    rows = SignIn.objects.filter(
        account__username=username,
        ended_at__isnull=True,
        seen_at__gte=seen_since,
        started_at__gte=begun_since,
    ).order_by("-started_at", "pk")[:SIGN_INS_MAX]
    return [LiveSignIn(row.pk, row.device, row.started_at, row.seen_at) for row in rows]


def sign_in_state(identity: UUID, *, username: str) -> str | None:
    """Whether this sign-in of the account is live or ended; None: the account has no such."""
    row = SignIn.objects.filter(pk=identity, account__username=username).first()
    return None if row is None else "ended" if row.ended_at else "live"


def failed_sign_ins(since: datetime) -> Mapping[str, int]:
    """How many attempts failed since then, at each of the two steps. For the state of security; of no account."""
    counted = (
        SignInFailure.objects.filter(at__gte=since)
        .values_list("step")
        .annotate(attempts=Count("pk"))
        .order_by("step")
    )
    return {"password": 0, "code": 0, **dict(counted)}


def failed_sign_ins_of(username: str, *, since: datetime) -> int:
    """How many attempts to come in as this account failed since then: for its own person to see."""
    return SignInFailure.objects.filter(account__username=username, at__gte=since).count()


def invited(link_hash: bytes, *, now: datetime) -> str | None:
    """The account of an invitation in force that has this link."""
    return (
        Invitation.objects.filter(
            link_hash=link_hash, ended_at__isnull=True, ends_at__gt=now, account__is_active=True
        )
        .values_list("account__username", flat=True)
        .first()
    )


def secret_to_show(invitation: UUID, *, now: datetime) -> tuple[str, str] | None:
    """The account and the secret that its person is about to confirm; None as soon as it is confirmed."""
    factor = (
        SecondFactor.objects.filter(
            confirmed_at__isnull=True,
            account__is_active=True,
            account__invitations__pk=invitation,
            account__invitations__ended_at__isnull=True,
            account__invitations__ends_at__gt=now,
        )
        .select_related("account")
        .first()
    )
    if factor is None:
        return None
    secret = opened(factor.secret, bound_to=str(factor.account_id))
    return (factor.account.username, secret) if secret else None
