"""No way through a case but those of its table; and each way, in words of the law, is what the table says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from gongxin.cases.apart import is_apart, over_from
from gongxin.cases.kinds import Event, Kind, Party, State
from gongxin.cases.standing import Happened, Standing, StepRefused, after, leak_clock, standing
from gongxin.cases.tables import CLOCKS, DISPUTED, OPEN, STAGES, TABLES, WAITS
from gongxin.deadlines import Answered, Paused, Resumed, Started

STEPS = 50_000
ACCOUNTS = ("owner.one", "centre.officer", "centre.supervisor", "samr.reviewer", "samr.second")
# Written from the text of the rules, not from the tables: what may follow what.
ENDS = {
    Kind.OBJECTION: {"upheld", "rejected", "confirmed", "dropped"},
    Kind.NOT_US: {"upheld", "rejected", "confirmed", "dropped"},
    Kind.REPAIR: {"granted", "refused", "dropped"},
    Kind.REVOCATION: {"revoked", "reinstated"},
    Kind.COMPLAINT: {"founded", "unfounded", "confirmed", "dropped"},
    Kind.OWN_COMPLAINT: {"founded", "unfounded", "confirmed", "dropped"},
    Kind.TIP: {"passed", "closed"},
    Kind.REQUEST: {"given", "given_part", "denied", "confirmed", "dropped"},
}
NEXT = {
    "new": {"checking", "told", "answering", "for_head", "received", "handed"},
    "checking": {"checking", "checking_waits", "deciding", "refused", "dropped"},
    "checking_waits": {"checking_waits", "checking", "deciding", "refused", "dropped"},
    "deciding": {"deciding", "deciding_waits", "upheld", "correcting", "rejected", "granted", "refused", "dropped"},
    "deciding_waits": {"deciding_waits", "deciding", "upheld", "correcting", "rejected", "granted", "refused", "dropped"},
    "correcting": {"correcting", "upheld"},
    "rejected": {"rejected", "reviewing"},
    "reviewing": {"reviewing", "reviewing_waits", "upheld", "correcting", "confirmed", "dropped", "founded", "given"},
    "reviewing_waits": {"reviewing_waits", "reviewing", "upheld", "correcting", "confirmed", "dropped", "founded", "given"},
    "confirmed": {"confirmed"},
    "told": {"revoked"},
    "revoked": {"reinstated"},
    # A body is heard before anything is found of it, whether or not it answers.
    "answering": {"answering", "answering_waits", "stating", "unfounded", "given", "given_part", "denied", "dropped"},
    "answering_waits": {"answering_waits", "answering", "stating", "unfounded", "given", "given_part", "denied", "dropped"},
    "stating": {"stating", "stated", "founded", "unfounded", "dropped"},
    "stated": {"stated", "founded", "unfounded", "dropped"},
    "for_head": {"for_head", "for_head_waits", "founded", "unfounded", "dropped"},
    "for_head_waits": {"for_head_waits", "for_head", "founded", "unfounded", "dropped"},
    "founded": {"founded"},
    "unfounded": {"reviewing"},
    "given_part": {"reviewing"},
    "denied": {"reviewing"},
    "received": {"passed", "closed"},
    "handed": {"answered", "returned"},
    "returned": {"passed", "closed"},
    "answered": {"closed"},
}  # fmt: skip
AGAIN = {State.REJECTED, State.REVOKED, State.UNFOUNDED, State.GIVEN_PART, State.DENIED}


def happened(number: int, event: Event, party: Party, by: str, day: date) -> Happened:
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return Happened(number, event, party, by, at, day, {"reason": "many_records"})


def walk(seed: int, steps: int) -> int:
    """Random steps of random accounts on one case after another; how many were let through."""
    chance = Random(seed)
    done = 0
    found, day = Standing(chance.choice(list(Kind))), date(2026, 1, 5)
    for _ in range(steps):
        day += timedelta(days=chance.choice((0, 0, 1, 4)))
        event, party, by = (
            chance.choice(list(Event)),
            chance.choice(list(Party)),
            chance.choice(ACCOUNTS),
        )
        one = happened(len(found.events) + 1, event, party, by, day)
        try:
            then = after(found, one)
        except StepRefused:
            continue
        done += 1
        ensure_sound(found, then, one)
        closed = not then.is_open and then.state not in AGAIN
        found = Standing(chance.choice(list(Kind))) if closed or chance.random() < 0.02 else then
    return done


def ensure_sound(before: Standing, then: Standing, one: Happened) -> None:
    assert then.state.value in NEXT[before.state.value], (before.state, one.event)
    assert one.party in TABLES[then.kind][before.state, one.event].parties
    assert then.is_open or then.state.value in ENDS[then.kind]
    parties = {e.party for e in then.events if e.by == one.by}
    assert len(parties) == 1, "nobody acts for two"
    assert (then.clock is not None) is (then.state in STAGES), (
        "a clock runs where somebody owes by a day"
    )
    for clock in then.clocks:
        assert isinstance(clock.ticks[0], Started)
        assert sum(isinstance(tick, Paused) for tick in clock.ticks) <= 1, "asked once"
        assert all(a.on <= b.on for a, b in pairwise(clock.ticks))
        assert sum(isinstance(t, Answered) for t in clock.ticks) == (clock is not then.clock)
    stops = then.clock is not None and isinstance(then.clock.ticks[-1], Paused)
    assert stops is (then.turn is Party.SUBJECT) is (then.state in WAITS)
    assert standing(then.kind, then.events) == then, "the events are all there is"


def test_no_path_outside_the_tables_in_fifty_thousand_random_steps() -> None:
    assert walk(20261126, STEPS) > STEPS // 100  # and many were really gone


@pytest.mark.soak
def test_no_path_outside_the_tables_in_millions() -> None:
    for seed in range(40):
        assert walk(seed, STEPS)


def test_every_way_of_every_table_is_gone_by_somebody() -> None:
    """From each state that can be reached every event of the table leads where it says."""
    for kind, table in TABLES.items():
        reached = {State.NEW}
        while more := {s.after for (state, _), s in table.items() if state in reached} - reached:
            reached |= more
        assert {state for state, _ in table} <= reached, kind


def test_every_stage_of_every_kind_has_a_clock_and_every_open_state_a_turn() -> None:
    for kind, table in TABLES.items():
        for step in table.values():
            if step.after in STAGES:
                assert (kind, STAGES[step.after]) in CLOCKS
            if step.after in OPEN:
                assert Standing(kind, step.after).turn is not None
    assert DISPUTED < OPEN
    tips = {State.RECEIVED, State.HANDED, State.RETURNED, State.ANSWERED}
    assert OPEN - STAGES.keys() == {State.CORRECTING} | tips, (
        "a tip has no clock, for none was read"
    )


def test_a_stage_that_waits_for_papers_goes_on_where_it_stopped() -> None:
    day = date(2026, 6, 1)
    case = standing(
        Kind.REPAIR,
        [
            happened(1, Event.FILE, Party.SUBJECT, "owner.one", day),
            happened(2, Event.ASK, Party.PLATFORM, "centre.officer", day),
            happened(3, Event.COMPLETE, Party.SUBJECT, "owner.one", date(2026, 6, 4)),
        ],
    )
    assert case.clock is not None
    assert case.clock.key == "repair.acceptance"
    assert case.clock.ticks == (
        Started(day),
        Paused(day, "subject_documents", "platform"),
        Resumed(date(2026, 6, 4)),
    )


def test_whoever_reported_a_revocation_does_not_carry_it_out() -> None:
    day = date(2026, 6, 1)
    told = after(
        Standing(Kind.REVOCATION), happened(1, Event.REPORT, Party.PLATFORM, "centre.officer", day)
    )
    with pytest.raises(StepRefused):
        after(told, happened(2, Event.CARRY_OUT, Party.PLATFORM, "centre.officer", day))
    done = after(told, happened(2, Event.CARRY_OUT, Party.PLATFORM, "centre.supervisor", day))
    assert done.state is State.REVOKED


def told(number: int, event: Event, party: Party, by: str, day: date, **words: str) -> Happened:
    one = happened(number, event, party, by, day)
    return replace(one, told=words)


def test_nothing_is_given_to_somebody_whose_identity_nobody_saw() -> None:
    day = date(2026, 6, 1)
    asked = after(
        Standing(Kind.REQUEST), told(1, Event.FILE, Party.SUBJECT, "receipt", day, who="person")
    )
    given = told(2, Event.GIVE, Party.PLATFORM, "centre.officer", day)
    with pytest.raises(StepRefused):
        after(asked, given)
    assert after(asked, replace(given, event=Event.DENY)).state is State.DENIED
    seen = after(asked, told(2, Event.SEE, Party.PLATFORM, "centre.officer", day))
    assert after(seen, replace(given, number=3)).state is State.GIVEN
    known = after(
        Standing(Kind.REQUEST),
        told(1, Event.FILE, Party.SUBJECT, "owner.one", day, who="organisation"),
    )
    assert after(known, given).state is State.GIVEN


def test_whoever_comes_to_the_counter_sets_the_clock_going_again() -> None:
    day, later = date(2026, 6, 1), date(2026, 6, 4)
    case = standing(
        Kind.REQUEST,
        [
            told(1, Event.FILE, Party.SUBJECT, "receipt", day, who="person"),
            told(2, Event.ASK, Party.PLATFORM, "centre.officer", day),
            told(3, Event.SEE, Party.PLATFORM, "centre.officer", later),
        ],
    )
    assert case.clock is not None
    assert case.clock.key == "request.answer"
    assert case.clock.ticks[-1] == Resumed(later)
    assert case.turn is Party.PLATFORM


def test_a_body_is_heard_while_the_clock_of_the_centre_runs_on() -> None:
    day = date(2026, 6, 1)
    case = standing(
        Kind.COMPLAINT,
        [
            told(1, Event.FILE, Party.SUBJECT, "receipt", day),
            told(2, Event.HEAR, Party.PLATFORM, "centre.officer", day),
        ],
    )
    assert case.turn is Party.PROVIDER
    assert case.clock is not None
    assert case.clock.ticks == (Started(day),)
    for state in (State.ANSWERING, State.ANSWERING_WAITS):
        assert (state, Event.FOUND) not in TABLES[Kind.COMPLAINT]


def test_a_leak_owes_something_at_once_until_it_is_an_incident() -> None:
    day = date(2026, 6, 1)
    case = standing(
        Kind.COMPLAINT, [told(1, Event.FILE, Party.SUBJECT, "receipt", day, matter="leak")]
    )
    clock = leak_clock(case)
    assert clock is not None
    assert clock.is_open
    entered = after(case, told(2, Event.INCIDENT, Party.PLATFORM, "centre.officer", day))
    assert entered.state is State.ANSWERING
    assert leak_clock(entered) == replace(clock, ticks=(Started(day), Answered(day)))
    other = standing(
        Kind.COMPLAINT, [told(1, Event.FILE, Party.SUBJECT, "receipt", day, matter="late")]
    )
    assert leak_clock(other) is None


@pytest.mark.parametrize(
    ("kind", "party", "key", "apart"),
    [
        (Kind.TIP, Party.SUBJECT, "text", True),
        (Kind.TIP, Party.SUBJECT, "target", True),
        (Kind.TIP, Party.PROVIDER, "text", True),
        (Kind.TIP, Party.PROVIDER, "finding", False),
        (Kind.REQUEST, Party.SUBJECT, "text", True),
        (Kind.REQUEST, Party.PLATFORM, "text", False),
        (Kind.COMPLAINT, Party.PLATFORM, "article", False),
        (Kind.OBJECTION, Party.SUBJECT, "text", False),
    ],
)
def test_what_people_say_is_kept_apart_and_what_offices_answer_is_not(
    kind: Kind, party: Party, key: str, apart: bool
) -> None:
    assert is_apart(kind, party, key) is apart


def test_words_end_with_their_case_and_not_before() -> None:
    case = standing(Kind.TIP, [told(1, Event.FILE, Party.SUBJECT, "receipt", date(2026, 6, 30))])
    assert over_from(case) is None
    closed = after(case, told(2, Event.CLOSE, Party.PLATFORM, "centre.officer", date(2026, 8, 31)))
    assert over_from(closed) == date(2027, 2, 28)
    assert over_from(Standing(Kind.OBJECTION)) is None
