"""A correction is a new version that two persons decided; whatever moved on since is not overwritten."""

from uuid import UUID

import pytest
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions as intake
from gongxin.intake import correcting, queries
from gongxin.intake.batches import BatchRefused
from gongxin.intake.correcting import Proposed
from gongxin.intake.queries import Receipt
from gongxin.jobs.accounts import clerk_of, reviewer_of
from gongxin.records import actions as records
from gongxin.records import histories
from gongxin.records.actions import Agreed, CorrectionRefused
from gongxin.records.audit import audit_records
from gongxin.refusal import Refusal
from tests.builders import city
from tests.builders.desk_upload import record_of

pytestmark = pytest.mark.django_db

OTHERWISE = {"处罚内容": "罚款3000元", "罚款金额(万元)": "0.3"}


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


def shown(*serials: int) -> Receipt:
    city.register(*serials)
    receipt = city.penalise(*serials)
    city.release(receipt)
    return receipt


def proposed(receipt: Receipt, row: int | None = None) -> Proposed:
    with acting_for(EVERY_AGENCY):
        return correcting.proposed(receipt.batch, row)


def accept(
    receipt: Receipt, row: int | None = None, *, seen: Proposed | None = None, by: str = "samr.reviewer",
    proposed_by: str = "samr.clerk"
) -> int:  # fmt: skip
    found = seen or proposed(receipt, row)
    with acting_for(EVERY_AGENCY):
        return intake.accept_corrections(
            batch=receipt.batch,
            row=row,
            digest=found.digest,
            agreed=Agreed(proposed_by, "金额写错", found.digest),
            by=by,
            now=city.NOW,
        )


def told(record: UUID) -> list[tuple[int, str, str | None]]:
    return [(v.number, v.state.value, v.payload["CF_NR_FK"]) for v in histories.versions(record)]


def test_the_accounts_of_this_test_are_those_of_the_city() -> None:
    assert (clerk_of("samr"), reviewer_of("samr")) == ("samr.clerk", "samr.reviewer")


def test_an_accepted_correction_is_the_next_version_and_is_read_at_once() -> None:
    record = record_of(shown(1))
    second = city.penalise(1, **OTHERWISE)
    assert (second.admitted, second.held) == (0, 1)
    assert accept(second) == 1
    (public,) = city.public(1)
    assert (public.record, public.number) == (record, 2)
    assert {f.code: f.value for f in public.fields}["CF_NR"] == "罚款3000元"
    after = queries.receipt(second.batch, scope=EVERY_AGENCY)
    assert (after.held, after.corrected, after.admitted) == (0, 1, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT operation, number FROM records_change ORDER BY sequence")
        assert cursor.fetchall() == [("add", 1), ("modify", 2)]
    assert list(audit_records()) == []


def test_every_correction_of_a_file_is_one_act() -> None:
    serials = tuple(range(1, 31))
    shown(*serials)
    second = city.penalise(*serials, **OTHERWISE)
    assert second.held == 30
    assert proposed(second).rows == 30
    assert accept(second) == 30
    assert {one.number for s in serials for one in city.public(s)} == {2}
    assert proposed(second).rows == 0
    assert list(audit_records()) == []


def test_one_row_of_a_file_is_accepted_by_itself() -> None:
    shown(1, 2)
    second = city.penalise(1, 2, **OTHERWISE)
    assert accept(second, 2) == 1
    assert [city.public(s)[0].number for s in (1, 2)] == [1, 2]
    assert proposed(second).rows == 1


def test_nobody_accepts_what_they_sent_or_proposed() -> None:
    shown(1)
    second = city.penalise(1, **OTHERWISE)
    with pytest.raises(BatchRefused):
        accept(second, by="samr.clerk", proposed_by="samr.reviewer")
    with pytest.raises(CorrectionRefused):
        accept(second, by="samr.reviewer", proposed_by="samr.reviewer")
    assert city.public(1)[0].number == 1


def test_what_was_corrected_in_between_is_not_overwritten() -> None:
    shown(1)
    second, third = city.penalise(1, **OTHERWISE), city.penalise(1, 处罚内容="罚款4000元")
    seen = proposed(third)
    accept(second)
    with pytest.raises(Refusal):
        accept(third, seen=seen)
    assert city.public(1)[0].number == 2


def test_what_was_withdrawn_or_undone_in_between_is_not_corrected() -> None:
    first = shown(1)
    second = city.penalise(1, **OTHERWISE)
    seen = proposed(second)
    records.withdraw(record=record_of(first), reason="决定被撤销", by="x", now=city.NOW)
    assert proposed(second).rows == 0
    with pytest.raises(Refusal):
        accept(second, seen=seen)
    assert city.public(1) == []


def test_a_correction_cannot_bring_back_content_that_was_withdrawn() -> None:
    """The same facts under another number were withdrawn; correcting this one into them is refused."""
    first = shown(1)
    facts = {"违法事实": "另一违法事实", "处罚内容": "罚款5000元"}
    other = city.penalise(1, 行政处罚决定书文号="构市监罚〔2026〕99号", **facts)
    city.release(other)
    records.withdraw(record=record_of(other), reason="决定被撤销", by="x", now=city.NOW)
    into = city.penalise(1, **facts)
    assert proposed(into).rows == 0
    assert [one.record for one in city.public(1)] == [record_of(first)]


def test_two_rows_of_one_file_about_one_record_are_not_accepted_together() -> None:
    from tests.builders import files  # noqa: PLC0415

    shown(1)
    rows = [
        files.penalty(1, authority_code=city.samr_code(), 处罚内容=text)
        for text in ("罚款3000元", "罚款4000元")
    ]
    second = city.send(files.table(rows), item="penalty")
    assert second.held == 2
    assert proposed(second).rows == 0
    assert accept(second, 1) == 1
    assert city.public(1)[0].number == 2
