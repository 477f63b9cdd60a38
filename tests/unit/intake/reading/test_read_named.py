"""Records that carry their own names, JSON and XML: the same table as a CSV of the same rows, and every oddity said."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gongxin.intake.reading import FileRefused, Limits, Plan, ReadTable, read_table
from tests.builders.hostile_records import DECLARATION, json_array, json_lines, push_xml, record
from tests.builders.ordinary_files import (
    CANARY_ID,
    CANARY_NAME,
    HEADER,
    PERSON_ROW,
    ROW,
    changed_row,
    csv_bytes,
    workbook,
)
from tests.unit.intake.reading.plans import PLAN, TIGHT

WITH_DOCUMENTS = replace(PLAN, documents=("CF_WSH", "行政处罚决定书文号"))
FEW = replace(TIGHT, window_rows=2, chunk_rows=3)
NOTHING = (None,) * len(HEADER)


def read(
    content: bytes,
    folder: Path,
    limits: Limits = TIGHT,
    plan: Plan = WITH_DOCUMENTS,
    declared: str | None = None,
) -> ReadTable:
    return read_table(
        content, name="x", plan=plan, out_dir=folder, limits=limits, declared_encoding=declared
    )


def lines(*rows: Mapping[str, object]) -> bytes:
    return json_lines(rows)


def changed(**values: object) -> dict[str, object]:
    return {**record(ROW), **values}


def said(table: ReadTable) -> list[tuple[int, str | None, str, str | None]]:
    found = table.findings()
    return list(found.select("row", "column", "code", "params").iter_rows())


def codes(table: ReadTable) -> list[tuple[int, str | None, str]]:
    return [(row, column, code) for row, column, code, _ in said(table)]


def thirty() -> list[tuple[str, ...]]:
    """Rows of every ordinary and every awkward kind, as text."""
    odd = [
        PERSON_ROW,
        changed_row(code=CANARY_ID),
        changed_row(facts=f"当事人{CANARY_ID}，电话13912345678"),
        changed_row(name="某\u202e公司"),
        changed_row(facts="两行\n文字，“引号”\"与'逗号',"),
        changed_row(person=""),
        changed_row(facts="长" * 40_000),
        changed_row(amount="", day="2025/03/15"),
        changed_row(facts="<b>&amp;</b> ]]> \\u0041"),
        changed_row(code="91441481MA4UNAMB2R "),
        ("",) * len(HEADER),
    ]
    plain = [changed_row(number=f"〔2025〕{n}号") for n in range(30 - len(odd))]
    return [*plain[:10], *odd, *plain[10:]]


def test_thirty_rows_are_the_same_table_in_every_format(tmp_path: Path) -> None:
    rows = thirty()
    named: Sequence[Mapping[str, str]] = [record(row) for row in rows]
    files = {
        "csv": csv_bytes([HEADER, *rows]),
        "xlsx": workbook([HEADER, *rows]),
        "lines": json_lines(named),
        "array": json_array(named),
        "xml": push_xml(named),
        "gbk": push_xml(named, prolog=DECLARATION.replace("UTF-8", "GB18030"), encoding="gb18030"),
    }
    tables = {name: read(content, tmp_path / name, FEW) for name, content in files.items()}
    plain = tables["csv"]
    assert plain.rows == 29
    for name, table in tables.items():
        assert table.frame().equals(plain.frame()), name
        assert table.findings().equals(plain.findings()), name
        assert (table.cut_columns, table.cut_rows) == (plain.cut_columns, plain.cut_rows), name
    assert {table.format for table in tables.values()} == {"csv", "xlsx", "json", "xml"}


def test_codes_names_and_aliases_are_names_and_a_missing_name_is_an_empty_cell(
    tmp_path: Path,
) -> None:
    table = read(
        lines({"CF_XDR_MC": "某公司", "CF_SY": "甲"}, {"CF_WSH": "1号", "CF_XDR_MC": "乙公司"}),
        tmp_path,
    )
    assert table.headers == ("CF_XDR_MC", "CF_SY", "CF_WSH")
    assert table.frame().drop("row").rows() == [("某公司", "甲", None), ("乙公司", None, "1号")]


def test_numbers_are_kept_digit_for_digit_true_is_yes_and_null_is_nothing(tmp_path: Path) -> None:
    content = json_lines([record(ROW)]) * 4
    content = content.replace(b'"0.2"', b"0.20", 1).replace(b'"0.2"', b"1.5e-3", 1)
    content = content.replace(b'"0.2"', b"true", 1).replace(b'"0.2"', b"null", 1)
    table = read(content, tmp_path)
    assert table.frame()["罚款金额"].to_list() == ["0.20", "0.0015", "是", None]
    assert codes(table) == []
    assert {"code": "cell.number", "column": "罚款金额", "count": 2} in table.notes
    assert {"code": "cell.flag", "column": "罚款金额", "count": 1} in table.notes


@pytest.mark.parametrize("column", ["统一社会信用代码", "行政处罚决定书文号"])
@pytest.mark.parametrize("number", ["1", "0", "91441481", "1e3"])
def test_a_number_where_a_code_or_document_number_belongs_is_no_value(
    column: str, number: str, tmp_path: Path
) -> None:
    text = json.dumps(changed(**{column: "@"}), ensure_ascii=False).replace('"@"', number)
    table = read(text.encode(), tmp_path)
    assert codes(table) == [(1, column, "cell.numeric_identifier")]
    assert table.frame()[column].to_list() == [None]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("10000000000", "cell.numeric_identifier"),
        ("1e400", "cell.numeric_identifier"),
        ("1e" + "9" * 50, "cell.numeric_identifier"),
        ("9" * 5_000, "cell.numeric_identifier"),
        ("1e-400", "cell.error"),
    ],
)
def test_a_number_beyond_every_amount_is_no_value_and_costs_nothing(
    number: str, code: str, tmp_path: Path
) -> None:
    text = json.dumps(changed(罚款金额="@"), ensure_ascii=False).replace('"@"', number)
    table = read(text.encode(), tmp_path)
    assert codes(table) == [(1, "罚款金额", code)]
    assert table.frame()["罚款金额"].to_list() == [None]


@pytest.mark.parametrize(
    ("value", "code"), [([], "nested"), ({"a": 1}, "nested"), ("\ud800", "surrogate")]
)
def test_what_is_no_text_leaves_its_cell_empty_and_is_said(
    value: object, code: str, tmp_path: Path
) -> None:
    content = json.dumps(changed(违法事实=value)).encode()
    table = read(content, tmp_path)
    assert codes(table) == [(1, "违法事实", f"cell.{code}")]
    assert table.frame()["违法事实"].to_list() == [None]
    assert table.frame()["行政相对人名称"].to_list() == [ROW[0]]


def test_a_name_twice_empties_the_record_even_where_both_say_the_same(tmp_path: Path) -> None:
    twice = json.dumps(record(ROW), ensure_ascii=False)[:-1] + f', "{HEADER[0]}": "{ROW[0]}"}}'
    table = read(f"{twice}\n".encode() + lines(record(ROW)), tmp_path)
    assert said(table) == [(1, None, "row.key_twice", '{"key": "行政相对人名称"}')]
    assert table.frame().drop("row").row(0) == NOTHING


def test_a_name_of_the_item_that_comes_late_empties_its_record(tmp_path: Path) -> None:
    """The kind of party may stand under it: a person's record must not stay half."""
    short = {k: v for k, v in record(ROW).items() if k != "行政相对人类别"}
    person = {**short, "行政相对人名称": CANARY_NAME, "行政相对人类别": "自然人"}
    table = read(lines(short, short, short, person, short), tmp_path, FEW)
    assert said(table) == [(4, None, "row.late_key", '{"key": "行政相对人类别"}')]
    assert set(table.frame().drop("row").row(3)) == {None}
    assert table.frame()["行政相对人名称"].null_count() == 1


