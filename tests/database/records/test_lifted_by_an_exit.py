"""An exit ends the entry it names, at the next request, and nothing else; taken back, it ends nothing."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.intake.queries import Receipt
from gongxin.records import actions as records
from gongxin.records.queries import public_record
from tests.builders import catalogue, city, files
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db
ENTRY, EXIT = "abnormal_operation", "abnormal_operation_exit"
NUMBER = "构市监异列〔2026〕7号"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()
    city.register(1, 2)


def _send(code: str, serial: int = 1, **changes: str) -> UUID:
    item = catalogue.items()[code]
    row = catalogue.row(
        item, XDR_MC=files.body_name(serial), XDR_SHXYM=unified_code(serial), **changes
    )
    receipt = city.send(catalogue.table(item, [row]), item=code)
    return _record(receipt)


def _record(receipt: Receipt) -> UUID:
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "admitted", row
    if not receipt.released:
        city.release(receipt)
    return UUID(str(row["record"]))


def _entry(serial: int = 1, number: str = NUMBER) -> UUID:
    return _send(ENTRY, serial, YC_LRWH=number, YC_LRRQ="2026-03-02")


def _exit(number: str = NUMBER, day: str = "2026-05-20", serial: int = 1) -> UUID:
    return _send(EXIT, serial, YC_LRWH=number, YC_YCRQ=day)


def test_the_entry_is_gone_from_the_day_of_the_exit_on() -> None:
    entry = _entry()
    assert public_record(entry, city.TODAY) is not None
    _exit(day="2026-05-20")
    assert public_record(entry, date(2026, 5, 19)) is not None
    assert public_record(entry, date(2026, 5, 20)) is None
    assert public_record(entry, city.TODAY) is None


def test_the_number_is_compared_in_its_one_form() -> None:
    entry = _entry(number="构市监异列〔2026〕7号b")
    _exit(number="构市监异列(2026)７号 B")
    assert public_record(entry, city.TODAY) is None


def test_an_exit_of_another_number_or_of_another_body_ends_nothing() -> None:
    entry = _entry()
    _exit(number="构市监异列〔2026〕8号")
    _exit(serial=2)
    assert public_record(entry, city.TODAY) is not None


def test_an_exit_that_was_withdrawn_ends_nothing_any_more() -> None:
    entry = _entry()
    leaving = _exit()
    assert public_record(entry, city.TODAY) is None
    records.withdraw(record=leaving, reason="移出决定被撤销", by="samr.reviewer", now=city.NOW)
    assert public_record(entry, city.TODAY) is not None


def test_the_exit_itself_is_shown_to_nobody() -> None:
    _entry()
    leaving = _exit()
    assert [public_record(leaving, city.TODAY + n * DAY) for n in (0, 30, 400)] == [None] * 3
    assert city.public(1) == []
