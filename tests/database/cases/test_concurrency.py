"""Several people at one case, or at one record from two sides, at the same moment: one wins, nobody waits crosswise. Real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from gongxin.cases.kinds import Event, Party, State
from gongxin.cases.queries import spoken as told
from gongxin.records import actions as records
from gongxin.records.audit import audit_records
from gongxin.records.history import history
from gongxin.refusal import Refusal
from tests.builders import cases, city, spoken

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture
def record(fresh_database: object) -> UUID:
    del fresh_database
    city.city_hall()
    return city.published_penalty()


def refused_of(*acts: Callable[[], object]) -> list[str]:
    """The codes of those that were refused, each begun in a thread and a connection of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait(timeout=30)
        try:
            return act()
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        ended = [done.result() for done in [threads.submit(run, act) for act in acts]]
    return sorted(one.code for one in ended if isinstance(one, Refusal))


def test_of_objections_filed_at_once_one_is_taken(record: UUID) -> None:
    grounds = ("wrong_fact", "ended", "too_long", "other")
    assert (
        refused_of(
            *(lambda ground=ground: cases.objection(record, ground=ground) for ground in grounds)
        )
        == ["case.filing_refused"] * 3
    )
    assert [mark.event for mark in history(record).marks] == ["placed"]


def test_of_decisions_at_once_one_stands(record: UUID) -> None:
    case = cases.forwarded(cases.objection(record))
    refused = refused_of(
        lambda: cases.step(case, Event.UPHOLD, Party.PROVIDER),
        lambda: cases.step(case, Event.REJECT, Party.PROVIDER),
        lambda: cases.step(case, Event.UPHOLD, Party.PROVIDER),
        lambda: cases.own_step(case, Event.DROP),
    )
    assert refused == ["case.step_refused"] * 3
    assert len(cases.case(case).events) == 3
    assert list(audit_records()) == []


def test_a_step_and_an_act_on_the_same_record_do_not_wait_crosswise(record: UUID) -> None:
    case = cases.forwarded(cases.objection(record))
    refused = refused_of(
        lambda: cases.step(case, Event.REJECT, Party.PROVIDER),
        lambda: records.withdraw(
            record=record, reason="决定被撤销", by="samr.reviewer", now=city.NOW
        ),
        lambda: records.mask(
            record=record, holder="other", from_date=city.TODAY, by="x", now=city.NOW
        ),
    )
    assert refused == []
    assert history(record).versions[-1].state == "withdrawn"


def test_a_tip_that_two_hand_on_at_once_is_with_one_authority(record: UUID) -> None:
    del record
    taken = spoken.tip()
    refused = refused_of(
        lambda: cases.step(taken.case, Event.HAND_ON, Party.PLATFORM, agency="samr"),
        lambda: cases.step(taken.case, Event.HAND_ON, Party.PLATFORM, agency="emergency"),
        lambda: cases.step(taken.case, Event.CLOSE, Party.PLATFORM),
    )
    assert refused == ["case.step_refused"] * 2
    assert taken.code is not None
    followed = [one.state for one in told.by_receipt(taken.code, city.TODAY)]
    assert followed in ([State.PASSED, State.HANDED], [State.CLOSED])


def test_of_two_answers_to_one_request_one_stands(record: UUID) -> None:
    del record
    case = spoken.request().case
    cases.step(case, Event.SEE, Party.PLATFORM)
    refused = refused_of(
        lambda: cases.step(case, Event.GIVE, Party.PLATFORM),
        lambda: cases.step(case, Event.DENY, Party.PLATFORM),
    )
    assert refused == ["case.step_refused"]
    assert len(cases.case(case).events) == 3
