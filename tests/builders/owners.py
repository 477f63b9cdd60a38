"""An organisation's own people: an account opened by real acts, and a browser that is signed in with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import pyotp
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gongxin.owners import queries
from gongxin.owners.actions import accounts, letters, sign_ins
from gongxin.owners.letters import Seen
from gongxin.portal.owner import SESSION_KEY
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Organisation
from tests.builders.codes import unified_code

PASSWORD: Final = "tin roof after rain"
CLERK: Final = "centre.officer"


@dataclass(frozen=True)
class Keys:
    """What an organisation's person has of an account."""

    handle: str
    id: UUID
    uscc: str
    label: str
    password: str
    secret: str

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)


def body(serial: int) -> Organisation:
    """The registered body of this serial."""
    found = subjects.organisation_by_code(unified_code(serial))
    assert found is not None
    return found


def handed_out(serial: int, *, now: datetime | None = None) -> str:
    """A code from the counter for this body."""
    moment = now or timezone.now()
    made = letters.hand_out(
        organisation=body(serial).public_id,
        seen=Seen.LICENCE,
        jurisdiction=settings.GONGXIN_JURISDICTION,
        today=timezone.localdate(moment),
        by=CLERK,
        now=moment,
    )
    return made.code


def opened(serial: int, label: str = "finance", *, now: datetime | None = None) -> Keys:
    """An open account of this body. The code that confirmed it is of half an hour ago."""
    then = (now or timezone.now()) - timedelta(minutes=30)
    today = timezone.localdate(then)
    code = handed_out(serial, now=then)
    account = accounts.set_up(
        uscc=unified_code(serial),
        code=code,
        label=label,
        password=PASSWORD,
        today=today,
        by="portal",
        now=then,
    )
    assert account is not None
    shown = queries.secret_to_show(account, now=then, today=today)
    assert shown is not None
    secret = shown[1]
    handle = accounts.confirm(
        account=account, code=pyotp.TOTP(secret).at(then), today=today, by="portal", now=then
    )
    assert handle is not None
    return Keys(handle, account, unified_code(serial), label, PASSWORD, secret)


def signed_in(
    serial: int, label: str = "finance", *, now: datetime | None = None
) -> tuple[Client, Keys]:
    """A browser in which an account of this body is signed in, as the portal's own act leaves it."""
    keys = opened(serial, label, now=now)
    return browser_of(keys.handle, now=now), keys


def browser_of(handle: str, *, now: datetime | None = None) -> Client:
    """The same for an account that exists."""
    client = Client()
    held = sign_ins.begin(handle=handle, device="test", by=handle, now=now or timezone.now())
    session = client.session
    session[SESSION_KEY] = str(held)
    session.save()
    return client
