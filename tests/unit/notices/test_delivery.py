"""What can happen to a notice: the table, walked at random and by hand."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.notices.delivery import (
    OPEN,
    PROOFS,
    REMINDERS,
    TRANSITIONS,
    DeliveryRefused,
    Event,
    Happened,
    State,
    after,
    standing,
)
from gongxin.notices.kinds import Key, Kind, key_of

MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
# By hand: what leads to "told", and from where.
TELLS = {
    Event.READ: set(State),
    Event.HANDED_OVER: set(OPEN),
    Event.DELIVERED: {State.POSTED, State.TOLD},
    Event.ANNOUNCEMENT_ENDED: {State.ANNOUNCED},
}


def happened(event: Event, number: int = 1) -> Happened:
    letter = number if event is Event.PRINTED else None
    return Happened(event, date(2026, 6, 1), MOMENT, "x", letter)


def test_only_a_proof_tells_and_nothing_takes_it_back() -> None:
    leading = {(state, event) for (state, event), then in TRANSITIONS.items() if then is State.TOLD}
    assert {(state, event) for state, event in leading if state is not State.TOLD} == {
        (state, event) for event, states in TELLS.items() for state in states & OPEN
    }
    assert all(
        then is State.TOLD for (state, _), then in TRANSITIONS.items() if state is State.TOLD
    )
    assert set(TELLS) == PROOFS


def test_a_reminder_moves_nothing() -> None:
    assert all(TRANSITIONS[state, event] is state for state in State for event in REMINDERS)


def test_an_announcement_comes_last() -> None:
    assert {s for s in State if (s, Event.ANNOUNCED) in TRANSITIONS} == {State.OWED, State.RETURNED}
    with pytest.raises(DeliveryRefused):
        after(State.POSTED, Event.ANNOUNCED)


@given(st.lists(st.sampled_from(list(Event)), max_size=40))
def test_any_sequence_of_what_is_allowed_is_told_exactly_by_its_first_proof(
    wanted: list[Event],
) -> None:
    state, kept = State.OWED, []
    for number, event in enumerate(wanted, 1):
        if (state, event) in TRANSITIONS:
            state = TRANSITIONS[state, event]
            kept.append(happened(event, number))
    found = standing(kept)
    proofs = [one for one in kept if one.event in PROOFS]
    assert (found.state is State.TOLD) == bool(proofs)
    assert found.proof == next(iter(proofs), None)
    printed = [one.letter for one in kept if one.letter]
    assert found.letter == (printed[-1] if printed else None)


@given(st.sampled_from(list(Kind)), st.uuids(), st.integers(0, 10**17))
def test_a_key_is_read_back_as_it_was_written(kind: Kind, ref: object, number: int) -> None:
    key = Key(kind, ref, number)  # type: ignore[arg-type]
    assert key_of(str(key)) == key


@pytest.mark.parametrize(
    "text",
    ["", "listed", "listed-1-1", "x-00000000-0000-8000-8000-000000000001-1", "listed-" + "9" * 80],
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert key_of(text) is None
