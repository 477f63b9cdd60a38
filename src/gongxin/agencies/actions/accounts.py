"""Writes of accounts: who acts for whom, in which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongxin.agencies.models import Account, Agency
from gongxin.agencies.roles import Role
from gongxin.journal import actions as journal
from gongxin.journal.leaves import Entry


@transaction.atomic
def ensure_account(
    *,
    username: str,
    role: Role,
    agency_key: str | None,
    password: str | None,
    by: str,
    now: datetime,
) -> Account:
    """The account of this name, made if it is missing. An existing account is left as it is."""
    existing = Account.objects.filter(username=username).first()
    if existing is not None:
        return existing
    agency = Agency.objects.get(key=agency_key) if agency_key else None
    # Rival: the same account opened by another start of the platform. Who comes second takes what the first made.
    account, made = Account.objects.get_or_create(
        username=username,
        defaults={"role": role, "agency": agency, "password": make_password(password)},
    )
    if not made:
        return account
    journal.append(
        kind="account.opened",
        body={"account": username, "role": role.value, "agency": agency_key},
        by=by,
        now=now,
    )
    return account


@dataclass(frozen=True)
class Opening:
    """An account that is to exist; without an agency it is one of the centre."""

    username: str
    role: Role
    agency_key: str | None


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
            password=make_password(None),
        )
        for one in missing
    )
    entries = [
        Entry(
            "account.opened",
            {"account": one.username, "role": one.role.value, "agency": one.agency_key},
        )
        for one in missing
    ]
    journal.append_many(entries=entries, by=by, now=now)
    return len(missing)
