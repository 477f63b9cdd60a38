"""Notices for the desk in every state, by real acts: one record of the agency a state."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.notices.actions import delivery as acts
from gongxin.notices.delivery import Event, State
from gongxin.notices.entering import Entry
from gongxin.notices.kinds import Key, Kind, Returned, Seen
from gongxin.notices.queries import standing
from gongxin.subjects import queries as subjects
from tests.builders import desk_upload
from tests.builders.codes import unified_code

OFFICER: Final = "office.centre_officer.1"
_FIRST: Final = {"samr": 8811, "emergency": 8831}
# A day after: what is released is dated by the clock of the database.
_LATER: Final = timedelta(minutes=1)


def serial(agency: str, state: State) -> int:
    return _FIRST[agency] + list(State).index(state)


def key(agency: str, state: State) -> Key:
    """The notice of the record in this state."""
    body = subjects.organisation_by_code(unified_code(serial(agency, state)))
    assert body is not None
    (found,) = standing.notices_to(body.id, timezone.now() + _LATER)
    assert found.key.kind is Kind.LISTED
    return found.key


def in_every_state(agency: str) -> dict[str, dict[str, object]]:
    """Made once in a database."""
    if subjects.organisation_by_code(unified_code(serial(agency, State.OWED))) is None:
        _make(agency)
    return {state.value: {"key": str(key(agency, state))} for state in State}


def a_run(agency: str) -> dict[str, dict[str, object]]:
    in_every_state(agency)
    with acting_for(EVERY_AGENCY):
        found = standing.notice(key(agency, State.PRINTED), timezone.now() + _LATER)
    assert found is not None
    return {"printed": {"letter": found.standing.letter}}


def _make(agency: str) -> None:
    desk_upload.released_batch(agency, *(serial(agency, state) for state in State))
    with acting_for(EVERY_AGENCY):
        for state in State:
            one = key(agency, state)
            found = standing.notice(one, timezone.now())
            assert found is not None
            # A browser's site stands still in June; what is released is dated by the clock of the database.
            _bring_to(one, state, max(timezone.now(), found.owed.at) + _LATER)


def _bring_to(one: Key, state: State, now: datetime) -> None:
    if state in {State.OWED, State.TOLD}:
        if state is State.TOLD:
            acts.hand_over(key=one, seen=Seen.LICENCE, by=OFFICER, now=now)
        return
    if state is State.ANNOUNCED:
        acts.announce(key=one, paper="公告〔2026〕1号", basis="依法公告", by=OFFICER, now=now)
        return
    letter = acts.print_again(key=one, by=OFFICER, now=now)
    if state is not State.PRINTED:
        entry = Entry(letter, f"EA{letter:09d}CN")
        assert acts.enter(event=Event.POSTED, entries=[entry], by=OFFICER, now=now) == []
    if state is State.RETURNED:
        acts.bring_back(key=one, why=Returned.UNKNOWN, by=OFFICER, now=now)


PLACES: dict[str, Callable[[str], dict[str, dict[str, object]]]] = {
    "desk:notice": in_every_state,
    "desk:notice_file": in_every_state,
    "desk:notice_announce": in_every_state,
    "desk:notice_run": a_run,
    "desk:notice_run_file": a_run,
}
