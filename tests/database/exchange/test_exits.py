"""An exit is told: whoever holds a copy of the entry hears that it is over, and hears it again where the exit falls."""

from datetime import date
from uuid import UUID

import pytest

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.exchange.queries import lines, recalls
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.exchange.recalls import Class
from gongxin.intake import queries as intake
from gongxin.intake.queries import Receipt
from gongxin.records import actions, histories
from gongxin.records.queries import public_record
from tests.builders import catalogue, city, files, partners
from tests.builders.codes import unified_code
from tests.database.exchange.test_feed import held, page, snapshot, told

pytestmark = pytest.mark.django_db
ENTRY, EXIT = "abnormal_operation", "abnormal_operation_exit"
NUMBER = "构市监异列〔2026〕7号"


@pytest.fixture
def bank() -> PartnerCard:
    city.city_hall()
    city.register(1, 2)
    return partners.admitted()[0]


def sent(code: str, *rows: dict[str, str]) -> Receipt:
    item = catalogue.items()[code]
    made = [
        catalogue.row(item, **{"XDR_MC": files.body_name(1), "XDR_SHXYM": unified_code(1), **row})
        for row in rows
    ]
    return city.send(catalogue.table(item, made), item=code)


def record_of(receipt: Receipt) -> UUID:
    (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "admitted", row
    return UUID(str(row["record"]))


def entry(number: str = NUMBER, **changes: str) -> tuple[UUID, Receipt]:
    receipt = sent(ENTRY, {"YC_LRWH": number, "YC_LRRQ": "2026-03-02", **changes})
    return record_of(receipt), receipt


def shown_entry(number: str = NUMBER) -> UUID:
    record, receipt = entry(number)
    city.release(receipt)
    return record


def exit_(number: str = NUMBER, **changes: str) -> UUID:
    return record_of(sent(EXIT, {"YC_LRWH": number, "YC_YCRQ": "2026-05-20", **changes}))


def words(bank: PartnerCard, record: UUID) -> list[tuple[str, str | None]]:
    return [(o, reason) for o, reason, of, _ in told(page(bank)) if of == record]


def test_whoever_holds_the_entry_is_told_that_it_is_over_and_owes_an_answer(
    bank: PartnerCard,
) -> None:
    record = shown_entry()
    page(bank)
    exit_()
    assert public_record(record, city.TODAY) is None
    assert words(bank, record) == [("ADD", "released"), ("DEL", "lifted")]
    assert held(page(bank)) == {}
    (owed,) = [
        r
        for r in recalls.derived("c.record = %(record)s", {"record": record})
        if r.recipient.name == bank.key
    ]
    assert (owed.severity, owed.bad_versions) == (Class.GONE, (1,))


def test_nothing_is_told_of_an_entry_that_never_was_shown(bank: PartnerCard) -> None:
    record, receipt = entry()
    before = lines.head()
    exit_()
    city.release(receipt)
    assert words(bank, record) == []
    assert lines.head() == before + 1, "the exit's own number, which says nothing"


def test_an_entry_that_comes_after_its_exit_is_not_announced(bank: PartnerCard) -> None:
    leaving = exit_()
    record = shown_entry()
    assert words(bank, record) == []
    actions.withdraw(record=leaving, reason="移出决定被撤销", by="samr.reviewer", now=city.NOW)
    assert public_record(record, city.TODAY) is not None
    assert words(bank, record) == [("ADD", "released")]


def test_an_exit_that_falls_brings_its_entry_back(bank: PartnerCard) -> None:
    record = shown_entry()
    leaving = exit_()
    actions.withdraw(record=leaving, reason="移出决定被撤销", by="samr.reviewer", now=city.NOW)
    assert words(bank, record) == [
        ("ADD", "released"),
        ("DEL", "lifted"),
        ("ADD", "shown_again"),
    ]
    assert set(held(page(bank))) == {record}


def test_of_two_exits_the_last_one_to_fall_brings_it_back(bank: PartnerCard) -> None:
    record = shown_entry()
    first = exit_()
    second = exit_(YC_YCWH="构市监异移〔2026〕2号")
    for one, count in ((first, 2), (second, 3)):
        actions.withdraw(record=one, reason="被撤销", by="samr.reviewer", now=city.NOW)
        assert len(words(bank, record)) == count


def test_a_batch_of_exits_that_is_undone_gives_every_entry_back(bank: PartnerCard) -> None:
    records = {shown_entry(f"构市监异列〔2026〕{n}号") for n in (1, 2, 3)}
    receipt = sent(
        EXIT,
        *(
            {"YC_LRWH": f"构市监异列〔2026〕{n}号", "YC_YCWH": f"构市监异移〔2026〕{n}号"}
            for n in (1, 2)
        ),
    )
    assert len(held(page(bank))) == 1
    actions.undo_batch(batch=receipt.batch, reason="报错", by="samr.reviewer", now=city.NOW)
    assert set(held(page(bank))) == records
    assert histories.standing(receipt.batch).standing == 0


def test_what_somebody_hides_does_not_come_back_by_an_exit_that_falls(bank: PartnerCard) -> None:
    record = shown_entry()
    leaving = exit_()
    mask = {"record": record, "holder": "case:1", "by": "system", "now": city.NOW}
    actions.mask(from_date=city.TODAY, **mask)  # type: ignore[arg-type]
    actions.withdraw(record=leaving, reason="被撤销", by="samr.reviewer", now=city.NOW)
    assert held(page(bank)) == {}
    exit_(YC_YCWH="构市监异移〔2026〕2号", YC_YCRQ="2026-05-21")
    actions.unmask(**mask)  # type: ignore[arg-type]
    assert held(page(bank)) == {}, "the second exit ended it meanwhile"
    assert public_record(record, city.TODAY) is None


def test_a_snapshot_after_an_exit_is_without_its_entry(bank: PartnerCard) -> None:
    gone, stays = shown_entry(), shown_entry("构市监异列〔2026〕8号")
    exit_()
    assert set(snapshot(bank, lines.head())) == {stays}
    assert gone not in snapshot(bank, lines.head())


def test_the_end_of_a_term_is_told_in_advance_and_needs_no_line(bank: PartnerCard) -> None:
    item = catalogue.items()["serious_list_entry"]
    row = catalogue.row(
        item,
        XDR_MC=files.body_name(1),
        XDR_SHXYM=unified_code(1),
        YZ_LRRQ="2026-05-07",
        YZ_QXZ="2026-12-31",
    )
    agency = item.agencies[0]
    receipt = city.send(catalogue.table(item, [row]), item=item.code, agency=agency)
    city.release(receipt)
    (given,) = [g for g in page(bank).given if g.document is not None]
    assert given.document is not None
    assert given.document.shown_until == date(2027, 1, 1)
    (over,) = [g for g in page(bank, today=date(2027, 1, 1)).given if g.line.record]
    assert over.document is None


def test_the_agency_sees_its_exit_and_nobody_else_does(bank: PartnerCard) -> None:
    shown_entry()
    leaving = exit_()
    assert leaving not in {record for _, _, record, _ in told(page(bank))}
    with acting_for(EVERY_AGENCY):
        assert public_record(leaving, city.TODAY) is None
