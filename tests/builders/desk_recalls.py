"""Recalls for the desk in every state, by real acts: what was given was withdrawn, long enough ago."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.models import Partner
from gongxin.exchange.queries import recalls
from gongxin.exchange.queries.recall_clock import RecallClock
from gongxin.exchange.recalls import Outcome, Recall, Recipient, State
from gongxin.records import actions as records
from tests.builders import city, holders

_SERIALS: Final = {"running": 8801, "sheet": 8802, "named": 8803}
STATES: Final = {
    State.WAITING: "running",
    State.RETRYING: "running",
    State.DELIVERED: "running",
    State.ACKNOWLEDGED: "running",
    State.CALL_SHEET: "sheet",
    State.LISTED: "named",
}


def name(state: State) -> str:
    return f"bank-{state.value}"


def owed(partner: str) -> Recall:
    """The one recall of this partner."""
    (found,) = recalls.of_recipient(Recipient("partner", partner))
    return found


def opened(step: str, now: datetime) -> datetime:
    """A moment that long ago: nothing is over, the time to act is, both are."""
    if step == "running":
        return now - timedelta(seconds=1)
    clock = RecallClock()
    for days in range(1, 30):
        moments = clock.moments(now - timedelta(days=days))
        act, naming = moments.act_overdue_at, moments.naming_at
        if act and naming and act <= now and (naming <= now) == (step == "named"):
            return now - timedelta(days=days)
    raise AssertionError(f"no such day before {now}")


def in_every_state(_agency: str) -> dict[str, dict[str, object]]:
    """One partner a state; recalls are no agency's. Two places ask for them."""
    if not Partner.objects.filter(key=name(State.LISTED)).exists():
        _make(timezone.now())
    return {state.value: {"recall": owed(name(state)).id} for state in STATES}


def _make(now: datetime) -> None:
    facts = {step: city.published_penalty(serial) for step, serial in _SERIALS.items()}
    for state, step in STATES.items():
        holders.partner(name(state), signs=False)
        holders.give(name(state), [(facts[step], 1)])
    for step, record in facts.items():
        records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=opened(step, now))
    for state, failed in ((State.RETRYING, "timeout"), (State.DELIVERED, None)):
        recipient = Recipient("partner", name(state))
        acts.note_sent(
            recipient=recipient, sent=[owed(name(state))], failed=failed, by="system", now=now
        )
    acts.confirm_in_writing(
        recall=owed(name(State.ACKNOWLEDGED)).id,
        outcome=Outcome.USED_IN_DECISION,
        paper="复函〔2026〕1 号",
        by="office.centre_supervisor",
        now=now,
    )


PLACES: dict[str, Callable[[str], dict[str, dict[str, object]]]] = {
    "desk:recall": in_every_state,
    "desk:recall_confirm": in_every_state,
}
