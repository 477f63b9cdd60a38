"""Writes sheets as agencies send them: CSV in several encodings or XLSX, headers by code or by name. It changes no value."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
import xlsxwriter

from .sheets import Cell

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
EXTRA_COLUMNS = ("序号", "所属科室")  # no field of any item: reported as left over


@dataclass(frozen=True)
class Layout:
    """Which columns a file has, in what order, and under which headers; extra columns stand first."""

    codes: tuple[str, ...]
    headers: tuple[str, ...]
    extra: tuple[str, ...]


def lay_out(
    columns: Sequence[tuple[str, str]],
    droppable: Sequence[str],
    style: int,
    draw: np.random.Generator,
) -> Layout:
    """Four habits in turn: codes as in the template; names; names in another order and fewer; a mixture."""
    chosen = list(columns)
    habit = style % 4
    if habit == 2:
        chosen = [column for column in chosen if column[0] not in droppable]
    if habit >= 2:
        chosen = [chosen[i] for i in draw.permutation(len(chosen))]
    headers = [
        code if habit == 0 or (habit == 3 and place % 2 == 0) else name
        for place, (code, name) in enumerate(chosen)
    ]
    return Layout(
        tuple(code for code, _ in chosen), tuple(headers), EXTRA_COLUMNS if habit == 3 else ()
    )


class Sink(Protocol):
    """Somewhere rows go."""

    def write(self, rows: Sequence[Sequence[Cell]]) -> None: ...
    def close(self) -> None: ...


class CsvSink:
    """A CSV file, as spreadsheet programs write it."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._file = path.open("w", encoding=encoding, newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._writer.writerows(rows)

    def close(self) -> None:
        self._file.close()


class WorkbookSink:
    """One sheet of text cells; numbers and dates only where a making put them."""

    def __init__(self, path: Path, as_of: date) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        # The properties carry a time of making; the city's day stands there, so that files repeat byte for byte.
        self._book.set_properties(
            {"created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)}
        )
        self._sheet = self._book.add_worksheet("数据")
        self._text = self._book.add_format({"num_format": "@"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._next = 0

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            for place, cell in enumerate(row):
                self._put(place, cell)
            self._next += 1

    def _put(self, place: int, cell: Cell) -> None:
        if isinstance(cell, date):
            midnight = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a civil day in a cell
            self._sheet.write_datetime(self._next, place, midnight, self._day)
        elif isinstance(cell, float):
            self._sheet.write_number(self._next, place, cell)
        elif cell:
            self._sheet.write_string(self._next, place, cell, self._text)

    def close(self) -> None:
        self._book.close()


class AgencyFile:
    """A file being written: the header at once, then batches of columns."""

    def __init__(self, sink: Sink, layout: Layout) -> None:
        self._sink = sink
        self._layout = layout
        self.rows = 0
        sink.write([[*layout.extra, *layout.headers]])

    def write(self, columns: dict[str, list[Cell]], count: int) -> None:
        """Append `count` rows given as columns by code."""
        extra: list[list[Cell]] = []
        if self._layout.extra:
            numbers: list[Cell] = [str(self.rows + i + 1) for i in range(count)]
            extra = [numbers, ["业务科室"] * count]
        kept = [columns[code] for code in self._layout.codes]
        self._sink.write(list(zip(*extra, *kept, strict=True)))
        self.rows += count

    def close(self) -> None:
        self._sink.close()


def ending(encoding: str) -> str:
    """What a file's name ends with, which is also its format."""
    return "xlsx" if encoding == "xlsx" else "csv"


def open_sink(path: Path, encoding: str, as_of: date) -> Sink:
    """`encoding` is one that Python knows, or "xlsx". A further format has its sink here and its name in `ending`."""
    return WorkbookSink(path, as_of) if encoding == "xlsx" else CsvSink(path, encoding)
