"""The life of a batch is one table, and its gates are shares and counts that were agreed."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.batches import (
    TRANSITIONS,
    UNFINISHED,
    BatchRefused,
    Event,
    GateLimits,
    Measured,
    Status,
    after,
    gates,
)

ALLOWED = {
    ("draft", "submit"): "received",
    ("draft", "discard"): "discarded",
    ("received", "go_on"): "admitting",
    ("received", "hold"): "held",
    ("held", "open"): "admitting",
    ("admitting", "finish"): "finished",
}


@pytest.mark.parametrize(("status", "event"), list(product(Status, Event)))
def test_each_event_in_each_status_does_what_was_agreed_or_is_refused(
    status: Status, event: Event
) -> None:
    expected = ALLOWED.get((status.value, event.value))
    if expected is None:
        with pytest.raises(BatchRefused):
            after(status, event)
    else:
        assert after(status, event).value == expected


NOTHING_ENTERED = {Status.DRAFT, Status.DISCARDED, Status.RECEIVED, Status.HELD}


@given(st.lists(st.sampled_from(Event), max_size=20))
def test_no_sequence_of_events_reopens_a_finished_batch_or_skips_the_gates(
    events: list[Event],
) -> None:
    status, past_gates = Status.DRAFT, False
    for event in events:
        try:
            status = after(status, event)
        except BatchRefused:
            continue
        past_gates = past_gates or event in {Event.GO_ON, Event.OPEN}
        assert past_gates or status in NOTHING_ENTERED
    if status in {Status.FINISHED, Status.DISCARDED}:
        for event in Event:
            with pytest.raises(BatchRefused):
                after(status, event)


def test_what_the_sweep_takes_up_is_what_goes_on_without_an_officer() -> None:
    assert {s.value for s in UNFINISHED} == {"received", "admitting"}
    assert set(TRANSITIONS.values()) | {Status.DRAFT} == set(Status)


def measured(**changes: int | None) -> Measured:
    whole = {"rows": 1000, "rejected": 0, "unknown": 0, "most_on_one": 1, "usual_rows": None}
    return Measured(**(whole | changes))  # type: ignore[arg-type]


# rows, rejected, unknown, most on one, usual rows, adverse → the gates, worked out by hand from promise P13
BY_HAND: list[tuple[dict[str, int | None], bool, list[str]]] = [
    ({}, True, []),
    ({"rejected": 50}, True, []),  # 5 % exactly
    ({"rejected": 51}, True, ["gate.rejected_share"]),
    ({"unknown": 300}, True, []),  # 30 % exactly
    ({"unknown": 301}, True, ["gate.unknown_share"]),
    ({"most_on_one": 10}, True, []),
    ({"most_on_one": 11}, True, ["gate.adverse_on_one"]),
    ({"most_on_one": 11}, False, []),  # many licences on one body are nothing odd
    ({"usual_rows": 2000}, True, []),  # half exactly
    ({"usual_rows": 2001}, True, ["gate.shrunk"]),
    ({"usual_rows": 100}, True, []),
    ({"rows": 19, "rejected": 19, "unknown": 0}, True, []),  # few rows are judged one by one
    ({"rows": 20, "rejected": 2}, True, ["gate.rejected_share"]),
    ({"rows": 20, "rejected": 1}, True, []),
    ({"rows": 5, "usual_rows": 19}, True, []),
    ({"rows": 5, "usual_rows": 20}, True, ["gate.shrunk"]),
    ({"rows": 0}, True, []),
    ({"rejected": 900, "unknown": 900, "most_on_one": 99, "usual_rows": 9000}, True,
     ["gate.rejected_share", "gate.unknown_share", "gate.shrunk", "gate.adverse_on_one"]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "adverse", "expected"), BY_HAND)
def test_a_batch_that_looks_wrong_is_held_at_the_gates_that_say_so(
    changes: dict[str, int | None], adverse: bool, expected: list[str]
) -> None:
    assert gates(measured(**changes), adverse=adverse, limits=GateLimits()) == expected


@given(
    st.integers(20, 10_000), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 500),
    st.sampled_from(["rejected", "unknown", "most_on_one"]),
)  # fmt: skip
def test_a_batch_that_looks_worse_is_held_at_least_as_well(
    rows: int, rejected: int, unknown: int, on_one: int, worse: str
) -> None:
    one = measured(
        rows=rows, rejected=min(rejected, rows), unknown=min(unknown, rows), most_on_one=on_one
    )
    more = Measured(**{**vars(one), worse: getattr(one, worse) + 1})
    before, now = (gates(m, adverse=True, limits=GateLimits()) for m in (one, more))
    assert set(before) <= set(now)
