"""Lending a role for a time: proposed by one administrator, approved by another; taken back by either, or by its day."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gongxin.agencies.actions import motions
from gongxin.agencies.models import Account, Grant
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.persons import AccountRefused
from gongxin.agencies.queries.accounts import ensure_role
from gongxin.agencies.roles import Role, lendable
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.journal import actions as journal


@transaction.atomic
def propose(
    *, username: str, role: Role, until_date: date, today: date, reason: str, by: str, now: datetime
) -> UUID:
    """Ask that the account be lent this role until the end of that day; the motion's id."""
    ensure_role(by, Role.SYSTEM_ADMINISTRATOR)
    account = Account.objects.select_related("agency").get(username=username, is_active=True)
    if until_date < today:
        raise AccountRefused("截止日已经过了", "the last day is over already")
    _ensure_lendable(account, role)
    key = account.agency.key if account.agency else None
    content = {"account": username, "role": role.value, "agency": key, "until": str(until_date)}
    about = f"account:{username}"
    draft = Draft(MotionKind.ACCOUNT_GRANT, key or EVERY_AGENCY, about, content, reason)
    return motions.propose(draft=draft, by=by, now=now)


@transaction.atomic
def carry_out(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> str:
    """Approve what was seen, and lend the role; the account's name."""
    ensure_role(by, Role.SECURITY_ADMINISTRATOR)
    moved = motions.approve(
        motion=motion, kind=MotionKind.ACCOUNT_GRANT, seen_hash=seen_hash, by=by, now=now
    )
    username, role = str(moved.content["account"]), Role(moved.content["role"])
    account = (
        Account.objects.select_for_update(of=("self",))  # its rival: closing it
        .select_related("agency")
        .filter(username=username, is_active=True)
        .first()
    )
    if account is None:
        raise AccountRefused("该账号已经停用", "this account is closed already")
    if by == username:
        raise AccountRefused("不能批准给自己授权", "nobody approves a right of their own")
    _ensure_lendable(account, role)
    Grant.objects.filter(account=account, role=role, ended_at__isnull=True).update(
        ended_at=now, ended_by=by
    )
    Grant.objects.create(
        account=account,
        agency=account.agency,
        role=role,
        granted_by=by,
        granted_at=now,
        until_date=date.fromisoformat(moved.content["until"]),
    )
    body = {"account": username, "role": role.value, "agency": moved.content["agency"]}
    journal.append(kind="account.granted", body=body, by=by, now=now)
    return username


@transaction.atomic
def take_back(*, username: str, role: Role, by: str, now: datetime) -> None:
    """End the lent role before its day."""
    ended = Grant.objects.filter(
        account__username=username, role=role, ended_at__isnull=True
    ).update(ended_at=now, ended_by=by)
    if not ended:
        raise AccountRefused("没有借给该账号这个角色", "this role is not lent to the account")
    body = {"account": username, "role": role.value}
    journal.append(kind="account.revoked", body=body, by=by, now=now)


def _ensure_lendable(account: Account, role: Role) -> None:
    if role not in lendable(Role(account.role)):
        raise AccountRefused(
            "只能在同一单位或信用中心内部互借，三员的角色不外借、三员也不借用",
            "a role is lent within the agency or within the centre; the administrators neither lend theirs nor borrow",
        )
