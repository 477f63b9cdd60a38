"""7. What left does not return. "A tombstone outlives re-uploads, late messages and restored backups."

Re-uploads in other wordings: tests/database/records/test_what_left_does_not_return.py; a restored backup:
test_restored_backup.py; the ledger itself: test_ledger.py. Here: the ways round those, and the wall behind them.
"""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue import queries as catalogue
from gongxin.intake import queries
from gongxin.records import actions, erasing
from gongxin.records import queries as records
from gongxin.records.models import Tombstone, Version
from gongxin.refusal import Refusal
from tests.builders import city, files, returns
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")
NUMBER = "行政处罚决定书文号"


def erase(*, record: UUID, reason: str, by: str, now: datetime) -> int:
    """Its five years are over."""
    del reason
    return erasing.erase_chunk(
        records=[record],
        item=catalogue.item_version("penalty", 1),
        reason=erasing.RETENTION,
        today=date(2031, 5, 7),
        by=by,
        now=now,
    )


@pytest.fixture(
    params=[actions.withdraw, actions.repair, erase], ids=["withdrawn", "repaired", "erased"]
)
def gone(request: pytest.FixtureRequest) -> UUID:
    receipt = city.penalise(1, 2)
    city.release(receipt)
    record = records.records_of_batch(receipt.batch)[1]
    end: Callable[..., int] = request.param
    end(record=record, reason="x", by="samr.clerk", now=city.NOW)
    return record


def outcome(**changes: str) -> str:
    receipt = city.penalise(1, **changes)
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    return str(row["outcome"])


@pytest.mark.parametrize(
    "changes",
    [
        {NUMBER: "构市监罚〔2026〕1001号"},  # a number of its own, the rest word for word
        {NUMBER: "构市监罚〔2026〕1002号", "处罚内容": "罚款2000元。"},
        {NUMBER: "构市监罚〔2026〕1003号", "违法事实": "未在规定期限内，公示年度报告"},
        {NUMBER: "构市监罚〔2026〕1004号", "处罚依据": "另一依据", "违法行为类型": "其他"},
        {
            "统一社会信用代码": "",
            "组织机构代码": unified_code(1)[8:17],
        },  # by another of its numbers
        {"处罚决定日期": "2026-05-07"},
        {
            NUMBER: "构市监罚〔2026〕1006号",
            "统一社会信用代码": "",
            "组织机构代码": unified_code(1)[8:17],
        },
        {"违法事实": "完全重写的事实"},
        {"处罚类别": "警告"},
    ],
    ids="+".join,
)
def test_the_same_penalty_by_another_way_shows_nothing(gone: UUID, changes: dict[str, str]) -> None:
    assert outcome(**changes) in {"held", "rejected"}
    assert city.public(1) == []


def test_it_stays_away_among_new_rows_and_in_every_later_file(gone: UUID) -> None:
    for turn in range(3):
        rows = [
            files.penalty(serial, authority_code=city.samr_code(), **number)
            for serial, number in (
                (3, {NUMBER: f"构市监罚〔2026〕3{turn}号", "违法事实": f"事实{turn}"}),
                (1, {}),
                (4, {NUMBER: f"构市监罚〔2026〕4{turn}号", "违法事实": f"事实{turn}"}),
            )
        ]
        receipt = city.send(files.table(rows), item="penalty")
        assert (receipt.admitted, receipt.held) == (2, 1)
        city.release(receipt)
        assert city.public(1) == []


def test_another_fact_on_the_same_body_is_not_kept_away_by_it(gone: UUID) -> None:
    assert outcome(**{NUMBER: "构市监罚〔2026〕1005号", "违法事实": "另一件事", "处罚内容": "罚款9000元"}) == "admitted"  # fmt: skip


def test_a_version_written_behind_it_by_sql_is_not_shown(gone: UUID) -> None:
    """The wall on reading: the tombstone is asked each time, whatever stands in the table. After an erasure nothing stands."""
    columns = ", ".join(
        f.column
        for f in Version._meta.concrete_fields
        if f.column and f.column not in {"number", "state", "reason", "row_no"}
    )
    is_erased = Version.objects.filter(record=gone, state="erased").exists()
    refused = pytest.raises(IntegrityError, match="follows nothing") if is_erased else nullcontext()
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_version (number, state, reason, row_no, {columns})"
            f" SELECT 3, 'admitted', 'x', 9, {columns} FROM records_version WHERE record = %s AND number = 1",
            [gone],
        )
    assert city.public(1) == []
    assert records.public_record(gone, city.TODAY) is None
    assert records.figures(city.TODAY).by_item == {"penalty": 1}


def test_the_tombstone_cannot_be_taken_away_and_holds_no_content(gone: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t)::text FROM records_tombstone AS t")
        (text,) = [text for (text,) in cursor.fetchall()]
    assert str(gone) in text
    said = (files.body_name(1), unified_code(1), "构市监罚", "罚款", "公示")
    assert not [word for word in said if word in text]
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Tombstone.objects.filter(record=gone).delete()


def test_an_act_that_sets_the_same_tombstone_twice_is_refused_by_the_database(gone: UUID) -> None:
    (stone,) = Tombstone.objects.filter(record=gone)
    stone.pk = None
    with pytest.raises(IntegrityError, match="tombstone_set_once_per_event"), transaction.atomic():
        stone.save(force_insert=True)


def test_what_was_found_to_be_anothers_returns_by_no_file_and_by_no_person_alone() -> None:
    record = returns.left(41)
    ways: tuple[dict[str, str], ...] = (
        {},
        {"处罚内容": "罚款二千元"},
        {NUMBER: "构市监罚〔2026〕4141号"},
    )
    for changes in ways:
        receipt = returns.sent(41, agency="samr", **changes)
        (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
        assert row["outcome"] == "held", changes
        assert "record.contested" in row["codes"]
        motion = returns.certified(receipt)
        with pytest.raises(Refusal):
            returns.approved(motion, by="samr.reviewer")
    assert city.public(41) == []
    actions.withdraw(record=record, reason="x", by="samr.clerk", now=city.NOW)
    with pytest.raises(Refusal):
        returns.certified(returns.sent(41))
