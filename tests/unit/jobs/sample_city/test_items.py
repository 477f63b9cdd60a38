"""The files of items whose forms come from outside: what a clean row says, after the example of its template."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gongxin.jobs.sample_city import values
from gongxin.jobs.sample_city.bodies import found
from gongxin.jobs.sample_city.city import write_city
from gongxin.jobs.sample_city.forms import ItemForm, sheet_form
from gongxin.jobs.sample_city.papers import Authority
from gongxin.jobs.sample_city.plan import Order
from tests.unit.identifiers import reference
from tests.unit.jobs.sample_city.item_forms import (
    ENTRY,
    EXIT,
    FINED,
    FORMS,
    IN_FORCE,
    PAID,
    PERSONS,
    YEARLY,
)

KEYS = ("samr", "hrss", "ecology", "housing", "transport", "emergency")
AUTHORITIES = [
    Authority(key, f"构造市{key}局", reference.code("11", "999999", f"GX00000{i}"))
    for i, key in enumerate(KEYS)
]
ORDER = Order(1_200, 2_000, 11, date(2026, 6, 1))
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("items")
    write_city(ORDER, AUTHORITIES, out, forms=FORMS)
    return out


def told(city: Path) -> dict[str, dict[str, Any]]:
    files = json.loads((city / "truth.json").read_text("utf-8"))["files"]
    return {entry["item"]: entry for entry in files if entry["item"] in {f.code for f in FORMS}}


def clean(city: Path, form: ItemForm) -> Rows:
    entry = told(city)[form.code]
    path, encoding = city / entry["file"], entry["encoding"]
    cells: Sequence[Sequence[Any]]
    if encoding == "xlsx":
        cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    else:
        cells = list(csv.reader(io.StringIO(path.read_bytes().decode(encoding))))
    names = {column.label: column.code for column in form.columns}
    heads = [names.get(str(cell), str(cell)) for cell in cells[0]]
    uncommon = {fate["row"] for fate in entry["row_fates"]}
    return [
        dict(zip(heads, map(str, row), strict=True))
        for number, row in enumerate(cells[1:], start=1)
        if number not in uncommon
    ]


def day(row: Mapping[str, str], code: str) -> date:
    return date.fromisoformat(row[code])


def test_each_item_has_one_file_of_the_first_agency_there_is_and_exits_come_after_entries(
    city: Path,
) -> None:
    entries = told(city)
    assert [*entries] == ["entry", "yearly", "fined", "paid", "paid_again", "exit"]
    assert {entry["agency"] for entry in entries.values()} == {"samr"}
    assert all(entry["rows"] >= 60 for entry in entries.values())
    assert all(entry["expect"]["admitted"] >= 30 for entry in entries.values())


def test_the_files_come_in_every_encoding_and_as_a_workbook(city: Path) -> None:
    encodings = {entry["encoding"] for entry in told(city).values()}
    assert encodings == {"utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"}


def test_an_item_that_no_agency_here_may_report_has_no_file(tmp_path: Path) -> None:
    nobodys = replace(PAID, agencies=("nobody",))
    write_city(ORDER, AUTHORITIES, tmp_path, forms=[nobodys])
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("paid")]


def test_the_same_order_and_forms_give_the_same_bytes(city: Path, tmp_path: Path) -> None:
    write_city(ORDER, AUTHORITIES, tmp_path, forms=FORMS)
    for path in city.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_no_two_clean_rows_are_of_one_fact(city: Path, form: ItemForm) -> None:
    key = [column.code for column in form.columns if column.key]
    counted = Counter(tuple(row[code] for code in key) for row in clean(city, form))
    assert len(counted) >= 30
    assert max(counted.values()) == 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_a_decision_falls_after_the_registration_within_the_items_time(
    city: Path, form: ItemForm
) -> None:
    bodies = found(ORDER.organisations, ORDER.as_of, ORDER.seed)
    registered = dict(zip(bodies.codes, bodies.registered.tolist(), strict=True))
    for row in clean(city, form):
        decided = day(row, form.code_of("decided"))
        assert IN_FORCE <= decided < ORDER.as_of
        assert decided.toordinal() > registered[row["XDR_SHXYM"]]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_what_is_asked_for_is_filled_in_within_its_length(city: Path, form: ItemForm) -> None:
    for row in clean(city, form):
        for column in form.columns:
            text = row.get(column.code, "")
            asked = column.needed_when
            called_for = asked and set(row[asked[0]].split(";")) & set(asked[1])
            assert text or not (column.required or called_for), column.code
            assert not column.length or len(text) <= column.length


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_coded_values_are_of_the_list(city: Path, form: ItemForm) -> None:
    for row in clean(city, form):
        for column in form.of_kind("code", "codes"):
            parts = set(row[column.code].split(";")) - {""}
            assert parts <= set(column.values) - {"自然人"}


def test_an_exit_names_an_entry_of_the_same_body_and_is_not_before_it(city: Path) -> None:
    entered = {row["A_WH"]: row for row in clean(city, ENTRY)}
    left = clean(city, EXIT)
    assert len({row["A_WH"] for row in left}) == len(left) >= 30
    for row in left:
        entry = entered[row["A_WH"]]
        assert row["XDR_SHXYM"] == entry["XDR_SHXYM"]
        assert row["RD_JGDM"] == entry["RD_JGDM"]
        assert day(row, "B_RQ") >= day(entry, "A_RQ")


def test_days_stand_as_far_from_the_decision_as_in_the_example(city: Path) -> None:
    # The examples are decided on 6 May 2026: 2 March is 65 days before, 16 May 10 and 5 June 30 days after.
    for row in clean(city, ENTRY):
        assert day(row, "A_RQ") - day(row, "A_GZ") == timedelta(days=65)
    for row in clean(city, FINED):
        assert day(row, "D_JZ") - day(row, "D_RQ") == timedelta(days=30)
        if row["D_QS"]:
            assert day(row, "D_QS") - day(row, "D_RQ") == timedelta(days=10)


def test_the_text_and_the_column_state_one_amount(city: Path) -> None:
    amounts = set()
    for row in clean(city, FINED):
        yuan = Decimal(row["D_JE"]) * 10_000
        assert row["D_NR"] == f"罚款{int(yuan)}元，责令改正"
        assert not row["D_BZJ"], "the text would not name it"
        amounts.add(yuan)
    assert len(amounts) > 20


def test_counts_keep_the_proportion_of_the_example(city: Path) -> None:
    for row in clean(city, YEARLY):
        assert int(row["C_RS"]) * 19 == int(row["C_RM"]) * 20


def test_a_year_is_as_long_before_the_decision_as_in_the_example(city: Path) -> None:
    for row in clean(city, YEARLY):
        assert int(row["C_ND"]) == day(row, "C_RQ").year - 2


def test_bodies_are_of_the_kind_the_item_is_about_where_there_are_enough(city: Path) -> None:
    assert {row["XDR_SHXYM"][:2] for row in clean(city, YEARLY)} == {"12", "93"}
    assert len({row["XDR_SHXYM"][:2] for row in clean(city, PAID)}) > 3


def test_persons_stand_in_columns_that_are_cut_alone(city: Path) -> None:
    canaries = set(json.loads((city / "truth.json").read_text("utf-8"))["canaries"])
    planted = set()
    for form in FORMS:
        for row in clean(city, form):
            planted |= {row[name] for name in PERSONS if name in row} & canaries
            others = "\n".join(text for code, text in row.items() if code not in PERSONS)
            assert not any(canary in others for canary in canaries)
    assert len(planted) > 50


@pytest.mark.parametrize(
    ("example", "made"),
    [
        ("构市监异列〔2026〕1号", "构市监异列〔2024〕37号"),
        ("（2026）构9999执2号", "（2024）构9999执37号"),
        ("GZSC-2026-0001", "GZSC-2024-0037"),
        ("构ICP备2026000001号", "构ICP备0000000037号"),
        ("2026-999999-48-01-000001", "2024-999999-48-01-000037"),
        ("无数字", "无数字〔2024〕37号"),
    ],
)
def test_a_number_of_a_document_is_made_after_its_example(example: str, made: str) -> None:
    assert values.numbered(example, 2024, 37) == made


EXAMPLES = st.text("构样字第〔〕（）-号AB0123456789", max_size=20)


@given(EXAMPLES, st.integers(2019, 2026), st.integers(1, 999), st.integers(1, 999))
def test_two_facts_never_have_one_number(example: str, year: int, one: int, other: int) -> None:
    made = [values.numbered(example, year, number) for number in (one, other)]
    assert (made[0] == made[1]) is (one == other)


def test_a_form_without_a_part_has_no_making_that_needs_it() -> None:
    parts = sheet_form(PAID).parts
    assert {"amount", "content", "mixed", "authority_code", "person_number"} <= parts
    assert not {"document", "year", "digest", "valid_until", "open_ended", "coded"} & parts
    assert "coded" in sheet_form(replace(PAID, mixed=False)).parts
    assert "person_number" not in sheet_form(replace(PAID, own_number="")).parts
