"""The accounts that a command line acts for: one that sends and one that releases, for each agency.

In production each account is a person's, opened by an administrator, and the command line is told which one acts.
"""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies import queries
from gongxin.agencies.actions import accounts as actions
from gongxin.agencies.actions.accounts import Opening
from gongxin.agencies.demonstration import OFFICE
from gongxin.agencies.roles import Role
from gongxin.jobs.database import LOCK
from gongxin.refusal import Refusal


class AccountNotNamed(Refusal):
    """In production nobody acts by default."""

    code = "account.not_named"


def clerk_of(agency_key: str) -> str:
    """The account that sends an agency's files where no other is named."""
    return f"{agency_key}.clerk"


def reviewer_of(agency_key: str) -> str:
    """The account that releases what the agency's clerk sent."""
    return f"{agency_key}.reviewer"


def sender(agency_key: str, named: str | None) -> str:
    """The account that sends for this agency: the one named, else its clerk; in production it must be named."""
    agency = queries.agency_by_key(agency_key)
    if named:
        return named
    if settings.GONGXIN_MODE == "production":
        raise AccountNotNamed(
            "正式运行时必须写明报送账号",
            "in production the account that sends must be named",
            remedy_zh="用 --by 写明账号",
            remedy_en="name it with --by",
        )
    return clerk_of(agency.key)


@transaction.atomic
def ensure_agency_accounts(*, now: datetime) -> None:
    """A clerk's and a reviewer's account for each agency, and one of each other role, without a password: from this machine, or with one press in the demonstration."""
    assert settings.GONGXIN_MODE != "production", "accounts of production are opened by a person"
    with connection.cursor() as cursor:  # its rival is a second `gongxin up`
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    openings = [
        Opening(name, role, agency.key)
        for agency in queries.agencies()
        for name, role in (
            (clerk_of(agency.key), Role.AGENCY_CLERK),
            (reviewer_of(agency.key), Role.AGENCY_REVIEWER),
        )
    ]
    openings += [Opening(one.username, one.role, one.agency_key, one.person) for one in OFFICE]
    actions.ensure_accounts(openings=openings, by="system", now=now)
