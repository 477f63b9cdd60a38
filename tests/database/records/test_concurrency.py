"""Several officers, workers and processes at once: one wins, nothing is lost, the feed has no gap. Real connections."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import psycopg
import pytest
from django.db import connections, transaction

from gongxin.intake.queries import Receipt
from gongxin.records import actions
from gongxin.records import queries as records
from gongxin.records.audit import audit_records
from gongxin.records.models import Change, Release, Tombstone, Version
from gongxin.refusal import Refusal
from tests.builders import city
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("fresh_city")


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each act in a thread with a connection of its own, begun together; what it returned, or the refusal."""
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
        return [done.result() for done in [threads.submit(run, act) for act in acts]]


def refusals(results: Sequence[object]) -> list[str]:
    return [result.code for result in results if isinstance(result, Refusal)]


@pytest.fixture
def receipt() -> Receipt:
    city.city_hall()
    city.register(*range(1, 13))
    return city.penalise(*range(1, 9))


def feed_is_whole() -> bool:
    sequences = list(Change.objects.order_by("sequence").values_list("sequence", flat=True))
    return sequences == list(range(1, len(sequences) + 1))


def test_of_two_releases_at_once_one_wins(receipt: Receipt) -> None:
    results = at_once(
        lambda: city.release(receipt),
        lambda: city.release(receipt, by="samr.reviewer"),
        lambda: city.release(receipt),
    )
    assert refusals(results) == ["release.refused"] * 2
    assert [result for result in results if isinstance(result, int)] == [8]
    assert Release.objects.count() == 1
    assert Change.objects.filter(operation="add").count() == 8
    assert list(audit_records()) == []


def test_of_two_withdrawals_at_once_one_wins(receipt: Receipt) -> None:
    record = next(iter(records.records_of_batch(receipt.batch).values()))
    results = at_once(*[lambda: end(actions.withdraw, record)] * 4)
    assert refusals(results) == ["record.transition_refused"] * 3
    assert Version.objects.filter(record=record).count() == 2
    assert Tombstone.objects.filter(record=record).count() == 1


def end(act: Callable[..., int], record: UUID) -> int:
    return act(record=record, reason="x", by="samr.clerk", now=city.NOW)


def test_a_withdrawal_and_a_repair_at_once_follow_one_another_or_one_is_refused(
    receipt: Receipt,
) -> None:
    """Withdrawing what was repaired is lawful, repairing what was withdrawn is not: both orders end withdrawn."""
    for record in records.records_of_batch(receipt.batch).values():
        results = at_once(
            lambda record=record: end(actions.withdraw, record),  # type: ignore[misc]
            lambda record=record: end(actions.repair, record),  # type: ignore[misc]
        )
        states = list(Version.objects.filter(record=record).order_by("number").values_list("state", flat=True))  # fmt: skip
        if refusals(results):
            assert states == ["admitted", "withdrawn"]
        else:
            assert states == ["admitted", "repaired", "withdrawn"]
    assert list(audit_records()) == []
    assert feed_is_whole()


def test_a_release_and_a_withdrawal_at_once_never_announce_what_is_gone(receipt: Receipt) -> None:
    record = next(iter(records.records_of_batch(receipt.batch).values()))
    at_once(lambda: city.release(receipt), lambda: end(actions.withdraw, record))
    news = list(Change.objects.filter(record=record).order_by("sequence").values_list("operation", flat=True))  # fmt: skip
    assert news in ([], ["add", "delete"])
    assert records.public_record(record, city.TODAY) is None
    assert feed_is_whole()


class _Undone(Exception):
    """The writer changes its mind."""


def test_the_feed_has_no_gap_under_six_writers_of_which_some_are_undone(receipt: Receipt) -> None:
    city.release(receipt)
    recorded = list(records.records_of_batch(receipt.batch).values())

    def write(writer: int) -> int:
        """Marks placed and lifted; every third act is rolled back after it wrote its change rows."""
        record, done, kind = recorded[writer], 0, "disputed"
        for turn in range(9):
            act = actions.place_mark if done % 2 == 0 else actions.lift_mark
            try:
                with transaction.atomic():
                    act(record=record, kind=kind, basis="case", by="samr.clerk", now=city.NOW)
                    if turn % 3 == writer % 3:
                        raise _Undone
            except _Undone:
                continue
            done += 1
        return done

    kept = at_once(*[lambda w=w: write(w) for w in range(6)])
    assert sum(n for n in kept if isinstance(n, int)) == 36
    assert Change.objects.count() == 8 + 36
    assert feed_is_whole()
    assert list(audit_records()) == []


def test_a_reader_of_the_feed_never_sees_a_later_change_before_an_earlier_one(
    receipt: Receipt, fresh_city: Database
) -> None:
    """Sequences are given in the order of commit: who read up to n has read everything up to n."""
    city.release(receipt)
    recorded = list(records.records_of_batch(receipt.batch).values())
    stop, gaps = threading.Event(), []

    def read() -> None:
        with psycopg.connect(fresh_city.dsn, autocommit=True) as session:
            while not stop.is_set():
                found = session.execute(
                    "SELECT count(*), max(sequence) FROM records_change"
                ).fetchone()
                assert found is not None
                if found[0] != found[1]:
                    gaps.append(found)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        at_once(*[lambda r=r: end(actions.repair, r) for r in recorded])
    finally:
        stop.set()
        reader.join()
    assert gaps == []
    assert Change.objects.filter(operation="delete").count() == 8
