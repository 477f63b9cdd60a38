"""Letters and accounts of organisations as the counter meets them, made by real acts: one object for each state."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from uuid import UUID

import pyotp
from django.conf import settings
from django.utils import timezone

from gongxin.owners import queries
from gongxin.owners.actions import accounts, letters
from gongxin.owners.letters import GOOD_FOR
from tests.builders import city, owners
from tests.builders.codes import unified_code

Places = dict[str, dict[str, object]]
_serials = count(7_100)  # of the bodies of this module: each place has its own


def asked(serial: int, *, days_ago: int = 0) -> UUID:
    """A letter that this registered body waits for."""
    then = timezone.now() - timedelta(days=days_ago)
    letters.ask(
        uscc=unified_code(serial),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        today=timezone.localdate(then),
        by="portal",
        now=then,
    )
    return queries.letters_of(owners.body(serial).id, timezone.now())[0].id


def printed(letter: UUID, *, days_ago: int = 0) -> str:
    then = timezone.now() - timedelta(days=days_ago)
    made = letters.print_letter(
        letter=letter, today=timezone.localdate(then), by=owners.CLERK, now=then
    )
    return made.code


def used(serial: int, code: str) -> UUID:
    """An account opened with this code."""
    now = timezone.now()
    today = timezone.localdate(now)
    account = accounts.set_up(
        uscc=unified_code(serial),
        code=code,
        label="legal",
        password=owners.PASSWORD,
        today=today,
        by="portal",
        now=now,
    )
    assert account is not None
    shown = queries.secret_to_show(account, now=now, today=today)
    assert shown is not None
    typed = pyotp.TOTP(shown[1]).at(now)
    assert accounts.confirm(account=account, code=typed, today=today, by="portal", now=now)
    return account


def _letters(agency: str) -> Places:
    del agency  # letters are the platform's own
    serials = [next(_serials) for _ in range(4)]
    city.register(*serials)
    waiting, sent, done, dead = (
        asked(serial, days_ago=GOOD_FOR.days + 1 if serial == serials[3] else 0)
        for serial in serials
    )
    printed(sent)
    used(serials[2], printed(done))
    printed(dead, days_ago=GOOD_FOR.days + 1)
    return {
        "waiting": {"letter": waiting},
        "sent": {"letter": sent},
        "used": {"letter": done},
        "dead": {"letter": dead},
    }


def _organisations(agency: str) -> Places:
    del agency
    serial = next(_serials)
    city.register(serial)
    owners.opened(serial)
    return {"active": {"organisation": owners.body(serial).public_id}}


def _accounts(agency: str) -> Places:
    del agency
    serial = next(_serials)
    city.register(serial)
    standing, gone = owners.opened(serial), owners.opened(serial, "legal")
    accounts.close(account=gone.id, by=owners.CLERK, now=timezone.now())
    return {"open": {"account": standing.id}, "closed": {"account": gone.id}}


PLACES: Mapping[str, Callable[[str], Places]] = {
    "desk:letter": _letters,
    "desk:letter_print": _letters,
    "desk:owners_of": _organisations,
    "desk:owner_close": _accounts,
}
