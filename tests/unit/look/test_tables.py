"""What leaves as a table is read back as it was, and no cell of it is a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gongxin.look.tables import Cell, as_csv, as_workbook

MADE = datetime(2026, 6, 1, 2, tzinfo=UTC)
# Texts of one line, as cells are; control characters have no place in a workbook.
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=20
).map(str.strip).filter(bool)  # fmt: skip
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")']


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_dangerous_texts_stand_behind_an_apostrophe_in_csv() -> None:
    rows = read_csv(as_csv(["a"], [[text] for text in DANGEROUS]))
    assert rows[1:] == [[f"'{text}"] for text in DANGEROUS]
    assert read_csv(as_csv(["=a"], []))[0] == ["'=a"]


def test_counts_days_and_nothing_stay_what_they_are() -> None:
    row: list[list[Cell]] = [[-3, 0.5, date(2026, 4, 1), None, "文"]]
    assert read_csv(as_csv(list("abcde"), row))[1] == ["-3", "0.5", "2026-04-01", "", "文"]
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(as_workbook("月报 2026/04", list("abcde"), row, made=MADE))
    ).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [-3.0, 0.5, "2026-04-01", "", "文"]


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXTS | st.sampled_from(DANGEROUS[:4]), min_size=1, max_size=5))
def test_a_workbook_gives_texts_back_and_holds_no_formula(texts: list[str]) -> None:
    content = as_workbook("a", ["a"], [[text] for text in texts], made=MADE)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert [row[0] for row in sheet.to_python()[1:]] == texts
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_same_table_gives_the_same_bytes() -> None:
    one, two = (as_workbook("a", ["a"], [["x"]], made=MADE) for _ in range(2))
    assert one == two
