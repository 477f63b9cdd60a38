"""Partners in each of their states, made by real acts: for the walk over every route, role, agency and state."""

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from gongxin.agencies.actions import motions
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.exchange.actions import partners as acts
from tests.builders import partners


def each_state(agency: str) -> dict[str, dict[str, object]]:
    """A partner whose token waits, one that calls and one that was closed. They are no agency's."""
    return {
        "waiting": {"partner": partners.waiting()},
        "live": {"partner": partners.admitted()[0].key},
        "closed": {"partner": partners.closed()},
    }


def proposed(key: str = "") -> UUID:
    """A motion that waits for the centre's supervisor."""
    now = timezone.now()
    with acting_for(EVERY_AGENCY):
        return acts.propose_admission(
            plan=partners.plan(key),
            reason="签订共享协议",
            today=timezone.localdate(now),
            by=partners.officer(),
            now=now,
        )


def decided(agency: str) -> dict[str, dict[str, object]]:
    """A motion about a partner in each of its states."""
    found = {state: proposed() for state in ("open", "approved", "refused", "withdrawn")}
    now = timezone.now()
    with acting_for(EVERY_AGENCY):
        acts.admit(
            motion=found["approved"],
            seen_hash=partners.seen(found["approved"]),
            by=partners.supervisor(),
            now=now,
        )
        motions.refuse(
            motion=found["refused"], answer="依据不足", by=partners.supervisor(), now=now
        )
        motions.take_back(motion=found["withdrawn"], by=partners.officer(), now=now)
    return {state: {"motion": motion} for state, motion in found.items()}


PLACES: dict[str, Callable[[str], dict[str, dict[str, object]]]] = {
    "desk:partner": each_state,
    "desk:partner_change": each_state,
    "desk:partner_close": each_state,
    "desk:partner_collect": each_state,
    "desk:motion_decide_partner": decided,
}
