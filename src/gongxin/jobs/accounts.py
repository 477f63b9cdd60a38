"""The accounts that a command line acts for: one that sends and one that releases, for each agency."""

from datetime import datetime

from gongxin.agencies import actions, queries
from gongxin.agencies.roles import Role


def clerk_of(agency_key: str) -> str:
    """The account that sends an agency's files where no other is named."""
    return f"{agency_key}.clerk"


def reviewer_of(agency_key: str) -> str:
    """The account that releases what the agency's clerk sent."""
    return f"{agency_key}.reviewer"


def ensure_agency_accounts(*, now: datetime) -> None:
    """Open a clerk's and a reviewer's account for each agency, without a password: they act from this machine alone."""
    for agency in queries.agencies():
        for name, role in (
            (clerk_of(agency.key), Role.AGENCY_CLERK),
            (reviewer_of(agency.key), Role.AGENCY_REVIEWER),
        ):
            actions.ensure_account(
                username=name, role=role, agency_key=agency.key, password=None, by="system", now=now
            )
