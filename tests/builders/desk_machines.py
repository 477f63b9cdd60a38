"""Keys and sources in each of their states, made by real acts: for the walk over every route, role, agency and state."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from uuid import UUID

from django.utils import timezone

from gongxin.agencies.actions import keys as acts
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import acting_for
from gongxin.intake.actions import sources as source_acts
from tests.builders import machines, staff

_numbers = count(1)  # two motions with one label cannot wait at once


def _label() -> str:
    return f"系统{next(_numbers)}"


def keys(agency: str) -> dict[str, dict[str, object]]:
    """A key that waits, one in use, one that ended and one that was revoked."""
    waiting = machines.approved_key(agency, label=_label())
    live = machines.issued_key(agency, label=_label()).card.id
    revoked = machines.issued_key(agency, label=_label()).card.id
    machines.revoke(revoked, agency)
    return {
        state: {"key": identity}
        for state, identity in {
            "waiting": waiting,
            "live": live,
            "ended": _ended(agency),
            "revoked": revoked,
        }.items()
    }


def _ended(agency: str) -> UUID:
    """Collected the day before yesterday, for one day."""
    then = timezone.now() - timedelta(days=2)
    day = timezone.localdate(then)
    with acting_for(agency):
        motion = acts.propose(
            plan=machines.plan(agency, label=_label(), ends_date=day + timedelta(days=1)),
            reason="试接",
            today=day,
            by=staff.account_of(Role.AGENCY_REVIEWER, agency),
            now=then,
        )
    identity = machines.approved(motion)
    with acting_for(agency):
        acts.collect(
            key=identity, today=day, by=staff.account_of(Role.AGENCY_REVIEWER, agency), now=then
        )
    return identity


def sources(agency: str) -> dict[str, dict[str, object]]:
    """A source that is read, one that is paused and one that is closed."""
    opened, paused, closed = (machines.opened_source(agency, label=_label()) for _ in range(3))
    reviewer = staff.account_of(Role.AGENCY_REVIEWER, agency)
    with acting_for(agency):
        source_acts.pause(source=paused, by=reviewer, now=timezone.now())
        source_acts.close(source=closed, by=reviewer, now=timezone.now())
    return {
        "open": {"source": opened},
        "paused": {"source": paused},
        "closed": {"source": closed},
    }


PLACES: dict[str, Callable[[str], dict[str, dict[str, object]]]] = {
    "desk:key": keys,
    "desk:key_collect": keys,
    "desk:key_revoke": keys,
    "desk:source": sources,
    "desk:source_pause": sources,
    "desk:source_resume": sources,
    "desk:source_close": sources,
}
