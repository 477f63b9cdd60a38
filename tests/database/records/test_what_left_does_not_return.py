"""Promise 7, attacked: re-uploads, other wording, a restored backup. Promise 6: gone at the next request, with no job."""

from uuid import UUID

import pytest

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.records import actions, tombstones
from gongxin.records import queries as records
from gongxin.refusal import Refusal
from tests.builders import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn() -> UUID:
    city.city_hall()
    record = city.published_penalty(1)
    actions.withdraw(record=record, reason="决定被撤销", by="credit_centre.officer", now=city.NOW)
    return record


def test_a_withdrawn_record_is_gone_at_once_on_every_day(withdrawn: UUID) -> None:
    assert city.public(1) == []
    assert records.public_record(withdrawn, city.TODAY) is None


def test_the_same_file_sent_again_is_held_and_shows_nothing(withdrawn: UUID) -> None:
    again = city.penalise(1)
    (row,) = queries.rows(again.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], "record.tombstoned" in row["codes"]) == ("held", True)
    assert city.public(1) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"行政处罚决定书文号": "构市监罚[2026]1号"},
        {"行政处罚决定书文号": "构市监罚（２０２６）１号"},
        {"行政处罚决定书文号": "构市监罚〔2026〕第1号"},
        {"行政相对人名称": "构造市样例乙　有限公司"},
        {"备注": "补报"},
        {"罚款金额(万元)": "0.20"},
        {"处罚内容": "罚款 2000元。"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_same_penalty_in_another_wording_is_held(
    withdrawn: UUID, changes: dict[str, str]
) -> None:
    again = city.penalise(1, **changes)
    (row,) = queries.rows(again.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "held", row
    assert city.public(1) == []


def test_the_service_does_not_open_without_the_ledger(withdrawn: UUID) -> None:
    tombstones.ledger_path().unlink(missing_ok=True)
    with pytest.raises(Refusal) as refused:
        tombstones.replay(by="system", now=city.NOW)
    assert refused.value.code == "tombstones.ledger_missing"


def test_repair_leaves_the_same_tombstone() -> None:
    city.city_hall()
    record = city.published_penalty(3)
    actions.repair(record=record, reason="准予修复", by="credit_centre.officer", now=city.NOW)
    again = city.penalise(3)
    assert (again.held, city.public(3)) == (1, [])


def test_a_final_state_admits_no_further_act(withdrawn: UUID) -> None:
    with pytest.raises(Refusal):
        actions.repair(record=withdrawn, reason="x", by="credit_centre.officer", now=city.NOW)
    with pytest.raises(Refusal):
        actions.withdraw(record=withdrawn, reason="x", by="credit_centre.officer", now=city.NOW)
