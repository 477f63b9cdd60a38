"""Notices for tests: what is owed to a body, told or not, by the real acts."""

from datetime import UTC, datetime

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.notices.kinds import Key, Kind
from gongxin.notices.queries import lists, standing
from gongxin.notices.queries.lists import View
from gongxin.notices.queries.standing import Notice
from tests.builders import cases

# A release is dated by the clock of the database; so whoever asks, asks after it.
LATER = datetime(2100, 1, 5, 2, tzinfo=UTC)


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
