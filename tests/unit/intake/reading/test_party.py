"""Rows that are about a natural person although no column says so: by the party's own number, or by the lack of a body's code."""

from dataclasses import replace
from pathlib import Path

import pytest

from gongxin.intake.reading import PersonColumn, Plan, ReadTable, read_table
from tests.builders.codes import ALPHABET, organisation_code, unified_code
from tests.builders.hostile_records import json_lines, push_xml
from tests.builders.ordinary_files import CANARY_ID, CANARY_NAME, csv_bytes, workbook
from tests.unit.intake.reading.plans import TIGHT

PLAN = Plan(
    persons=(
        PersonColumn(("CF_XDR_SFZ", "CF_XDR_ZJHM", "证件号码")),
        PersonColumn(("CF_FR_SFZH",)),
    ),
    known=(
        ("CF_XDR_MC", "行政相对人名称"),
        ("CF_XDR_SHXYM", "统一社会信用代码"),
        ("CF_XDR_ZDM", "组织机构代码"),
        ("CF_XDR_GSDJ", "工商登记码"),
        ("CF_SY", "处罚事由"),
    ),
    identifiers=("CF_XDR_SHXYM", "CF_XDR_ZDM", "CF_XDR_GSDJ"),
    scan=("CF_SY",),
    party_ids=("CF_XDR_SFZ", "CF_XDR_ZJHM", "证件号码"),
    party_codes=("CF_XDR_SHXYM", "CF_XDR_ZDM", "CF_XDR_GSDJ", "统一社会信用代码"),
)
MIXED = replace(PLAN, cut_without_code=True)
HEADER = ("CF_XDR_MC", "CF_XDR_SHXYM", "CF_XDR_ZDM", "CF_XDR_GSDJ", "CF_XDR_SFZ", "CF_SY")
UNIFIED, ORGANISATION = unified_code(7), organisation_code(7)
REGISTERED = "110108000000016"  # a published vector of GS 15-2006
OLD_ID = "999999900101123"


def row(*codes: str, person: str = "") -> tuple[str, ...]:
    unified, organisation, registered = (*codes, "", "", "")[:3]
    return (CANARY_NAME, unified, organisation, registered, person, "事由")


def read(content: bytes, folder: Path, plan: Plan = PLAN) -> ReadTable:
    return read_table(content, name="x", plan=plan, out_dir=folder, limits=TIGHT)


def cut(table: ReadTable) -> list[tuple[int, str | None, str, str]]:
    return list(table.findings().select("row", "column", "code", "params").iter_rows())


@pytest.mark.parametrize(
    "number", [CANARY_ID, OLD_ID, "E12345678", "（已隐去）", "4414**********1234"]
)
@pytest.mark.parametrize("made", ["csv", "xlsx", "json", "xml"])
def test_a_filled_number_of_the_party_and_no_code_is_a_natural_person(
    number: str, made: str, tmp_path: Path
) -> None:
    rows = [row(person=number), row(UNIFIED)]
    named = [dict(zip(HEADER, one, strict=True)) for one in rows]
    content = {
        "csv": csv_bytes([HEADER, *rows]),
        "xlsx": workbook([HEADER, *rows]),
        "json": json_lines(named),
        "xml": push_xml(named),
    }[made]
    table = read(content, tmp_path)
    assert cut(table) == [(1, "CF_XDR_SFZ", "person.row_cut", '{"reason": "party_id"}')]
    assert table.cut_rows == 1
    assert set(table.frame().drop("row").row(0)) == {None}
    assert "CF_XDR_SFZ" not in table.headers
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert number.encode() not in kept
    assert kept.count(CANARY_NAME.encode()) == 1  # of the body's row alone


@pytest.mark.parametrize(
    "header", ["CF_XDR_ZJHM", "证件号码", "相对人身份证号码（必填）", "XK_XDR_SFZ"]
)
def test_the_partys_number_is_known_by_every_header_it_has(header: str, tmp_path: Path) -> None:
    columns = [header if h == "CF_XDR_SFZ" else h for h in HEADER]
    table = read(csv_bytes([columns, row(person=CANARY_ID), row(UNIFIED)]), tmp_path)
    assert table.cut_rows == 1


@pytest.mark.parametrize(
    "codes", [(UNIFIED,), (UNIFIED.lower(),), ("", ORGANISATION), ("", "", REGISTERED)]
)
def test_a_body_that_gives_somebodys_number_besides_stays(
    codes: tuple[str, ...], tmp_path: Path
) -> None:
    table = read(csv_bytes([HEADER, row(*codes, person=CANARY_ID)]), tmp_path)
    assert table.cut_rows == 0
    assert table.frame()["CF_XDR_MC"].to_list() == [CANARY_NAME]


@pytest.mark.parametrize("nothing", ["", " ", "-", "无", "/", "0", "　"])
def test_a_word_for_none_is_no_number(nothing: str, tmp_path: Path) -> None:
    assert read(csv_bytes([HEADER, row(person=nothing)]), tmp_path).cut_rows == 0


def test_the_number_of_a_legal_representative_says_nothing_of_the_party(tmp_path: Path) -> None:
    columns = ["CF_FR_SFZH" if h == "CF_XDR_SFZ" else h for h in HEADER]
    assert read(csv_bytes([columns, row(person=CANARY_ID)]), tmp_path).cut_rows == 0


WITHOUT = [
    (),
    ("无",),
    ("00000000000000000X",),
    (UNIFIED[:17] + ("0" if UNIFIED[17] != "0" else "1"),),
    ("", "E12345678"),  # a passport has the form of an organisation code, and fails its check
    (
        "",
        "",
        OLD_ID,
    ),  # an old resident number has the form of a registration number, and fails its check
    ("", "1234567890"),
]


@pytest.mark.parametrize("codes", WITHOUT)
def test_where_a_list_mixes_persons_in_a_row_without_a_sound_code_is_cut(
    codes: tuple[str, ...], tmp_path: Path
) -> None:
    table = read(csv_bytes([HEADER, row(*codes), row(UNIFIED)]), tmp_path, MIXED)
    assert cut(table) == [(1, None, "person.row_cut", '{"reason": "no_code"}')]
    assert (table.cut_rows, table.frame()["CF_XDR_MC"].to_list()) == (1, [None, CANARY_NAME])


@pytest.mark.parametrize("codes", WITHOUT)
def test_where_it_does_not_a_row_without_a_code_stays_to_be_held(
    codes: tuple[str, ...], tmp_path: Path
) -> None:
    assert read(csv_bytes([HEADER, row(*codes)]), tmp_path).cut_rows == 0


def test_a_doubtful_unified_code_is_a_code_of_a_body(tmp_path: Path) -> None:
    """Its own check passes, the one of the organisation code inside fails: a warning, not a person."""
    inner = ORGANISATION[:8] + ("0" if ORGANISATION[8] != "0" else "1")
    head = "91999999" + inner
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    doubtful = head + ALPHABET[(31 - total % 31) % 31]
    assert read(csv_bytes([HEADER, row(doubtful)]), tmp_path, MIXED).cut_rows == 0


def test_a_resident_number_as_a_code_is_told_once(tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(CANARY_ID, person=CANARY_ID)]), tmp_path, MIXED)
    assert cut(table) == [(1, "CF_XDR_SHXYM", "person.row_cut", '{"reason": "resident_id"}')]
    assert table.cut_rows == 1


def test_blank_rows_are_blank_not_persons(tmp_path: Path) -> None:
    table = read(csv_bytes([HEADER, row(UNIFIED), ("",) * 6]), tmp_path, MIXED)
    assert (table.rows, table.cut_rows) == (1, 0)
