"""How a recall stands: by hand, and in a machine of random steps that knows the table and nothing of the walk."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gongxin.exchange.recalls import (
    RETRY_FOR,
    TRANSITIONS,
    Class,
    Event,
    Happened,
    Moments,
    Outcome,
    Recall,
    Recipient,
    State,
    Via,
    next_attempt,
    recall_id,
    sequence_of,
    standing,
)

T0 = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENTS = Moments(T0 + 38 * HOUR, T0 + 86 * HOUR)
NO_CALENDAR = Moments(None, None)


def owed(kind: str = "partner") -> Recall:
    who = Recipient(kind, "bank-a")
    return Recall(
        recall_id("xingning", 7, who), "xingning", 7, UUID(int=1), who, Class.GONE, (1,), 1, T0
    )


def fact(event: Event, hours: float, **more: Any) -> Happened:
    return Happened(event, T0 + hours * HOUR, "x", **more)


def said(outcome: Outcome, hours: float, done: float | None = None) -> Happened:
    moment = T0 + (hours if done is None else done) * HOUR
    return fact(Event.ACKNOWLEDGED, hours, outcome=outcome, via=Via.SIGNATURE, done_at=moment)


# Each row worked by hand: what happened, hours after it was opened → state, late.
BY_HAND: list[tuple[list[Happened], float, State, bool]] = [
    ([], 0, State.WAITING, False),
    ([fact(Event.FAILED, 0)], 1, State.RETRYING, False),
    ([fact(Event.FAILED, 0), fact(Event.DELIVERED, 1)], 2, State.DELIVERED, False),
    ([fact(Event.DELIVERED, 1), fact(Event.FAILED, 1.5)], 2, State.DELIVERED, False),
    ([fact(Event.DELIVERED, 1)], 37.9, State.DELIVERED, False),
    ([fact(Event.DELIVERED, 1)], 38, State.CALL_SHEET, True),
    ([], 85.9, State.CALL_SHEET, True),
    ([], 86, State.LISTED, True),
    ([], 24 * 365 * 20, State.LISTED, True),  # never dropped
    ([fact(Event.CALLED, 40, code="promised")], 90, State.LISTED, True),
    ([said(Outcome.DELETED, 2)], 90, State.ACKNOWLEDGED, False),
    ([said(Outcome.DELETED, 38)], 90, State.ACKNOWLEDGED, True),
    ([said(Outcome.DELETED, 200)], 199, State.LISTED, True),
    ([said(Outcome.DELETED, 200)], 200, State.ACKNOWLEDGED, True),
    ([said(Outcome.DELETED, 2), fact(Event.FAILED, 3)], 90, State.ACKNOWLEDGED, False),
]


@pytest.mark.parametrize(("happened", "hours", "state", "late"), BY_HAND)
def test_by_hand(happened: list[Happened], hours: float, state: State, late: bool) -> None:
    found = standing(owed(), happened, MOMENTS, T0 + hours * HOUR)
    assert (found.state, found.was_late) == (state, late)


def test_without_a_calendar_nobody_is_blamed_and_nothing_is_dropped() -> None:
    found = standing(owed(), [], NO_CALENDAR, T0 + 10_000 * HOUR)
    assert (found.state, found.was_late) == (State.WAITING, False)


@pytest.mark.parametrize("kind", ["anonymous", "account", "subject"])
def test_whom_nobody_can_reach_may_ask(kind: str) -> None:
    found = standing(owed(kind), [], MOMENTS, T0 + 1_000 * HOUR)
    assert (found.state, found.was_late, found.next_attempt_at) == (State.REDEEMABLE, False, None)


def test_the_word_that_was_given_last_stands_though_it_was_overtaken() -> None:
    first, second = said(Outcome.NOT_HELD, 5, done=1), said(Outcome.DELETED, 4, done=2)
    found = standing(owed(), [first, second], MOMENTS, T0 + 9 * HOUR)
    assert found.outcome is Outcome.DELETED
    used = said(Outcome.USED_IN_DECISION, 3, done=0)
    found = standing(owed(), [first, second, used], MOMENTS, T0 + 9 * HOUR)
    assert (found.outcome, found.used_in_decision) == (Outcome.DELETED, True)


def test_attempts_double_up_to_six_hours_for_seven_days() -> None:
    """Minutes after each failure, by hand: 1, 2, 4, 8, 16, 32, 64, 128, 256, then 360 each."""
    tried: list[datetime] = []
    waits = []
    moment = next_attempt(T0, tried)
    while moment is not None:
        waits.append((moment - (tried[-1] if tried else T0)) / timedelta(minutes=1))
        tried.append(moment)
        moment = next_attempt(T0, tried)
    assert waits[:12] == [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert set(waits[10:]) == {360}
    assert T0 + RETRY_FOR - 6 * HOUR < tried[-1] <= T0 + RETRY_FOR


def test_an_id_says_its_change_and_is_one_recipients() -> None:
    who = Recipient("partner", "bank-a")
    one = recall_id("xingning", 123_456_789, who)
    assert one == recall_id("xingning", 123_456_789, who)
    assert (sequence_of(one), one.version, one.variant) == (123_456_789, 8, "specified in RFC 4122")
    others = {
        recall_id("xingning", 123_456_789, Recipient("agency", "bank-a")),
        recall_id("xingning", 123_456_789, Recipient("partner", "bank-b")),
        recall_id("another", 123_456_789, who),
        recall_id("xingning", 123_456_790, who),
    }
    assert len(others | {one}) == 5


@given(
    st.lists(
        st.tuples(
            st.sampled_from([Event.FAILED, Event.DELIVERED, Event.CALLED, Event.ACKNOWLEDGED]),
            st.integers(0, 200),
            st.sampled_from(sorted(Outcome)),
            st.integers(0, 200),
        ),
        max_size=12,
    ),
    st.integers(0, 300),
    st.randoms(use_true_random=False),
)
@settings(max_examples=300)
def test_order_and_repetition_of_news_change_nothing(
    steps: list[tuple[Event, int, Outcome, int]], hours: int, chance: random.Random
) -> None:
    news = [
        said(outcome, at, done) if event is Event.ACKNOWLEDGED else fact(event, at)
        for event, at, outcome, done in steps
    ]
    shuffled = [*news, *news[:3]]
    chance.shuffle(shuffled)
    now = T0 + hours * HOUR
    assert standing(owed(), shuffled, MOMENTS, now) == standing(owed(), news, MOMENTS, now)


class Path(RuleBasedStateMachine):
    """Time goes on and things happen, at any moment and late; each look may have moved along the table alone."""

    @initialize(calendar=st.booleans(), act=st.integers(1, 60), naming=st.integers(0, 60))
    def begin(self, calendar: bool, act: int, naming: int) -> None:
        act_at = T0 + act * HOUR
        self.moments = Moments(act_at, act_at + naming * HOUR) if calendar else NO_CALENDAR
        self.now, self.news = T0, list[Happened]()
        self.state = State.WAITING

    @rule(hours=st.integers(0, 30))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(event=st.sampled_from([Event.FAILED, Event.DELIVERED, Event.CALLED]))
    def happens(self, event: Event) -> None:
        self.news.append(Happened(event, self.now, "x"))

    @rule(outcome=st.sampled_from(sorted(Outcome)), ago=st.integers(0, 10))
    def is_acknowledged(self, outcome: Outcome, ago: int) -> None:
        done = self.now - ago * HOUR
        self.news.append(Happened(Event.ACKNOWLEDGED, self.now, "x", outcome, Via.SIGNATURE, done))

    @invariant()
    def no_path_is_outside_the_table(self) -> None:
        if not hasattr(self, "now"):
            return
        after = standing(owed(), self.news, self.moments, self.now).state
        assert after in REACHABLE[self.state], (self.state, after)
        is_acknowledged = any(one.event is Event.ACKNOWLEDGED for one in self.news)
        assert (after is State.ACKNOWLEDGED) == is_acknowledged  # by nothing else, and for good
        over = self.moments.naming_at is not None and self.now >= self.moments.naming_at
        if over and not is_acknowledged:
            assert after is State.LISTED  # never dropped
        self.state = after


def test_fifty_thousand_random_steps_stay_on_the_table() -> None:
    chance = random.Random(36)
    stored = [Event.FAILED, Event.DELIVERED, Event.CALLED, Event.ACKNOWLEDGED]
    seen = set()
    for _walk in range(2_500):
        state, now, news = State.WAITING, T0, list[Happened]()
        for _step in range(20):
            now += chance.randint(0, 12) * HOUR
            # Most walks come to their end late or never.
            event = chance.choices(stored, [6, 3, 3, 0.3])[0]
            word: dict[str, Any] = {
                "outcome": chance.choice(list(Outcome)),
                "via": Via.SIGNATURE,
                "done_at": now,
            }
            news.append(Happened(event, now, "x", **(word if event is Event.ACKNOWLEDGED else {})))
            after = standing(owed(), news, MOMENTS, now).state
            assert after in REACHABLE[state], (state, after)
            seen.add((state, after))
            state = after
    assert {State.LISTED, State.CALL_SHEET, State.ACKNOWLEDGED} <= {after for _, after in seen}


def reachable(state: State) -> set[State]:
    """By any number of steps of the table."""
    found, more = {state}, True
    while more:
        step = {after for (before, _event), after in TRANSITIONS.items() if before in found}
        more = not step <= found
        found |= step
    return found


REACHABLE = {state: reachable(state) for state in State}
TestPath = Path.TestCase
TestPath.settings = settings(
    max_examples=150,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
    deadline=None,
)
