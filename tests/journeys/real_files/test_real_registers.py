"""The three real registers through the real intake: every row accounted for, every grade as the standards say, every body found."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.intake.queries import Receipt
from gongxin.search.queries import search
from tests.builders import city
from tests.builders.own_home import own_home
from tests.databases import ThrowawayCluster
from tests.unit.identifiers import reference

MEIZHOU, XINGNING, LEGACY = "meizhou_orgs", "xingning_orgs", "legacy_registration_numbers"


@dataclass(frozen=True)
class Imported:
    """A file, what became of it, and of each of its rows."""

    lines: list[dict[str, str]]
    receipt: Receipt
    rows: list[dict[str, Any]]

    def outcomes(self) -> Counter[tuple[str, ...]]:
        return Counter((row["outcome"], *row["codes"]) for row in self.rows)


@dataclass(frozen=True)
class Registers:
    imported: dict[str, Imported]
    again: Imported
    counties: set[str]


@pytest.fixture(scope="module")
def registers(
    cluster: ThrowawayCluster, django_db_blocker: DjangoDbBlocker, shared_data: Path
) -> Iterator[Registers]:
    data = shared_data / "data"
    counties = {line["code"] for line in _lines(data / "divisions_counties_national.csv")}
    with own_home(cluster, django_db_blocker):
        city.city_hall()
        imported = {name: _imported(data, name) for name in (MEIZHOU, XINGNING, LEGACY)}
        yield Registers(imported, _imported(data, MEIZHOU), counties)


def _imported(data: Path, name: str) -> Imported:
    path = data / f"{name}.csv"
    receipt = city.send(path.read_bytes(), item="registration", name=path.name)
    return Imported(_lines(path), receipt, queries.rows(receipt.batch, scope=EVERY_AGENCY))


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_accounted_for(registers: Registers) -> None:
    counts = {MEIZHOU: 1_647, XINGNING: 296, LEGACY: 800}
    for name, one in (*registers.imported.items(), (MEIZHOU, registers.again)):
        receipt = one.receipt
        assert receipt.status == "finished"
        assert receipt.rows == len(one.lines) == len(one.rows) == counts[name]
        assert receipt.rows == (
            receipt.admitted + receipt.duplicates + receipt.held + receipt.rejected
        )
        assert Counter(row["outcome"] for row in one.rows) == +Counter(
            admitted=receipt.admitted,
            duplicate=receipt.duplicates,
            held=receipt.held,
            rejected=receipt.rejected,
        )


def test_the_prefecture_is_admitted_whole_and_the_town_is_part_of_it(registers: Registers) -> None:
    # Of all its codes one passes the check of the whole and fails that of the organisation code in it.
    assert registers.imported[MEIZHOU].outcomes() == {
        ("admitted",): 1_646,
        ("admitted", "uscc.doubtful"): 1,
    }
    assert registers.imported[XINGNING].outcomes() == {("duplicate", "record.duplicate"): 296}
    assert registers.again.receipt.admitted == 0
    assert registers.again.receipt.duplicates == 1_647


def test_a_register_of_old_numbers_loses_what_is_no_number_and_nothing_else(
    registers: Registers,
) -> None:
    legacy = registers.imported[LEGACY]
    left = {
        len(line["code"]): (row["outcome"], row["codes"])
        for line, row in zip(legacy.lines, legacy.rows, strict=True)
        if row["outcome"] != "admitted"
    }
    assert left == {
        17: ("rejected", ["uscc.form"]),
        16: ("rejected", ["uscc.form"]),
        1: ("held", ["subject.no_identifier"]),  # 无
    }
    assert set(legacy.receipt.leftovers) == {"length", "check15"}


def test_grades_are_those_of_the_standards(registers: Registers) -> None:
    """Expected by arithmetic of the tests' own: both check digits of the unified code, mod 11,10 of the old number."""
    stored = _identifiers()
    for line in registers.imported[MEIZHOU].lines:
        code = line["code"].upper()
        assert reference.uscc(code[:17]) == code[17]
        sound = reference.org(code[8:16]) == code[16] and _placed(registers, code[2:8])
        assert stored["uscc", code] == ("valid" if sound else "warning"), code
    by_digits = 0
    for line in registers.imported[LEGACY].lines:
        code = line["code"]
        if line["check15"] == "15ok":
            by_digits += 1
            assert reference.reg15(code[:14]) == code[14]
            assert stored["reg15", code] in {"valid", "warning"}
            if code[:6] in registers.counties:
                assert stored["reg15", code] == "valid"
    assert by_digits == 676
    schemes = Counter(scheme for scheme, _ in stored)
    # 13 digits before 2007; the co-operatives of the villages, whose X is no check digit.
    assert schemes == {
        "uscc": 1_647, "reg15": 676, "coop": 80, "reg13": 39, "org_code": 1, "reg_other": 1,
    }  # fmt: skip


def _placed(registers: Registers, division: str) -> bool:
    """A county of the list, or the whole of a prefecture or province: a quarter of all codes carry one of those."""
    above = {code[:digits].ljust(6, "0") for code in registers.counties for digits in (2, 4)}
    return division in registers.counties or division in above


def _identifiers() -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheme, value, grade FROM subjects_identifier")
        return {(scheme, value): grade for scheme, value, grade in cursor.fetchall()}


def test_each_body_is_found_first_by_its_full_name(registers: Registers) -> None:
    lines = registers.imported[MEIZHOU].lines
    assert len({line["name"] for line in lines}) == len(lines) == 1_647  # no namesakes among them
    missed = []
    for line in lines:
        hits = search(line["name"], limit=5).hits
        found = [(hit.name, hit.code, hit.matched) for hit in hits[:1]]
        if found != [(line["name"], line["code"].upper(), "name")]:
            missed.append((line["name"], found))
    assert missed == []


def test_no_invented_record_stands_beside_a_real_body(registers: Registers) -> None:
    assert registers.imported
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_version")
        assert cursor.fetchone() == (0,)


def test_nothing_of_a_real_register_is_in_the_package(shared_data: Path) -> None:
    """The rows are for tests: no name of them may travel with what is published."""
    names = [line["name"] for line in _lines(shared_data / "data" / f"{XINGNING}.csv")]
    repository = Path(__file__).resolve().parents[3]
    for folder in ("src", "jurisdictions", "docs"):
        for path in (repository / folder).rglob("*"):
            if path.suffix in {".py", ".toml", ".md", ".html", ".po", ".json"}:
                text = path.read_text("utf-8")
                assert [name for name in names if name in text] == [], path
