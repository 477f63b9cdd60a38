"""Writes of the accounts by which programs act: opened with what they act for, closed with it, never signed in."""

from datetime import datetime

from django.db import transaction

from gongxin.agencies.actions import accounts
from gongxin.agencies.models import Account
from gongxin.agencies.roles import Role
from gongxin.journal import actions as journal
from gongxin.refusal import Refusal

WITH_WHAT_IT_ACTED_FOR = "密钥或来源已停用"


class AccountTaken(Refusal):
    """Somebody has this name already; a program never becomes somebody."""

    code = "account.taken"


@transaction.atomic
def open_account(*, username: str, agency_key: str, by: str, now: datetime) -> Account:
    """A clerk's account of this agency without a password: it can send and read, and never release."""
    if Account.objects.filter(username=username).exists():
        raise AccountTaken(
            f"账号 {username} 已经存在",
            f"the account {username} exists already",
            details={"account": username},
        )
    return accounts.ensure_account(
        username=username,
        role=Role.AGENCY_CLERK,
        agency_key=agency_key,
        password=None,
        by=by,
        now=now,
    )


@transaction.atomic
def close_account(*, username: str, by: str, now: datetime) -> None:
    """From the next request on it acts for nobody."""
    closed = Account.objects.filter(username=username, is_active=True).update(
        is_active=False, closed_at=now, closed_by=by, closed_reason=WITH_WHAT_IT_ACTED_FOR
    )
    if closed:
        journal.append(kind="account.closed", body={"account": username}, by=by, now=now)
