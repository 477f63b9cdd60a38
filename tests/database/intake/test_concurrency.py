"""Two workers and two files at once: real threads with connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, conveyor, keeping, measuring, queries
from gongxin.intake.batches import BatchRefused, Status
from gongxin.intake.conveyor import Incoming
from gongxin.intake.models import Batch
from gongxin.intake.reading import Limits
from gongxin.jobs.accounts import clerk_of
from gongxin.records.audit import audit_records
from gongxin.records.models import Change, Chunk, Version
from tests.builders import city, files
from tests.databases import Database

BODIES, ROWS = 30, 120


@pytest.fixture(autouse=True)
def _hall(fresh_city: Database) -> None:
    city.city_hall()
    city.register(*range(1, BODIES + 1))


def content(numbers: range) -> bytes:
    code = city.samr_code()
    return files.table(
        [
            files.penalty(
                n % BODIES + 1, authority_code=code, 行政处罚决定书文号=f"构市监罚〔2026〕{n}号"
            )
            for n in numbers
        ]
    )


def received(numbers: range, chunk_rows: int = 20) -> UUID:
    return conveyor.receive(
        incoming=Incoming(
            content(numbers), "f.csv", "penalty", "samr", limits=Limits(chunk_rows=chunk_rows)
        ),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of("samr"),
        now=city.NOW,
        today=city.TODAY,
    )


def processed(batch: UUID) -> Status:
    return conveyor.process(batch=batch, by="system", now=city.NOW)


def at_once(*acts: Callable[[], object]) -> list[object]:
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait(timeout=30)
        try:
            return act()
        except BatchRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(run, act) for act in acts]]


def chunks_of(batch: UUID) -> int:
    with acting_for(EVERY_AGENCY):
        return Batch.objects.get(pk=batch).chunks


def sums(batch: UUID) -> tuple[int, int, int, int]:
    found = queries.receipt(batch, scope=EVERY_AGENCY)
    assert found.status == "finished"
    assert found.rows == found.admitted + found.duplicates + found.held + found.rejected
    assert found.admitted == Version.objects.filter(batch=batch).count()
    return found.rows, found.admitted, found.duplicates, found.held


def test_two_workers_on_one_batch_do_the_work_of_one() -> None:
    batch = received(range(ROWS))
    at_once(*[lambda: processed(batch)] * 3)
    assert processed(batch) is Status.FINISHED  # whoever came first has brought it to its end
    assert sums(batch) == (ROWS, ROWS, 0, 0)
    assert Chunk.objects.filter(batch=batch).count() == chunks_of(batch)
    assert list(audit_records()) == []


def test_a_worker_leaves_a_batch_alone_that_another_has() -> None:
    batch = received(range(ROWS))
    with conveyor.alone_on(batch) as mine:
        assert mine
        (other,) = at_once(lambda: processed(batch))
        assert other is Status.RECEIVED  # as it stands; nothing was done
    assert processed(batch) is Status.FINISHED


def test_a_worker_that_died_leaves_no_lock_behind() -> None:
    batch = received(range(20))

    def die() -> None:
        lock = conveyor.alone_on(batch)
        lock.__enter__()
        connections["default"].close()  # the process is gone, and its connection with it

    at_once(die)
    assert processed(batch) is Status.FINISHED


@pytest.mark.parametrize("overlap", [ROWS, ROWS // 2])
def test_the_same_records_in_two_batches_at_once_are_stored_once(overlap: int) -> None:
    """Chunks of different lengths and another order, so that the two meet in every way."""
    first = received(range(ROWS), chunk_rows=20)
    second = received(range(2 * ROWS - overlap - 1, ROWS - overlap - 1, -1), chunk_rows=35)
    at_once(lambda: processed(first), lambda: processed(second))
    (_, admitted, duplicates, held), (_, admitted2, duplicates2, held2) = sums(first), sums(second)
    assert admitted + admitted2 == 2 * ROWS - overlap
    assert (duplicates + duplicates2, held, held2) == (overlap, 0, 0)
    assert Version.objects.count() == Version.objects.values("record").distinct().count()
    assert list(audit_records()) == []


def test_the_same_neutral_file_twice_at_once_is_released_once() -> None:
    both = []
    for _ in range(2):
        rows = [files.licence(n, authority_code=city.samr_code()) for n in range(1, 11)]
        both.append(
            conveyor.receive(
                incoming=Incoming(files.table(rows), "f.csv", "licence", "samr"),
                jurisdiction=settings.GONGXIN_JURISDICTION,
                by=clerk_of("samr"),
                now=city.NOW,
                today=city.TODAY,
            )
        )
    at_once(*[lambda b=b: processed(b) for b in both])
    # Which of the two takes a record is chance; that each is taken once is not.
    assert sum(sums(batch)[1] for batch in both) == 10
    assert Change.objects.filter(operation="add").count() == 10


def test_a_chunk_cannot_enter_twice_whatever_two_workers_believe() -> None:
    batch = received(range(20))
    with conveyor.alone_on(batch):
        row = conveyor._row(batch)
        held = measuring.measure(row, None)
        with acting_for(EVERY_AGENCY):
            actions.pass_gates(batch=batch, gates=held, by="system", now=city.NOW)
    frame, findings = keeping.checked(batch, 0)

    def admit() -> int:
        with acting_for(EVERY_AGENCY):
            return actions.admit_chunk(
                batch=batch, chunk=0, frame=frame, findings=findings, by="system", now=city.NOW
            )

    results = at_once(admit, admit, admit)
    assert [r for r in results if isinstance(r, int)] == [frame.height]
    assert sum(isinstance(r, BatchRefused) for r in results) == 2
    assert Version.objects.filter(batch=batch).count() == frame.height


def open_gate(batch: UUID, reason: str) -> None:
    with acting_for(EVERY_AGENCY):
        actions.open_gate(
            batch=batch,
            reason=reason,
            actor=agencies.actor("samr.reviewer"),
            by="samr.reviewer",
            now=city.NOW,
        )


def test_of_two_officers_who_open_a_gate_at_once_one_is_named() -> None:
    """The batch is held because many facts fall on one body."""
    rows = [
        files.penalty(
            1, authority_code=city.samr_code(), 行政处罚决定书文号=f"构市监罚〔2026〕{n}号"
        )
        for n in range(12)
    ]
    receipt = city.send(files.table(rows), item="penalty")
    assert receipt.status == "held"

    results = at_once(
        lambda: open_gate(receipt.batch, "one"), lambda: open_gate(receipt.batch, "two")
    )
    assert sum(isinstance(r, BatchRefused) for r in results) == 1
    assert processed(receipt.batch) is Status.FINISHED


def test_two_files_in_opposite_order_do_not_wait_for_one_another_for_ever() -> None:
    """Each locks the records that it enters; who locks in one order cannot meet a rival crosswise."""
    rows = range(3 * BODIES * 7)
    first = received(rows, chunk_rows=len(rows))
    second = received(rows[::-1], chunk_rows=len(rows))
    for batch in (first, second):
        with acting_for(EVERY_AGENCY):
            held = measuring.measure(Batch.objects.get(pk=batch), None)
            actions.pass_gates(batch=batch, gates=held, by="system", now=city.NOW)
            if held:
                open_gate(batch, "test")
    at_once(lambda: processed(first), lambda: processed(second))
    (_, admitted, _, _), (_, admitted2, _, _) = sums(first), sums(second)
    assert admitted + admitted2 == len(rows)


def test_two_files_of_the_register_in_opposite_order_enter_both() -> None:
    """The same new bodies in two files at once: each body is registered once, and both files come to their end."""
    serials = range(1000, 1400)
    both = [
        conveyor.receive(
            incoming=Incoming(
                files.table([files.registered(serial) for serial in order]),
                "f.csv", "registration", "samr", limits=Limits(chunk_rows=len(order)),
            ),
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by=clerk_of("samr"),
            now=city.NOW,
            today=city.TODAY,
        )
        for order in (serials, serials[::-1])
    ]  # fmt: skip
    at_once(*[lambda b=b: processed(b) for b in both])
    receipts = [queries.receipt(batch, scope=EVERY_AGENCY) for batch in both]
    assert [r.status for r in receipts] == ["finished"] * 2
    assert sum(r.admitted for r in receipts) == len(serials)
    assert sum(r.duplicates for r in receipts) == len(serials)
