"""What entered after a judgement belongs to its batch: it is undone with it, and a batch that was undone waits for nobody."""

import pytest

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, entering, held, keeping, listing
from gongxin.intake.batches import BatchRefused
from gongxin.intake.opinions import Opinion
from gongxin.intake.queries import Receipt
from tests.builders import city, drafts, files, matching
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("fresh_city")


@pytest.fixture(autouse=True)
def _city(fresh_city: Database) -> None:
    city.city_hall()
    city.register(1, 2)


def undone_by_two(receipt: Receipt, seen_hash: bytes) -> int:
    with acting_for("samr"):
        return actions.undo_released(
            batch=receipt.batch,
            seen_hash=seen_hash,
            reason="报错了文件",
            proposed_by="samr.clerk",
            by="samr.reviewer",
            now=city.NOW,
        )


def test_a_batch_goes_with_what_entered_of_it_after_a_judgement() -> None:
    receipt = matching.send(
        matching.row_of(1, name="构造市旧名有限公司"),
        matching.row_of(2, 行政处罚决定书文号="构市监罚〔2026〕9号"),
    )
    assert (receipt.admitted, receipt.held) == (1, 1)
    city.release(receipt)
    with acting_for("samr"):
        before = entering.digest_of(receipt.batch)
    matching.decide(receipt, Opinion.SAME, matching.subject_of(1))
    matching.release_all()
    assert [len(city.public(serial)) for serial in (1, 2)] == [1, 1]
    with pytest.raises(BatchRefused, match="not what was seen"):
        undone_by_two(receipt, before)
    with acting_for("samr"):
        assert entering.left_of(receipt.batch).standing == 2
        now = entering.digest_of(receipt.batch)
    assert undone_by_two(receipt, now) == 2
    assert [city.public(serial) for serial in (1, 2)] == [[], []]


def test_what_was_shown_after_a_judgement_alone_is_undone_by_two_as_well() -> None:
    receipt = matching.waiting(1)
    matching.decide(receipt, Opinion.SAME, matching.subject_of(1))
    with acting_for(EVERY_AGENCY):
        listed = listing.batch(receipt.batch)
    assert listed is not None
    assert listed.state == "finished", "nothing of the batch itself waits for a release"
    matching.release_all()
    assert len(city.public(1)) == 1
    clerk = agencies.actor("samr.clerk")
    with acting_for("samr"), pytest.raises(BatchRefused, match="two persons undo it"):
        actions.undo(
            batch=receipt.batch, reason="报错了", actor=clerk, by=clerk.username, now=city.NOW
        )
    assert undone_by_two(receipt, entering_digest(receipt)) == 1
    assert city.public(1) == []


def entering_digest(receipt: Receipt) -> bytes:
    with acting_for("samr"):
        return entering.digest_of(receipt.batch)


def test_a_row_of_a_batch_that_was_undone_waits_for_no_officer() -> None:
    receipt = matching.waiting(1)
    clerk = agencies.actor("samr.clerk")
    with acting_for("samr"):
        assert held.state_of(receipt.batch, 1) == "waiting"
        actions.undo(
            batch=receipt.batch, reason="报错了", actor=clerk, by=clerk.username, now=city.NOW
        )
        assert held.state_of(receipt.batch, 1) == "other"
    with acting_for(EVERY_AGENCY):
        assert held.waiting() == []
        assert held.counts()[0] == 0


def test_rows_that_are_checked_again_are_checked_with_their_fixes() -> None:
    """Where what was checked is gone (rows of the batch were emptied), it is made again as it was."""
    rows = [matching.row_of(1, name="构造市旧名有限公司"), matching.row_of(2)]
    rows[0]["统一社会信用代码"] = f"统一代码：{rows[0]['统一社会信用代码']}"
    batch = drafts.draft_of(files.table(rows))
    drafts.take_offers(batch)
    drafts.submit(batch)
    with acting_for(EVERY_AGENCY):
        ((frame, _findings),) = held.checked_rows(batch, [1])
        for path in keeping.folder(batch).glob("checked-*"):
            path.unlink()
        ((again, _findings),) = held.checked_rows(batch, [1])
    assert again["payload"].to_list() == frame["payload"].to_list()
    assert again["_identifier"].to_list() == frame["_identifier"].to_list() != [None]
