"""Notices for tests: what is owed to a body, told or not, by the real acts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import actions as catalogue
from gongxin.jurisdiction import digest_of
from gongxin.notices.kinds import Key, Kind
from gongxin.notices.queries import lists, standing
from gongxin.notices.queries.lists import View
from gongxin.notices.queries.standing import Notice
from tests.builders import cases, city
from tests.builders import catalogue as law_of


def to(serial: int = 1, *, now: datetime) -> list[Notice]:
    """Every notice of the body, the earliest first."""
    return standing.notices_to(cases.subject(serial), now)[::-1]


def kinds(serial: int = 1, *, now: datetime) -> list[Kind]:
    return [one.key.kind for one in to(serial, now=now)]


def one(key: Key, *, now: datetime) -> Notice:
    with acting_for(EVERY_AGENCY):
        found = standing.notice(key, now)
    assert found is not None
    return found


def listed(view: View, *, now: datetime, scope: str = EVERY_AGENCY) -> list[Key]:
    with acting_for(scope):
        return [one.key for one in lists.listed(view, now)]


def proclaim_holiday(day: date) -> None:
    """A day that was a working day is none: another edition of the law is in force, a moment after what the tests did before."""
    law = law_of.law()
    years = tuple(
        replace(one, holidays=one.holidays | {day}) if one.year == day.year else one
        for one in law.calendar
    )
    changed = replace(law, calendar=years, digest="")
    catalogue.put_in_force(
        law=replace(changed, digest=digest_of(changed)),
        by="system",
        now=city.NOW + timedelta(hours=1),
    )
