"""The law of a record's states is one table. It is held here against the texts, not against itself."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.records.lifecycle import (
    FINAL,
    GONE,
    LIVE,
    OPERATIONS,
    TRANSITIONS,
    Event,
    State,
    TransitionRefused,
    after,
)

# Worked out from architecture §5 and Order 36, art. 3, by hand.
ALLOWED = {
    ("admitted", "correct"): "admitted",
    ("admitted", "reattribute"): "admitted",
    ("admitted", "repair"): "repaired",
    ("admitted", "withdraw"): "withdrawn",
    ("admitted", "undo"): "undone",
    ("admitted", "erase"): "erased",
    ("repaired", "withdraw"): "withdrawn",
    ("repaired", "erase"): "erased",
    ("undone", "report"): "admitted",
    ("undone", "erase"): "erased",
    ("withdrawn", "erase"): "erased",
    # A judgement taken back: nobody's until somebody is found again.
    ("admitted", "detach"): "detached",
    ("detached", "reattribute"): "admitted",
    ("detached", "withdraw"): "withdrawn",
    ("detached", "erase"): "erased",
    # The same decision told twice: one gives way, and may come back where they were two.
    ("admitted", "merge"): "merged",
    ("merged", "unmerge"): "admitted",
    ("merged", "withdraw"): "withdrawn",
    ("merged", "erase"): "erased",
}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_each_event_in_each_state_does_what_the_law_says_or_is_refused(
    state: State, event: Event
) -> None:
    expected = ALLOWED.get((state.value, event.value))
    if expected is None:
        with pytest.raises(TransitionRefused) as refused:
            after(state, event)
        assert refused.value.details == {"state": state.value, "event": event.value}
    else:
        assert after(state, event).value == expected


@given(st.sampled_from(State), st.lists(st.sampled_from(Event), max_size=30))
def test_no_sequence_of_events_leads_back_to_what_is_shown(
    start: State, events: list[Event]
) -> None:
    """Once it left, it does not return: whatever is asked of it, in whatever order."""
    state, left = start, start in GONE
    for event in events:
        try:
            state = after(state, event)
        except TransitionRefused:
            continue
        left = left or state in GONE
        assert not (left and state in LIVE)


@given(st.sampled_from(sorted(FINAL)), st.lists(st.sampled_from(Event), max_size=10))
def test_no_sequence_of_events_leaves_a_final_state(final: State, events: list[Event]) -> None:
    for event in events:
        with pytest.raises(TransitionRefused):
            after(final, event)


def test_every_state_can_be_reached_and_every_other_can_be_erased() -> None:
    reached = {State.ADMITTED} | set(TRANSITIONS.values())
    assert reached == set(State)
    assert {State.ERASED} == FINAL
    assert all((state, Event.ERASE) in TRANSITIONS for state in set(State) - FINAL)


def test_whatever_takes_a_record_from_the_public_is_a_deletion_in_the_feed() -> None:
    for (_, event), state in TRANSITIONS.items():
        assert (OPERATIONS[event] == "delete") is (state not in LIVE)
    assert OPERATIONS[Event.REPORT] == "add", "reported again after its batch was undone"


def test_the_table_cannot_be_changed_while_it_runs() -> None:
    with pytest.raises(TypeError):
        TRANSITIONS[State.ERASED, Event.CORRECT] = State.ADMITTED  # type: ignore[index]
