"""Accounts, invitations, trainings and reviews as the desk meets them, made by real acts: one object for each state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final
from uuid import UUID

import pyotp
from django.db import transaction
from django.utils import timezone

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import accounts, invitations, opening, reviews, trainings
from gongxin.agencies.actions.accounts import Opening
from gongxin.agencies.actions.reviews import Signature, Word
from gongxin.agencies.invitations import Half, kept
from gongxin.agencies.queries import reviews as review_queries
from gongxin.agencies.queries import sign_ins as sign_in_queries
from gongxin.agencies.reviews import SIGNERS, Circle, Quarter, Verdict, digest
from gongxin.agencies.roles import AGENCY_ROLES, Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.agencies.trainings import Course
from tests.builders import staff

PASSWORD: Final = "tin roof after rain"
_numbers = count(1)


@dataclass(frozen=True)
class Keys:
    """What its person has of an account: the name, the password, the secret in the telephone."""

    username: str
    password: str
    secret: str

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)


def opened(role: Role = Role.AGENCY_CLERK, agency: str = "samr", *, now: datetime) -> str:
    """An account that two administrators opened; its person has not come yet."""
    number = next(_numbers)
    bound = role in AGENCY_ROLES
    wanted = Opening(
        f"{agency if bound else 'office'}.new.{number}",
        role,
        agency if bound else None,
        f"N-{number:04}",
    )
    with acting_for(EVERY_AGENCY):
        motion = opening.propose(
            opening=wanted, reason="新到岗", by=staff.account_of(Role.SYSTEM_ADMINISTRATOR), now=now
        )
        return approved(motion, now=now)


def approved(motion: UUID, *, now: datetime) -> str:
    """The security administrator approves what stands there."""
    with acting_for(EVERY_AGENCY):
        found = agencies.motion(motion)
        assert found is not None
        return opening.carry_out(
            motion=motion,
            seen_hash=found.seen_hash,
            by=staff.account_of(Role.SECURITY_ADMINISTRATOR),
            now=now,
        )


def halves(username: str, *, now: datetime) -> tuple[str, str]:
    """Link and opening code, each taken out by its administrator."""
    link = invitations.show(
        half=Half.LINK, username=username, by=staff.account_of(Role.SYSTEM_ADMINISTRATOR), now=now
    )
    code = invitations.show(
        half=Half.CODE, username=username, by=staff.account_of(Role.SECURITY_ADMINISTRATOR), now=now
    )
    return link, code


def secured(
    role: Role = Role.AGENCY_CLERK, agency: str = "samr", *, now: datetime | None = None
) -> Keys:
    """An account whose person has set both factors. The code that confirmed them is of half an hour ago."""
    then = (now or timezone.now()) - timedelta(minutes=30)
    username = opened(role, agency, now=then)
    link, code = halves(username, now=then)
    setting = invitations.set_password(
        link=link, code=code, password=PASSWORD, by=username, now=then
    )
    found = sign_in_queries.secret_to_show(setting.invitation, now=then)
    assert found is not None
    assert sign_in_queries.invited(kept(link), now=then) == username
    _, secret = found
    done = invitations.confirm_factor(
        invitation=setting.invitation, code=pyotp.TOTP(secret).at(then), by=username, now=then
    )
    assert done == username
    return Keys(username, PASSWORD, secret)


def closed(role: Role = Role.AGENCY_CLERK, agency: str = "samr", *, now: datetime) -> str:
    username = opened(role, agency, now=now)
    by = staff.account_of(Role.SYSTEM_ADMINISTRATOR)
    accounts.close(username=username, reason="离岗", by=by, now=now)
    return username


def trained(username: str, day: date, *, course: Course = Course.SECURITY, now: datetime) -> int:
    by = staff.account_of(Role.SECURITY_ADMINISTRATOR)
    with acting_for(EVERY_AGENCY):
        return trainings.record(
            username=username, course=course, attended_date=day, today=day, by=by, now=now
        )


def signed(circle: Circle, agency: str, *, today: date, now: datetime) -> Quarter:
    """The review of the quarter that ended before `today`: every account is kept."""
    quarter = Quarter.ended_before(today)
    key = agency if circle is Circle.CLERKS else EVERY_AGENCY
    signer = staff.account_of(SIGNERS[circle], agency)
    with acting_for(EVERY_AGENCY):
        seen = review_queries.seen(agency_key=key, circle=circle, today=today)
        words = {one.username: Word(Verdict.KEEP, "仍在岗") for one in seen}
        reviews.sign(
            signature=Signature(key, circle, quarter, digest(seen), words),
            actor=agencies.actor(signer),
            today=today,
            by=signer,
            now=now,
        )
    return quarter


Places = dict[str, dict[str, object]]


def _accounts(agency: str) -> Places:
    now = timezone.now()
    with transaction.atomic():
        return {
            "invited": {"name": opened(agency=agency, now=now)},
            "open": {"name": secured(agency=agency).username},
            "closed": {"name": closed(agency=agency, now=now)},
        }


def _trainings(agency: str) -> Places:
    now, today = timezone.now(), timezone.localdate()
    places: Places = {}
    for state, name in (
        ("invited", opened(agency=agency, now=now)),
        ("open", secured(agency=agency).username),
    ):
        places[state] = {"name": name, "training": trained(name, today, now=now)}
    gone = opened(agency=agency, now=now)
    entry = trained(gone, today, now=now)
    accounts.close(
        username=gone, reason="离岗", by=staff.account_of(Role.SYSTEM_ADMINISTRATOR), now=now
    )
    return {**places, "closed": {"name": gone, "training": entry}}


def _reviews(circle: Circle) -> Callable[[str], Places]:
    def places(agency: str) -> Places:
        now, today = timezone.now(), timezone.localdate()
        for role in (Role.AGENCY_CLERK, Role.AGENCY_REVIEWER, Role.SECURITY_ADMINISTRATOR):
            staff.account_of(role, agency)
        due = Quarter.ended_before(today)
        before = signed(circle, agency, today=due.first_date, now=now)
        own = {"agency": agency} if circle is Circle.CLERKS else {}
        return {
            "due": {"quarter": str(due), **own},
            "signed": {"quarter": str(before), **own},
        }

    return places


PLACES: Mapping[str, Callable[[str], Places]] = {
    "desk:account": _accounts,
    "desk:account_invite_again": _accounts,
    "desk:account_lend": _accounts,
    "desk:account_take_back": _accounts,
    "desk:account_close": _accounts,
    "desk:account_link": _accounts,
    "desk:account_code": _accounts,
    "desk:training_record": _accounts,
    "desk:training_strike": _trainings,
    "desk:review_clerks": _reviews(Circle.CLERKS),
    "desk:review_office": _reviews(Circle.OFFICE),
    "desk:review_security": _reviews(Circle.SECURITY),
}
