"""Writes of accounts: who acts for whom, in which role, and the end of it. Opening one takes two people (`opening`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongxin.agencies import passwords
from gongxin.agencies.invitations import End
from gongxin.agencies.models import Account, Agency, Grant, Invitation, SecondFactor, SignIn
from gongxin.agencies.persons import AccountRefused
from gongxin.agencies.roles import Role
from gongxin.journal import actions as journal
from gongxin.journal.leaves import Entry

# Without one of each nobody could open an account again.
NEVER_WITHOUT = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR})


@transaction.atomic
def ensure_account(
    *,
    username: str,
    role: Role,
    agency_key: str | None,
    password: str | None,
    by: str,
    now: datetime,
    person: str | None = None,
) -> Account:
    """The account of this name, made if it is missing. An existing account is left as it is."""
    existing = Account.objects.filter(username=username).first()
    if existing is not None:
        return existing
    agency = Agency.objects.get(key=agency_key) if agency_key else None
    # Rival: the same account opened by another start of the platform. Who comes second takes what the first made.
    account, made = Account.objects.get_or_create(
        username=username,
        defaults={
            "role": role,
            "agency": agency,
            "person": person,
            "password": make_password(password),
        },
    )
    if not made:
        return account
    body = {"account": username, "role": role.value, "agency": agency_key}
    journal.append(kind="account.opened", body=body, by=by, now=now)
    return account


@dataclass(frozen=True)
class Opening:
    """An account that is to exist; without an agency it is one of the centre."""

    username: str
    role: Role
    agency_key: str | None
    person: str | None = None

    @property
    def entry(self) -> Entry:
        """What the journal says once it exists."""
        body = {"account": self.username, "role": self.role.value, "agency": self.agency_key}
        return Entry("account.opened", body)


@transaction.atomic
def ensure_accounts(*, openings: Sequence[Opening], by: str, now: datetime) -> int:
    """Open those that are missing, without a password; how many. Existing accounts are left as they are.

    The rival is the same set opened by another start; the caller's lock keeps it out, and the unique name after it.
    """
    known = set(Account.objects.values_list("username", flat=True))
    missing = [one for one in openings if one.username not in known]
    if not missing:
        return 0
    ids = dict(Agency.objects.values_list("key", "pk"))
    Account.objects.bulk_create(
        Account(
            username=one.username,
            role=one.role,
            agency_id=ids[one.agency_key] if one.agency_key else None,
            person=one.person,
            password=make_password(None),
        )
        for one in missing
    )
    journal.append_many(entries=[one.entry for one in missing], by=by, now=now)
    return len(missing)


@transaction.atomic
def close(*, username: str, reason: str, by: str, now: datetime) -> None:
    """Disable it everywhere at this moment: sign-ins, lent roles, invitation and both factors end with it."""
    if not reason.strip():
        raise AccountRefused("请写明停用的理由", "say why the account is closed")
    account = Account.objects.get(username=username)
    # Its rivals: two administrators who close each other, and a second closing.
    peers = list(
        Account.objects.select_for_update()
        .filter(role=account.role, is_active=True)
        .order_by("pk")
        .values_list("username", flat=True)
    )
    _ensure_closable(account, peers, by)
    entries = _ended_with(account, by, now)
    secret_free = {"password": make_password(None), "is_active": False}
    Account.objects.filter(pk=account.pk).update(
        **secret_free, closed_at=now, closed_by=by, closed_reason=reason.strip()
    )
    SecondFactor.objects.filter(account=account).delete()
    entries.append(Entry("account.closed", {"account": username}))
    journal.append_many(entries=entries, by=by, now=now)


@transaction.atomic
def change_password(*, username: str, old: str, new: str, by: str, now: datetime) -> None:
    """The person replaces the password. Whoever else is signed in with the old one must sign in anew (the caller ends it)."""
    account = Account.objects.select_for_update().get(username=username, is_active=True)
    if not passwords.holds(old, account.password):
        raise passwords.PasswordRefused("原密码不对", "the old password is not right")
    passwords.ensure_fit(new, username=username)
    Account.objects.filter(pk=account.pk).update(password=passwords.hashed(new))
    journal.append(kind="account.password_changed", body={"account": username}, by=by, now=now)


def _ensure_closable(account: Account, peers: Sequence[str], by: str) -> None:
    if account.username not in peers:
        raise AccountRefused("该账号已经停用", "this account is closed already")
    if account.username == by:
        raise AccountRefused(
            "不能停用自己的账号",
            "nobody closes an account of their own",
            remedy_zh="请由另一位管理员停用",
            remedy_en="let another administrator do it",
        )
    if account.role in NEVER_WITHOUT and len(peers) == 1:
        raise AccountRefused(
            "这是该角色最后一个账号，停用后谁也不能再开通账号",
            "this is the last account of its role: without it nobody could open another",
            remedy_zh="先为接任者开通账号",
            remedy_en="open the successor's account first",
        )


def _ended_with(account: Account, by: str, now: datetime) -> list[Entry]:
    """End what an account has; the entries of the journal about it."""
    live = SignIn.objects.filter(account=account, ended_at__isnull=True)
    entries = [
        Entry("account.signed_out", {"sign_in": str(one)})
        for one in live.order_by("pk").values_list("pk", flat=True)
    ]
    live.update(ended_at=now, ended_by=by)
    lent = Grant.objects.filter(account=account, ended_at__isnull=True)
    entries += [
        Entry("account.revoked", {"account": account.username, "role": role})
        for role in lent.order_by("pk").values_list("role", flat=True)
    ]
    lent.update(ended_at=now, ended_by=by)
    Invitation.objects.filter(account=account, ended_at__isnull=True).update(
        ended_at=now, ended_how=End.CLOSED
    )
    return entries
