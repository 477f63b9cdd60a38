"""Writes a table as the workbook it came in: the same sheet, header lines, columns and rows, coloured, with a comment a problem and a sheet of causes in front.

Every cell is written as text, so that no program reads a formula in it. What the reader cut is named and stays empty.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import xlsxwriter

from gongxin.intake.reading.layout import OWN_COLUMN

CAUSES_SHEET: Final = "问题清单"
# Beyond it the column of results says what a comment would: a program opens so many in time. Our own choice.
COMMENTS_MAX: Final = 10_000
_WIDTH: Final = 18
_SHEET_NAME_MAX: Final = 31
GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
_COLOURS: Final[Mapping[str, str]] = {
    GREEN: "#D7EBD9",
    YELLOW: "#FBEFC7",
    RED: "#F6D5D0",
    GREY: "#E8E6E1",
}


@dataclass(frozen=True)
class Heads:
    """The header lines of the sheet: rows from 0, texts a column, merged ranges; and what is to be said of a column."""

    lines: tuple[tuple[int, tuple[str, ...]], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)  # place of a column → note
    grey: frozenset[int] = frozenset()  # places of columns that were cut


@dataclass(frozen=True)
class Line:
    """One row: its place in the sheet, its cells, what became of it, and the marked cells among them."""

    place: int
    cells: Sequence[str | None]
    result: str
    colour: str | None = None  # of the result
    marks: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # place → colour, comment


@dataclass(frozen=True)
class CauseLine:
    """One line of the sheet of causes."""

    level: str
    message: str
    remedy: str
    column: str
    rows: str
    examples: str
    code: str
    fixes: str


@dataclass(frozen=True)
class Report:
    """What stands on the first sheet: sentences, then the causes, then the fixes that were applied."""

    title: str
    sentences: tuple[str, ...]
    causes: tuple[CauseLine, ...]
    applied: tuple[tuple[str, str], ...]  # what a fix does, how many cells


_CAUSE_HEADS: Final = (
    "序号",
    "级别",
    "问题",
    "怎么办",
    "所在的列",
    "涉及行数",
    "例如（表中行号）",
    "规则代码",
    "可用的修正",
)
_CAUSE_WIDTHS: Final = (6, 10, 44, 36, 22, 10, 20, 24, 44)


def write(
    sheet: str, heads: Heads, lines: Iterable[Line], report: Report, *, first_column: int = 0
) -> bytes:
    """The workbook as bytes. `lines` come in the order of the sheet."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    writer = _Writer(book)
    writer.report(report, _other_name(sheet))
    writer.table(sheet[:_SHEET_NAME_MAX], heads, lines, first_column)
    book.close()
    return out.getvalue()


def _other_name(sheet: str) -> str:
    return CAUSES_SHEET if sheet != CAUSES_SHEET else f"{CAUSES_SHEET}（公信）"


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.text = book.add_format({"num_format": "@"})
        self.head = book.add_format(
            {"bold": True, "num_format": "@", "text_wrap": True, "valign": "top", "border": 1}
        )
        self.wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.title = book.add_format({"bold": True, "font_size": 14, "num_format": "@"})
        self.fills = {
            name: book.add_format({"bg_color": colour, "num_format": "@"})
            for name, colour in _COLOURS.items()
        }
        self.comments = 0

    def report(self, report: Report, name: str) -> None:
        """The first sheet."""
        sheet = self.book.add_worksheet(name)
        for place, width in enumerate(_CAUSE_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, report.title, self.title)
        row = 1
        for sentence in report.sentences:
            sheet.write_string(row, 0, sentence)
            row += 1
        row += 1
        for place, text in enumerate(_CAUSE_HEADS):
            sheet.write_string(row, place, text, self.head)
        for number, cause in enumerate(report.causes, start=1):
            row += 1
            cells = (
                str(number), cause.level, cause.message, cause.remedy, cause.column, cause.rows,
                cause.examples, cause.code, cause.fixes,
            )  # fmt: skip
            for place, text in enumerate(cells):
                sheet.write_string(row, place, text, self.wrap)
        if report.applied:
            row += 2
            sheet.write_string(row, 0, "已采用的修正", self.title)
            for says, cells_changed in report.applied:
                row += 1
                sheet.write_string(row, 0, cells_changed)
                sheet.write_string(row, 2, says, self.wrap)

    def table(self, name: str, heads: Heads, lines: Iterable[Line], first: int) -> None:
        """The sheet as it came. Rows are written in their order: what is behind cannot be reached again."""
        sheet = self.book.add_worksheet(name)
        width = max(len(texts) for _, texts in heads.lines)
        sheet.set_column(first, first + width - 1, _WIDTH, self.text)
        sheet.set_column(first + width, first + width, 48)
        last, _ = heads.lines[-1]
        sheet.freeze_panes(last + 1, 0)
        for row, texts in heads.lines:
            for place, text in enumerate(texts):
                grey = place in heads.grey
                sheet.write_string(
                    row, first + place, text, self.fills[GREY] if grey else self.head
                )
                if row == last and place in heads.notes:
                    self._comment(sheet, row, first + place, heads.notes[place])
            if row == last:
                sheet.write_string(row, first + width, OWN_COLUMN, self.head)
        # merge_range() would write the cells a second time, and the lower line too early.
        sheet.merge += [[t, first + left, b, first + right] for t, b, left, right in heads.merges]
        for line in lines:
            self._line(sheet, line, first, width)

    def _line(self, sheet: Any, line: Line, first: int, width: int) -> None:
        row = line.place
        for place, cell in enumerate(line.cells):
            mark = line.marks.get(place)
            if mark is not None:
                fill = self.fills[mark[0]]
                if cell:
                    sheet.write_string(row, first + place, cell, fill)
                else:
                    sheet.write_blank(row, first + place, None, fill)
                self._comment(sheet, row, first + place, mark[1])
            elif cell:
                sheet.write_string(row, first + place, cell, self.text)
        fill = self.fills[line.colour] if line.colour else self.text
        sheet.write_string(row, first + width, line.result, fill)

    def _comment(self, sheet: Any, row: int, column: int, text: str) -> None:
        if self.comments < COMMENTS_MAX:
            self.comments += 1
            sheet.write_comment(row, column, text, {"x_scale": 2.2, "y_scale": 1.2, "author": ""})
