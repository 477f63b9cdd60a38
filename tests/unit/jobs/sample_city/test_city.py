"""What stands in the files of a small city: the same bytes for the same order, and every row as its making says."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from gongxin.jobs.sample_city.city import write_city
from gongxin.jobs.sample_city.makings import MAKINGS, REGISTER_MAKINGS
from gongxin.jobs.sample_city.papers import Authority
from gongxin.jobs.sample_city.plan import Order
from gongxin.jobs.sample_city.register import COLUMNS as REGISTER_COLUMNS
from gongxin.jobs.sample_city.sheets import LICENCE_COLUMNS, PENALTY_COLUMNS
from tests.unit.identifiers import reference
from tests.unit.jobs.sample_city.item_forms import FORMS

KEYS = ("samr", "hrss", "ecology", "housing", "transport", "emergency", "credit_centre")
AUTHORITIES = [
    Authority(key, f"构造市{key}局", reference.code("11", "999999", f"GX00000{i}"))
    for i, key in enumerate(KEYS)
]
ORDER = Order(1_200, 6_000, 7, date(2026, 11, 1), gates=True, successions=True)
NAMES = {
    item: {name: code for code, name in columns}
    for item, columns in (
        ("registration", REGISTER_COLUMNS),
        ("penalty", PENALTY_COLUMNS),
        ("licence", LICENCE_COLUMNS),
    )
} | {form.code: {column.label: column.code for column in form.columns} for form in FORMS}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("city")
    write_city(ORDER, AUTHORITIES, out, forms=FORMS)
    return out


@pytest.fixture(scope="module")
def truth(city: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((city / "truth.json").read_text("utf-8"))
    return document


def cells(path: Path, encoding: str) -> list[list[Any]]:
    if encoding == "xlsx":
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def rows_of(city: Path, told: dict[str, Any]) -> Rows:
    header, *rows = cells(city / told["file"], told["encoding"])
    names = NAMES[told["item"]]
    codes = [names.get(cell, cell) for cell in header]
    return [dict(zip(codes, row, strict=True)) for row in rows]


def ordinary(truth: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (told for told in truth["files"] if "gate" not in told)


def test_the_same_order_gives_the_same_bytes_on_any_day(city: Path, tmp_path: Path) -> None:
    write_city(ORDER, AUTHORITIES, tmp_path, forms=FORMS)
    digests = [
        {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
        for folder in (city, tmp_path)
    ]
    assert digests[0] == digests[1]


def test_another_seed_is_another_city(city: Path, tmp_path: Path) -> None:
    write_city(Order(1_200, 6_000, 8, ORDER.as_of), AUTHORITIES, tmp_path)
    name = "penalty-samr-01.csv"
    assert (city / name).read_bytes() != (tmp_path / name).read_bytes()


def test_every_row_of_every_file_has_one_fate(city: Path, truth: dict[str, Any]) -> None:
    for told in ordinary(truth):
        rows, expect = rows_of(city, told), told["expect"]
        assert len(rows) == told["rows"]
        assert told["rows"] == sum(
            expect[o] for o in ("admitted", "duplicates", "held", "rejected")
        )
        places = [fate["row"] for fate in told["row_fates"]]
        assert places == sorted(set(places))
        assert all(1 <= place <= told["rows"] for place in places)
        table = REGISTER_MAKINGS if told["item"] == "registration" else MAKINGS
        for fate in told["row_fates"]:
            assert fate["outcome"] == table[fate["making"]].outcome


def test_every_making_occurs(truth: dict[str, Any]) -> None:
    seen: dict[str, set[str]] = {"registration": set(), "paper": set()}
    for told in ordinary(truth):
        kind = "registration" if told["item"] == "registration" else "paper"
        seen[kind] |= {fate["making"] for fate in told["row_fates"]}
    assert seen["paper"] == set(MAKINGS)
    assert seen["registration"] == set(REGISTER_MAKINGS)


def test_registers_come_first_and_every_encoding_and_workbooks_occur(
    truth: dict[str, Any],
) -> None:
    items = [told["item"] for told in ordinary(truth)]
    assert items[: items.count("registration")] == ["registration"] * items.count("registration")
    encodings = {told["encoding"] for told in ordinary(truth)}
    assert encodings == {"utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"}


def clean_rows(city: Path, truth: dict[str, Any], item: str) -> Iterator[dict[str, Any]]:
    for told in ordinary(truth):
        if told["item"] == item:
            uncommon = {fate["row"] for fate in told["row_fates"]}
            for number, row in enumerate(rows_of(city, told), start=1):
                if number not in uncommon:
                    yield row


def test_the_code_of_a_clean_row_is_that_of_its_name_in_the_register(
    city: Path, truth: dict[str, Any]
) -> None:
    register = {row["DJ_DM"]: row for row in clean_rows(city, truth, "registration")}
    for item, code, name, decided in (
        ("penalty", "CF_XDR_SHXYM", "CF_XDR_MC", "CF_JDRQ"),
        ("licence", "XK_XDR_SHXYM", "XK_XDR_MC", "XK_JDRQ"),
    ):
        found = 0
        for row in clean_rows(city, truth, item):
            body = register.get(row[code])
            if body is not None:  # a body whose row in the register is spelt otherwise
                found += 1
                assert body["DJ_MC"] == row[name]
                assert body["DJ_CLRQ"] < row[decided] < ORDER.as_of.isoformat()
        assert found > 500


def test_no_document_number_of_an_agency_stands_on_two_clean_rows(
    city: Path, truth: dict[str, Any]
) -> None:
    numbers = Counter(row["CF_WSH"] for row in clean_rows(city, truth, "penalty"))
    numbers += Counter(row["XK_WSH"] for row in clean_rows(city, truth, "licence"))
    assert max(numbers.values()) == 1


def test_the_template_amount_in_ten_thousands_is_the_amount_of_the_text(
    city: Path, truth: dict[str, Any]
) -> None:
    fined = 0
    for row in clean_rows(city, truth, "penalty"):
        if row["CF_NR_FK"]:
            fined += 1
            whole, _, places = row["CF_NR_FK"].partition(".")
            yuan = int(whole) * 10_000 + int(places.ljust(4, "0"))
            assert f"罚款{yuan}元" in row["CF_NR"]
    assert fined > 200


def test_values_of_persons_stand_in_person_columns_or_in_rows_that_do_not_enter_as_they_are(
    city: Path, truth: dict[str, Any]
) -> None:
    canaries = set(truth["canaries"])
    persons = {
        "CF_FRDB", "CF_FR_SFZH", "XK_FRDB", "XK_FR_SFZH", "法定代表人", "联系电话",
    }  # fmt: skip
    planted = set()
    for item in ("registration", "penalty", "licence"):
        for row in clean_rows(city, truth, item):
            planted |= {row[code] for code in persons & row.keys()} & canaries
            others = "\n".join(str(v) for code, v in row.items() if code not in persons)
            assert not any(canary in others for canary in canaries)
    assert len(planted) > 100


def test_at_most_ten_adverse_facts_of_a_file_are_about_one_body(
    city: Path, truth: dict[str, Any]
) -> None:
    for told in ordinary(truth):
        if told["item"] == "penalty":
            counted = Counter(row["CF_XDR_SHXYM"] for row in rows_of(city, told))
            counted.pop("", None)
            assert max(counted.values()) <= 10


def test_every_gate_has_a_file_of_which_nothing_enters(truth: dict[str, Any]) -> None:
    gates = {told["gate"]: told["expect"] for told in truth["files"] if "gate" in told}
    assert set(gates) == {
        "gate.rejected_share", "gate.unknown_share", "gate.adverse_on_one", "gate.shrunk",
    }  # fmt: skip
    assert all(expect == {"batch": "held", "admitted": 0} for expect in gates.values())


def test_publication_names_the_classes_and_a_day_for_each_public_one(
    truth: dict[str, Any],
) -> None:
    told = truth["publication"]
    assert {entry["class"] for entry in told} == {"minor", "general", "serious", "unknown", "none"}
    for entry in told:
        if entry["class"] == "minor":
            assert not entry["published"]
            assert entry["last_public_day"] is None


def test_no_constructed_name_lacks_the_word_that_says_so(city: Path, truth: dict[str, Any]) -> None:
    assert all("构造" in row["DJ_MC"] for row in clean_rows(city, truth, "registration"))
