"""What a workbook becomes: typed cells as exact text, and nothing repaired, filled down or taken from a formula."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.reading import FileRefused, Plan, ReadTable, read_table
from gongxin.intake.reading.cells import number_text
from gongxin.intake.reading.heading import heading
from gongxin.intake.reading.plan import Headers
from gongxin.intake.reading.refusals import refused
from gongxin.intake.reading.sheet_scan import place_of
from tests.builders.ordinary_files import (
    CANARY_ID,
    CANARY_NAME,
    HEADER,
    PERSON_ROW,
    ROW,
    letters,
    parts,
    sheet_xml,
    workbook,
    zipped,
)
from tests.unit.intake.reading.plans import PLAN, TIGHT


def read(content: bytes, folder: Path) -> ReadTable:
    return read_table(content, name="x.xlsx", plan=PLAN, out_dir=folder, limits=TIGHT)


def row(**changes: str) -> tuple[str, ...]:
    names = ("name", "kind", "code", "person", "facts", "number", "amount", "day")
    cells = dict(zip(names, ROW, strict=True)) | changes
    return tuple(cells[n] for n in names)


def found(table: ReadTable) -> list[Any]:
    return table.findings().select("row", "column", "code").rows()


def test_the_rows_of_a_workbook_are_those_of_the_csv(tmp_path: Path) -> None:
    table = read(workbook([HEADER, ROW, PERSON_ROW, [], ROW]), tmp_path)
    kept = (*ROW[:3], "present", *ROW[4:])
    nothing = (None,) * len(HEADER)
    assert table.frame().drop("row").rows() == [kept, nothing, kept]
    assert table.format == "xlsx"
    assert table.cut_rows == 1
    assert {"code": "file.sheet", "sheet": "处罚", "header_row": 1} in table.notes
    assert found(table) == [(2, "行政相对人类别", "person.row_cut")]


def test_a_workbook_of_another_writer_is_read_the_same(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("说明").write(0, 0, "请按模板填写")
    sheet = book.add_worksheet("数据")
    for number, cells in enumerate([("某市行政处罚",), HEADER, ROW], 2):
        for place, text in enumerate(cells):
            sheet.write_string(number, place + 1, text)
    book.close()
    table = read(buffer.getvalue(), tmp_path)
    assert (table.sheet, table.headers) == ("数据", HEADER)
    assert {"code": "file.sheet", "sheet": "数据", "header_row": 4} in table.notes
    assert table.frame().drop("row").rows() == [(*ROW[:3], "present", *ROW[4:])]


@pytest.mark.parametrize(
    "number", ["914414810000000001", "999999199001011234", "441481000001234", "1"]
)
def test_a_number_in_an_identifier_column_is_refused_for_its_row(
    number: str, tmp_path: Path
) -> None:
    table = read(workbook([HEADER, row(code=f"<raw><v>{number}</v></c>"), ROW]), tmp_path)
    assert found(table) == [(1, "统一社会信用代码", "cell.numeric_identifier")]
    assert table.frame()["统一社会信用代码"].to_list() == [None, ROW[2]]


def test_a_number_of_eleven_digits_is_refused_anywhere(tmp_path: Path) -> None:
    rows = [
        HEADER,
        row(number="<raw><v>13912345678</v></c>"),
        row(amount="<raw><v>9999999999</v></c>"),
    ]
    table = read(workbook(rows), tmp_path)
    assert found(table) == [(1, "行政处罚决定书文号", "cell.numeric_identifier")]
    assert table.frame()["罚款金额"].to_list() == ["0.2", "9999999999"]


def test_dates_and_numbers_become_exact_text_and_are_noted(tmp_path: Path) -> None:
    cells = row(day='<raw s="1"><v>45731</v></c>', amount="<raw><v>2.5E-3</v></c>")
    table = read(workbook([HEADER, cells]), tmp_path)
    assert table.frame()["处罚决定日期"].to_list() == ["2025-03-15"]
    assert table.frame()["罚款金额"].to_list() == ["0.0025"]
    assert {"code": "cell.date", "column": "处罚决定日期", "count": 1} in table.notes
    assert {"code": "cell.number", "column": "罚款金额", "count": 1} in table.notes
    assert table.findings().is_empty()


def test_a_formula_or_an_error_is_never_a_value(tmp_path: Path) -> None:
    rows = [
        HEADER,
        row(facts='<raw t="str"><f>A1</f><v>偷来的值</v></c>'),
        row(facts='<raw t="e"><v>#REF!</v></c>'),
        row(name="<raw><f>A1</f></c>"),
    ]
    table = read(workbook(rows), tmp_path)
    assert found(table) == [
        (1, "违法事实", "cell.formula"),
        (2, "违法事实", "cell.error"),
        (3, "行政相对人名称", "cell.formula"),
    ]
    assert table.frame()["违法事实"].to_list() == [None, None, ROW[4]]


def test_merged_cells_are_named_at_each_row_and_never_filled_down(tmp_path: Path) -> None:
    rows = [HEADER, ROW, ["", *ROW[1:]], ["", *ROW[1:]], ROW]
    merged = '<mergeCells><mergeCell ref="A2:A4"/></mergeCells>'
    table = read(workbook(rows, after=merged), tmp_path)
    assert found(table) == [(n, "行政相对人名称", "cell.merged") for n in (1, 2, 3)]
    assert table.frame()["行政相对人名称"].to_list() == [ROW[0], None, None, ROW[0]]


def test_the_sheets_that_were_not_read_and_the_links_that_were_not_followed_are_named(
    tmp_path: Path,
) -> None:
    sheets = {"一": sheet_xml([HEADER, ROW]), "二": sheet_xml([HEADER, ROW, ROW])}
    members = {**parts(sheets), "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    table = read(zipped(members), tmp_path)
    assert (table.sheet, table.rows) == ("一", 1)
    assert {"code": "file.other_sheets", "sheets": ["二"]} in table.notes
    assert {
        "code": "file.external_links",
        "parts": ["xl/externalLinks/externalLink1.xml"],
    } in table.notes


def test_a_visible_sheet_is_read_before_a_hidden_one(tmp_path: Path) -> None:
    sheets = {"旧": sheet_xml([HEADER, ROW]), "新": sheet_xml([HEADER, ROW, ROW])}
    table = read(zipped(parts(sheets, states={"旧": "hidden"})), tmp_path)
    assert table.sheet == "新"


def test_columns_of_persons_are_cut_in_a_workbook_too(tmp_path: Path) -> None:
    table = read(workbook([[*HEADER, "联系人", ""], [*ROW, CANARY_NAME, CANARY_ID]]), tmp_path)
    assert table.cut_columns == (
        ("法定代表人", "person_presence"),
        ("联系人", "person_header"),
        ("〔10〕", "no_header"),
    )
    assert CANARY_NAME.encode() not in b"".join(p.read_bytes() for p in tmp_path.iterdir())


def test_line_ends_in_cells_are_those_of_text(tmp_path: Path) -> None:
    table = read(workbook([HEADER, row(facts="一\n二\u2028三")]), tmp_path)
    assert table.frame()["违法事实"].to_list() == ["一\n二 三"]


def test_a_workbook_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    many = workbook([HEADER, *[ROW] * 30])
    with pytest.raises(FileRefused) as refusal:
        read_table(
            many, name="x", plan=PLAN, out_dir=tmp_path, limits=type(TIGHT)(workbook_rows=10)
        )
    assert refusal.value.code == "file.too_many_rows"


@settings(deadline=None)
@given(st.floats(min_value=-9_999_999_999, max_value=9_999_999_999, allow_nan=False))
def test_a_numbers_text_is_the_number_without_an_exponent(value: float) -> None:
    text = number_text(value)
    assert float(text) == value
    assert "e" not in text.lower()


@settings(deadline=None)
@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_a_reference_names_its_place(row_number: int, column: int) -> None:
    assert place_of(f"{letters(column)}{row_number + 1}") == (row_number, column)


@pytest.mark.parametrize(
    "reference", ["", "A", "1", "A0", "a1", "AAAA1", "XFE1", "A1048577", "Ａ1"]
)
def test_a_reference_beyond_the_sheet_is_refused(reference: str) -> None:
    with pytest.raises(type(refused("file.malformed"))):
        place_of(reference)


TWO_LINES = '<mergeCells><mergeCell ref="A3:B3"/><mergeCell ref="C3:C4"/><mergeCell ref="D3:D4"/><mergeCell ref="E3:H3"/></mergeCells>'


def test_a_header_of_two_lines_is_read_as_one(tmp_path: Path) -> None:
    above = ["行政相对人", "", HEADER[2], HEADER[3], "处罚情况", "", "", ""]
    below = ["名称", "类别", "", "", *HEADER[4:]]
    rows = [["某市处罚汇总表"], ["填报单位：某局"], above, below, ROW, ROW]
    table = read(workbook(rows, after=TWO_LINES), tmp_path)
    assert table.headers == HEADER
    assert table.rows == 2
    assert {"code": "file.header_two_lines", "rows": "3–4"} in table.notes
    assert {"code": "file.rows_above_header", "count": 2} in table.notes
    assert [table.place(n) for n in (1, 2)] == [5, 6]


def test_rows_keep_their_place_where_blank_ones_lie_between(tmp_path: Path) -> None:
    table = read(workbook([HEADER, ROW, [], [], ROW, ROW]), tmp_path)
    assert [table.place(n) for n in (1, 2, 3)] == [2, 5, 6]


def test_the_row_of_totals_at_the_end_is_named_and_left_out(tmp_path: Path) -> None:
    total = ["合计", "", "", "", "", "", "<raw><v>0.4</v></c>", ""]
    table = read(workbook([HEADER, ROW, ROW, total]), tmp_path)
    assert table.rows == 2
    assert {"code": "file.total_row", "row": 4} in table.notes
    named = read(workbook([HEADER, ROW, row(name="合计")]), tmp_path / "b")
    assert named.rows == 2  # more than figures stand beside it: somebody is called so


def test_hidden_rows_and_columns_are_read_and_named(tmp_path: Path) -> None:
    content = workbook([HEADER, ROW, ROW])
    book = zipfile.ZipFile(io.BytesIO(content))
    changed = {n: book.read(n).decode() for n in book.namelist()}
    name = next(n for n in changed if "sheet1" in n and n.endswith(".xml"))
    text = changed[name]
    assert '<row r="3"' in text
    text = text.replace('<row r="3"', '<row hidden="1" r="3"')
    changed[name] = text.replace("<sheetData>", '<cols><col min="5" max="5" hidden="1"/></cols><sheetData>')  # fmt: skip
    table = read(zipped(changed), tmp_path)
    assert table.rows == 2
    assert {"code": "file.hidden_rows", "count": 1} in table.notes
    assert {"code": "file.hidden_columns", "columns": HEADER[4]} in table.notes


def test_days_counted_from_1904_are_the_days_that_were_meant(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True})
    sheet = book.add_worksheet("处罚")
    for place, text in enumerate(HEADER):
        sheet.write_string(0, place, text)
        sheet.write_string(1, place, ROW[place])
    sheet.write_datetime(1, 7, datetime(2025, 3, 15), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    table = read(out.getvalue(), tmp_path)
    assert table.frame()[HEADER[7]].to_list() == ["2025-03-15"]
    assert {"code": "file.dates_from_1904"} in table.notes


HEADS = [
    ("行政相对人", "名称", "行政相对人名称"),
    ("基本信息", "违法事实", "违法事实"),  # a mere group
    ("处罚情况", "处罚决定日期", "处罚决定日期"),
    ("行政相对人名称", "", "行政相对人名称"),
    ("", "违法事实", "违法事实"),
    ("违法事实", "违法事实", "违法事实"),
    ("行政处罚", "文书号", "行政处罚/文书号"),  # somebody must say what it is
    # A name of the item begins and ends so: whose code it is must not be forgotten.
    ("处罚机关", "统一社会信用代码", "处罚机关/统一社会信用代码"),
]


@pytest.mark.parametrize(("above", "below", "name"), HEADS)
def test_a_column_is_called_by_both_lines(above: str, below: str, name: str) -> None:
    known = (
        ("行政相对人名称",),
        ("统一社会信用代码",),
        ("违法事实",),
        ("处罚决定日期",),
        ("处罚机关的统一社会信用代码",),
    )
    headers = Headers(Plan(known=known))
    found = heading(0, {0: [above, "一"], 1: [below, "违法事实"]}, [(0, 0, 0, 1)], headers, second=False)  # fmt: skip
    assert found is not None
    assert found.names[0] == name
