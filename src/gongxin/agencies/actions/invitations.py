"""Writes of invitations: each half is shown once, and with both the person sets password and second factor."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gongxin.agencies import factors, passwords
from gongxin.agencies.invitations import (
    End,
    Half,
    InvitationRefused,
    fresh,
    is_kept,
    kept,
    normal_code,
)
from gongxin.agencies.models import Account, Invitation, SecondFactor
from gongxin.agencies.persons import AccountRefused
from gongxin.agencies.sealing import opened, sealed
from gongxin.journal import actions as journal


@transaction.atomic
def show(*, half: Half, username: str, by: str, now: datetime) -> str:
    """A half of the account's open invitation, for this once. Shown again it is another, and the one before is dead."""
    row = (
        Invitation.objects.select_for_update(
            of=("self",)
        )  # its rival: the same button pressed twice
        .filter(account__username=username, ended_at__isnull=True, ends_at__gt=now)
        .first()
    )
    if row is None:
        raise AccountRefused(
            "没有有效的邀请",
            "there is no invitation in force",
            remedy_zh="请重新提请邀请",
            remedy_en="propose a new invitation",
        )
    other = row.code_by if half is Half.LINK else row.link_by
    if row.motion is not None and other == by:
        raise AccountRefused(
            "链接和开通码须由两个人分别取出", "the link and the code are shown to two people"
        )
    secret = fresh(half)
    if half is Half.LINK:
        row.link_hash, row.link_by = kept(secret), by
    else:
        row.code_hash, row.code_by = kept(secret), by
    row.save(update_fields=["link_hash", "link_by", "code_hash", "code_by"])
    body = {"account": username, "half": half.value}
    journal.append(kind="account.half_shown", body=body, by=by, now=now)
    return secret


@dataclass(frozen=True)
class Setting:
    """Somebody in the middle of setting both factors."""

    invitation: UUID
    username: str


@transaction.atomic
def set_password(*, link: str, code: str, password: str, by: str, now: datetime) -> Setting:
    """With both halves: the password, and a fresh secret that is still to be confirmed. May be repeated until then."""
    row = _live(now).filter(link_hash=kept(link)).first()
    if row is None or not is_kept(normal_code(code), bytes(row.code_hash or b"")):
        raise InvitationRefused
    account = row.account
    passwords.ensure_fit(password, username=account.username)
    Account.objects.filter(pk=account.pk).update(password=passwords.hashed(password))
    secret = sealed(factors.new_secret(), bound_to=str(account.pk))
    SecondFactor.objects.update_or_create(
        account=account, defaults={"secret": secret, "confirmed_at": None, "last_step": 0}
    )
    body = {"account": account.username}
    journal.append(kind="account.password_changed", body=body, by=by, now=now)
    return Setting(row.pk, account.username)


@transaction.atomic
def confirm_factor(*, invitation: UUID, code: str, by: str, now: datetime) -> str | None:
    """A code from the person's generator ends the invitation and opens the account: its name; None where the code is wrong."""
    row = _live(now).filter(pk=invitation).first()
    factor = (
        SecondFactor.objects.filter(account=row.account, confirmed_at__isnull=True).first()
        if row
        else None
    )
    secret = opened(factor.secret, bound_to=str(factor.account_id)) if factor else None
    if row is None or factor is None or secret is None:
        raise InvitationRefused
    step = factors.accepted_step(secret, code, at=now, after=factor.last_step)
    if step is None:
        return None
    factor.confirmed_at, factor.last_step = now, step
    factor.save(update_fields=["confirmed_at", "last_step"])
    row.ended_at, row.ended_how = now, End.USED
    row.save(update_fields=["ended_at", "ended_how"])
    username = row.account.username
    journal.append(kind="account.secured", body={"account": username}, by=by, now=now)
    return username


def _live(now: datetime) -> QuerySet[Invitation]:
    """Invitations in force of active accounts, locked: the rival is the same form sent twice."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(ended_at__isnull=True, ends_at__gt=now, account__is_active=True)
    )
