"""Each item's records leave publicity on the day worked out by hand from the law's text, by the rule named beside it.

The tables in `by_hand/` were written from the rules, with the arithmetic in words; nothing in them was computed by the platform.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
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
BY_ITEM = {
    code: [case for case in CASES if case.item == code] for code in sorted({c.item for c in CASES})
}


@pytest.fixture(scope="module")
def bodies(open_city: None) -> None:
    """One body for each case of an item, so that no two of them are the same fact; older than every decision."""
    most = max(len(cases) for cases in BY_ITEM.values())
    rows = [files.registered(serial, reg_date="2001-03-02") for serial in range(1, most + 1)]
    receipt = city.send(files.table(rows), item="registration")
    assert receipt.admitted == most


def test_every_item_has_a_case_and_there_are_at_least_sixty() -> None:
    assert len(CASES) >= 60
    assert set(BY_ITEM) == set(catalogue.items()) - WITHOUT_RECORDS
    assert {case.last_day for case in CASES} >= {"never", "open"}


@pytest.mark.usefixtures("bodies")
@pytest.mark.parametrize("code", sorted(BY_ITEM))
def test_a_record_is_public_to_the_last_day_worked_out_by_hand(code: str) -> None:
    item, cases = catalogue.items()[code], list(enumerate(BY_ITEM[code], start=1))
    with city.undone():
        found = _admitted(item, cases)
        _lift(item, [(serial, case) for serial, case in cases if case.lifted])
        wrong = [
            f"{case.name}: {said}"
            for serial, case in cases
            for said in _differences(found[serial], case)
        ]
    assert wrong == []


def _differences(record: UUID, case: Case) -> Iterator[str]:
    """What is not as the table says, in words."""
    if case.last_day == "never":
        days = [case.decided + n * DAY for n in (0, 1, 30, 89, 364, 1000)]
        yield from (f"public on {day}" for day in days if records.public_record(record, day))
        return
    last = date(2090, 1, 1) if case.last_day == "open" else date.fromisoformat(case.last_day)
    shown = records.public_record(record, last)
    if shown is None:
        yield f"not public on {last}"
        return
    # A rule that comes into force on the next day ends what the rules of this day would still have shown.
    named = not case.lifted and not _begins_after(case, last)
    if named and shown.rule_key != case.rule:
        yield f"ended by {shown.rule_key}, not {case.rule}"
    if case.last_day == "open":
        return
    if records.public_record(record, last + DAY) is not None:
        yield f"still public after {last}"
    if named and shown.shown_until != last + DAY:
        yield f"says it ends on {shown.shown_until}"


def _begins_after(case: Case, last: date) -> bool:
    rules = catalogue.items()[case.item].publication
    return any(rule.key == case.rule and rule.in_force_from == last + DAY for rule in rules)


def _admitted(item: Item, cases: Sequence[tuple[int, Case]]) -> dict[int, UUID]:
    """The facts of all cases in one file for each agency that sends; the record of each case."""
    found: dict[int, UUID] = {}
    for agency in sorted({case.agency or item.agencies[0] for _, case in cases}):
        mine = [(n, case) for n, case in cases if (case.agency or item.agencies[0]) == agency]
        rows = [_row(item, n, case, agency) for n, case in mine]
        sent = _send(item, rows, agency, max(case.decided for _, case in mine))
        found |= dict(zip([n for n, _ in mine], sent, strict=True))
    return found


def _row(item: Item, serial: int, case: Case, agency: str) -> dict[str, str]:
    row = catalogue.row(item, agency=agency) | _party(item, serial) | dict(case.fields)
    row |= _dates(item, case.decided, case.valid_until)
    return row | _called_for(item, row)


def _lift(item: Item, cases: Sequence[tuple[int, Case]]) -> None:
    """For each case the exit that names its decision's number, decided on the day the table says."""
    exits = [one for one in catalogue.items().values() if one.ends and one.ends.item == item.code]
    assert exits or not cases, f"no item ends {item.code}"
    for agency in sorted({case.agency or item.agencies[0] for _, case in cases}):
        leaving = exits[0]
        assert leaving.ends is not None
        mine = [(n, case) for n, case in cases if (case.agency or item.agencies[0]) == agency]
        rows = []
        for serial, case in mine:
            row = catalogue.row(leaving, agency=agency) | _party(leaving, serial)
            row[leaving.ends.field] = _number(item, case)
            row |= _dates(leaving, date.fromisoformat(case.lifted), "")
            rows.append(row | _called_for(leaving, row))
        _send(leaving, rows, agency, max(date.fromisoformat(case.lifted) for _, case in mine))


def _number(item: Item, case: Case) -> str:
    field = item.by_role("document_number")
    assert field is not None
    return case.fields.get(field.code, catalogue.row(item)[field.code])


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
            days[field.code] = valid_until or _far(decided, open_ended=field.open_ended)
        elif field.type == "date" and (field.required or field.role in {"decided", "valid_from"}):
            days[field.code] = decided.isoformat()
    return days


def _far(decided: date, *, open_ended: bool) -> str:
    """A term beyond every ceiling of the law where a case says nothing of it."""
    return (
        "2099-12-31" if open_ended else decided.replace(year=decided.year + 20, day=1).isoformat()
    )


FILLERS = {
    "text": "样例",
    "money": "0.2",
    "date": "",
    "integer": "1",
    "decimal": "1",
    "year": "2025",
    "flag": "是",
}


def _called_for(item: Item, row: Mapping[str, str]) -> dict[str, str]:
    """What the values of this row call for besides, so that a case says only what decides its class."""
    wanted: dict[str, str] = {}
    for field in item.fields:
        when = field.required_when
        if when is None or row.get(field.code) or any(row.get(code) for code in when.blank):
            continue
        if not set(row.get(when.field, "").split(";")) & set(when.values):
            continue
        if field.code_list is not None:
            wanted[field.code] = field.code_list.values[0].code
        elif field.type == "date":
            wanted[field.code] = row[item.by_role("decided").code]  # type: ignore[union-attr]
        else:
            wanted[field.code] = field.example or FILLERS.get(field.type, "构样〔2026〕1号")
    return wanted


def _send(item: Item, rows: list[dict[str, str]], agency: str, last: date) -> list[UUID]:
    """Sent on the builders' day, or on the last day of the cases where that is later."""
    today = max(last, city.TODAY)
    content = catalogue.table(item, rows)
    receipt = city.send(content, item=item.code, agency=agency, today=today)
    told = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert [one["outcome"] for one in told] == ["admitted"] * len(rows), told
    if not receipt.released:
        city.release(receipt)
    return [UUID(str(one["record"])) for one in told]
