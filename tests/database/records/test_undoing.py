"""A batch that is undone takes back all it brought, and nothing else; rightly reported again, it stands again."""

from uuid import UUID

import pytest
from django.db import connection

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions as intake
from gongxin.intake import ledger, queries
from gongxin.intake.batches import BatchRefused, BatchUndone
from gongxin.intake.queries import Receipt
from gongxin.jobs.accounts import clerk_of, reviewer_of
from gongxin.records import histories
from gongxin.records.audit import audit_records
from tests.builders import city, files
from tests.builders.desk_upload import record_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


def undo(receipt: Receipt, by: str) -> int:
    """Alone, before it is shown."""
    with acting_for(EVERY_AGENCY):
        return intake.undo(
            batch=receipt.batch, reason="报错了文件", actor=agencies.actor(by), by=by, now=city.NOW
        )


def undo_as_two(receipt: Receipt) -> int:
    """As a motion carries it out."""
    with acting_for(EVERY_AGENCY):
        return intake.undo_released(
            batch=receipt.batch,
            seen_hash=receipt.digest,
            reason="报错了文件",
            proposed_by=clerk_of("samr"),
            by=reviewer_of("samr"),
            now=city.NOW,
        )


def states(record: UUID) -> list[tuple[int, str]]:
    return [(one.number, one.state.value) for one in histories.versions(record)]


def news() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT operation, number FROM records_change ORDER BY sequence")
        return list(cursor.fetchall())


def test_before_it_is_shown_whoever_sent_it_takes_it_back_alone_and_nobody_is_told() -> None:
    city.register(1, 2)
    receipt = city.penalise(1, 2)
    assert undo(receipt, clerk_of("samr")) == 2
    assert news() == []
    with pytest.raises(BatchUndone):
        city.release(receipt)
    with pytest.raises(BatchUndone):
        undo(receipt, clerk_of("samr"))


def test_once_it_is_shown_nobody_takes_it_back_alone() -> None:
    city.register(1)
    receipt = city.penalise(1)
    city.release(receipt)
    with pytest.raises(BatchRefused):
        undo(receipt, clerk_of("samr"))
    with pytest.raises(BatchRefused), acting_for(EVERY_AGENCY):
        intake.undo_released(batch=receipt.batch, seen_hash=receipt.digest, reason="x",
                             proposed_by="samr.clerk", by="samr.clerk", now=city.NOW)  # fmt: skip
    assert len(city.public(1)) == 1


def test_a_clerk_who_did_not_send_it_does_not_take_it_back() -> None:
    city.register(1)
    receipt = city.penalise(1)
    with pytest.raises(BatchRefused):
        undo(receipt, clerk_of("emergency"))


def test_what_was_shown_is_gone_at_once_and_readers_of_the_feed_hear_of_it() -> None:
    city.register(1, 2)
    receipt = city.penalise(1, 2)
    city.release(receipt)
    assert undo_as_two(receipt) == 2
    assert [city.public(1), city.public(2)] == [[], []]
    assert news() == [("add", 1), ("add", 1), ("delete", 2), ("delete", 2)]
    assert queries.receipt(receipt.batch, scope=EVERY_AGENCY).undone


def test_the_same_decision_reported_again_is_the_same_record_and_waits_for_its_own_release() -> (
    None
):
    city.register(1)
    receipt = city.penalise(1)
    city.release(receipt)
    record = record_of(receipt)
    undo_as_two(receipt)
    again = city.penalise(1)
    assert (again.admitted, again.held, again.duplicates) == (1, 0, 0)
    assert record_of(again) == record
    assert states(record) == [(1, "admitted"), (2, "undone"), (3, "admitted")]
    assert city.public(1) == []
    city.release(again)
    assert [one.number for one in city.public(1)] == [3]
    assert news() == [("add", 1), ("delete", 2), ("add", 3)]


def test_it_may_come_back_saying_something_else() -> None:
    city.register(1)
    receipt = city.penalise(1)
    city.release(receipt)
    undo_as_two(receipt)
    other = city.penalise(1, 处罚内容="罚款3000元", **{"罚款金额(万元)": "0.3"})
    assert (other.admitted, other.held) == (1, 0)


def test_what_was_withdrawn_by_itself_stays_away_also_after_its_batch_was_undone() -> None:
    from gongxin.records import actions as records  # noqa: PLC0415 - this act alone

    city.register(1, 2)
    receipt = city.penalise(1, 2)
    city.release(receipt)
    first = UUID(queries.rows(receipt.batch, scope=EVERY_AGENCY)[0]["record"])
    records.withdraw(record=first, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    assert undo_as_two(receipt) == 1
    assert states(first) == [(1, "admitted"), (2, "withdrawn")]
    again = city.penalise(1, 2)
    assert (again.admitted, again.held) == (1, 1)


def test_each_version_of_an_undone_batch_is_what_the_journal_committed_to() -> None:
    city.register(*range(1, 6))
    receipt = city.penalise(*range(1, 6))
    city.release(receipt)
    undo_as_two(receipt)
    city.penalise(*range(1, 6))
    assert list(audit_records()) == []


def test_a_thousand_records_end_in_one_act() -> None:
    serials = range(1, 101)
    city.register(*serials)
    rows = [
        files.penalty(s, authority_code=city.samr_code(), 行政处罚决定书文号=f"构市监罚〔2026〕{s}-{n}号")
        for s in serials
        for n in range(10)
    ]  # fmt: skip
    receipt = city.send(files.table(rows), item="penalty")
    assert receipt.admitted == 1000
    city.release(receipt)
    assert undo_as_two(receipt) == 1000
    left = histories.standing(receipt.batch)
    assert (left.standing, left.corrected) == (0, 0)
    assert list(audit_records()) == []


def test_a_batch_of_the_register_cannot_be_undone() -> None:
    receipt = city.register(1)
    with pytest.raises(BatchRefused):
        undo(receipt, clerk_of("samr"))


def test_a_restored_backup_undoes_again_what_the_ledger_names() -> None:
    """The ledger lies beside the database; a database from before the undoing has the batch whole."""
    city.register(1)
    receipt = city.penalise(1)
    city.release(receipt)
    path = ledger.path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'{{"batch": "{receipt.batch}", "reason": "报错了文件", "by": "x", "at": ""}}\n{{"ba'
    )
    try:
        assert [one.batch for one in ledger.came_back()] == [receipt.batch]
        with acting_for(EVERY_AGENCY):
            intake.undo_again(batch=receipt.batch, reason="报错了文件", by="system", now=city.NOW)
        assert city.public(1) == []
        assert ledger.came_back() == []
    finally:
        path.unlink()


def test_the_ledger_names_each_undone_batch_once() -> None:
    city.register(1)
    receipt = city.penalise(1)
    undo(receipt, clerk_of("samr"))
    try:
        assert (ledger.export(), ledger.export()) == (1, 0)
        assert str(receipt.batch) in ledger.path().read_text()
    finally:
        ledger.path().unlink()
