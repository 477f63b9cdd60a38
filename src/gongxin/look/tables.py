"""Tables as files: CSV and XLSX in which no cell is ever a formula. Pure; it decides nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final

import xlsxwriter

Cell = str | int | float | date | None

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program takes for the beginning of a formula or of its own commands.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_NAME_MAX: Final = 31  # of a sheet, by the format
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Texts that begin like a formula stand behind an apostrophe. The mark in front tells programs the encoding."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_text(column) for column in columns])
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def as_workbook(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, made: datetime
) -> bytes:
    """One sheet. Texts are written as texts, whatever they begin with; counts as numbers; days as texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": made.astimezone(UTC).replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#E6EFED", "border": 1})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet(name.translate(_FORBIDDEN)[:_NAME_MAX])
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, head)
        sheet.set_column(place, place, max(12, min(40, 2 * len(column) + 4)))
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, (int, float)):
                sheet.write_number(number, place, cell)
            elif cell is not None:
                said = cell.isoformat() if isinstance(cell, date) else cell
                sheet.write_string(number, place, said, text)
    book.close()
    return out.getvalue()