def test_a_late_name_of_a_persons_column_empties_its_record_too(tmp_path: Path) -> None:
    late = {**record(ROW), "经办人身份证号": CANARY_ID}
    table = read(lines(record(ROW), record(ROW), late), tmp_path, FEW)
    assert codes(table) == [(3, None, "row.late_key")]


def test_a_late_name_nobody_knows_loses_its_value_in_words(tmp_path: Path) -> None:
    late = {**record(ROW), "内部流水号": "7", "空的": None}
    table = read(lines(record(ROW), record(ROW), late), tmp_path, FEW)
    assert said(table) == [(3, None, "row.late_leftover", '{"key": "内部流水号"}')]
    assert table.findings()["severity"].to_list() == ["warn"]
    assert table.frame()["行政相对人名称"].null_count() == 0


def test_a_number_of_a_person_as_a_name_is_not_told(tmp_path: Path) -> None:
    late = {**record(ROW), f"栏{CANARY_ID}": "x"}
    table = read(lines(record(ROW), record(ROW), late), tmp_path, FEW)
    assert CANARY_ID not in str(said(table))


def test_the_line_of_a_fault_is_told(tmp_path: Path) -> None:
    content = lines(record(ROW), record(ROW)) + b"\n{oops}\n"
    with pytest.raises(FileRefused) as refusal:
        read(content, tmp_path)
    assert (refusal.value.code, refusal.value.details["line"]) == ("json.syntax", 4)
    array = json_array([record(ROW), record(ROW)]).replace(b'"0.2"', b"NaN")
    with pytest.raises(FileRefused) as refusal:
        read(array, tmp_path)
    assert (refusal.value.code, refusal.value.details["line"]) == ("json.number", 2)


def test_a_senders_word_for_the_encoding_may_not_contradict_the_file(tmp_path: Path) -> None:
    gbk = push_xml([record(ROW)], prolog=DECLARATION.replace("UTF-8", "GBK"), encoding="gbk")
    assert read(gbk, tmp_path / "a", declared="gb18030").encoding == "gb18030"
    bare = push_xml([record(ROW)], prolog="", encoding="gbk")
    assert read(bare, tmp_path / "b", declared="gbk").encoding == "gb18030"
    for content, declared in ((gbk, "utf-8"), (bare, "big5"), (lines(record(ROW)), "gb18030")):
        with pytest.raises(FileRefused) as refusal:
            read(content, tmp_path / "c", declared=declared)
        assert refusal.value.code == "file.encoding"


def test_a_column_of_resident_numbers_that_nobody_claims_is_cut_from_json_too(
    tmp_path: Path,
) -> None:
    rows = [{**record(ROW), "栏目九": value} for value in ("x", CANARY_ID, CANARY_NAME)]
    table = read(json_array(rows), tmp_path)
    assert ("栏目九", "person_values") in table.cut_columns
    assert "栏目九" not in table.headers
