"""Each item's records leave publicity on the day worked out by hand from the law's text, by the rule named beside it.

The tables in `by_hand/` were written from the rules, with the arithmetic in words; nothing in them was computed by the platform.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from gongxin.intake import queries
from gongxin.intake.queries import Receipt
from gongxin.intake.scope import EVERY_AGENCY
from gongxin.jurisdiction import Item
from gongxin.records import queries as records
from tests.builders import catalogue, city, files
from tests.builders.codes import unified_code

TABLES = sorted(Path(__file__).parent.glob("by_hand/publicity_*.csv"))
DAY = timedelta(days=1)
# A fact of the register is the organisation itself; it is not a record and has no period.
WITHOUT_RECORDS = {"registration"}


@dataclass(frozen=True)
class Case:
    item: str
    name: str
    fields: Mapping[str, str]
    agency: str | None
    decided: date
    valid_until: str
    lifted: str
    last_day: str
    rule: str

    @property
    def id(self) -> str:
        return f"{self.item}-{self.name}"


def _cases() -> Iterator[Case]:
    for path in TABLES:
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                given = dict(one.split("=", 1) for one in line["fields"].split(";") if one)
                yield Case(
                    line["item"],
                    line["case"],
                    {k: v.replace("、", ";") if k == "CF_CFLB" else v for k, v in given.items()
                     if k != "authority"},
                    given.get("authority"),
                    date.fromisoformat(line["decided"]),
                    line["valid_until"],
                    line["lifted"],
                    line["last_day"],
                    line["rule"],
                )  # fmt: skip


CASES = list(_cases())


@pytest.fixture(scope="module")
def bodies(open_city: None) -> None:
    """One body for each case, so that no two of them are the same fact; older than every decision."""
    rows = [files.registered(serial, reg_date="2001-03-02") for serial in range(1, len(CASES) + 1)]
    receipt = city.send(files.table(rows), item="registration")
    assert receipt.admitted == len(CASES)


def test_every_item_has_a_case_and_there_are_at_least_sixty() -> None:
    assert len(CASES) >= 60
    assert {case.item for case in CASES} == set(catalogue.items()) - WITHOUT_RECORDS


@pytest.mark.usefixtures("bodies")
@pytest.mark.parametrize("serial", range(1, len(CASES) + 1), ids=[case.id for case in CASES])
def test_a_record_is_public_to_the_last_day_worked_out_by_hand(serial: int) -> None:
    case = CASES[serial - 1]
    item = catalogue.items()[case.item]
    with city.undone():
        record = _admitted(item, case, serial)
        if case.lifted:
            _lift(item, case, serial)
        if case.last_day == "never":
            for day in (0, 1, 30, 89, 364, 1000):
                assert records.public_record(record, case.decided + day * DAY) is None
            return
        if case.last_day == "open":
            shown = records.public_record(record, date(2090, 1, 1))
            assert shown is not None
            assert (shown.shown_until, shown.rule_key) == (None, case.rule)
            return
        last = date.fromisoformat(case.last_day)
        shown = records.public_record(record, last)
        assert shown is not None, f"not public on {last}"
        assert records.public_record(record, last + DAY) is None, f"still public after {last}"
        assert records.public_record(record, case.decided) is not None
        if not case.lifted:
            assert shown.rule_key == case.rule
            assert shown.shown_until == last + DAY


def _admitted(item: Item, case: Case, serial: int) -> UUID:
    row = catalogue.row(item, agency=case.agency, **_party(item, serial), **case.fields)
    row |= _dates(item, case.decided, case.valid_until)
    return _send(item, row, case.agency)


def _lift(item: Item, case: Case, serial: int) -> None:
    """The exit that names this decision's number, decided on the day the table says."""
    exits = [one for one in catalogue.items().values() if one.ends and one.ends.item == item.code]
    assert exits, f"no item ends {item.code}"
    leaving = exits[0]
    assert leaving.ends is not None
    number = item.by_role("document_number")
    assert number is not None
    named = case.fields.get(number.code, catalogue.row(item)[number.code])
    agency = case.agency or item.agencies[0]
    row = catalogue.row(leaving, agency=agency, **_party(leaving, serial))
    row[leaving.ends.field] = named
    row |= _dates(leaving, date.fromisoformat(case.lifted), "")
    _send(leaving, row, agency)


def _party(item: Item, serial: int) -> dict[str, str]:
    party, code = catalogue.code_of(item, "party_name"), catalogue.code_of(item, "uscc")
    assert party is not None
    assert code is not None
    return {party: files.body_name(serial), code: unified_code(serial)}


def _dates(item: Item, decided: date, valid_until: str) -> dict[str, str]:
    """The decision's day, and every other day of the row moved with it so that none contradicts."""
    days: dict[str, str] = {}
    for field in item.fields:
        if field.role == "valid_until":
            days[field.code] = valid_until or _open(field.open_ended, decided)
        elif field.type == "date" and (field.required or field.role in {"decided", "valid_from"}):
            days[field.code] = decided.isoformat()
    return {code: day for code, day in days.items() if day}


def _open(open_ended: bool, decided: date) -> str:
    """A term beyond every ceiling of the law where a case says nothing of it."""
    return (
        "2099-12-31" if open_ended else decided.replace(year=decided.year + 20, day=1).isoformat()
    )


def _send(item: Item, row: Mapping[str, str], agency: str | None) -> UUID:
    sender = agency or item.agencies[0]
    receipt = city.send(catalogue.table(item, [row]), item=item.code, agency=sender)
    told = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert [one["outcome"] for one in told] == ["admitted"], (row, told)
    _released(receipt)
    return UUID(str(told[0]["record"]))


def _released(receipt: Receipt) -> None:
    if not receipt.released:
        city.release(receipt)
