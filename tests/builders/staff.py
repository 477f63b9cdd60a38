"""People at the desk: an account of each role, and a browser that is signed in as one of them."""

from datetime import datetime
from typing import Final

from django.test import Client
from django.utils import timezone

from gongxin.agencies.actions import accounts, sign_ins
from gongxin.agencies.roles import ADMINISTRATORS, AGENCY_ROLES, Role
from gongxin.desk.guard import SESSION_KEY

AGENCIES: Final = ("samr", "emergency")  # both report penalties; the second is "the other one"


def account_of(role: Role, agency: str = "samr", *, number: int = 1) -> str:
    """The name of the account of this role (of this agency, where the role is an agency's); made if it is missing."""
    bound = role in AGENCY_ROLES
    name = f"{agency if bound else 'office'}.{role.value}.{number}"
    accounts.ensure_account(
        username=name,
        role=role,
        agency_key=agency if bound else None,
        password=None,
        by="system",
        now=timezone.now(),
        person=f"TEST-{name}".upper() if role in ADMINISTRATORS else None,
    )
    return name


def signed_in(
    role: Role, agency: str = "samr", *, number: int = 1, now: datetime | None = None
) -> Client:
    """A browser in which this account is signed in, as the desk's own act leaves it."""
    return browser_of(account_of(role, agency, number=number), now=now)


def browser_of(username: str, *, now: datetime | None = None) -> Client:
    """The same for an account that exists, e.g. `samr.clerk` of the city hall."""
    client = Client()
    held = sign_ins.begin(username=username, device="test", by=username, now=now or timezone.now())
    session = client.session
    session[SESSION_KEY] = str(held)
    session.save()
    return client
