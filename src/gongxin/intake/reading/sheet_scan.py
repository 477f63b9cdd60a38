"""What a sheet's XML says beyond its values: how far its cells lie apart, formulas, errors, merged ranges. It reads no value."""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from gongxin.intake.reading.archive import parse_part
from gongxin.intake.reading.plan import Limits
from gongxin.intake.reading.refusals import FileRefused, refused

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROWS_MAX, _COLUMNS_MAX = 1_048_576, 16_384
_SPECIAL_MAX = 2_000_000
_MERGES_MAX = 100_000
_TRUE = frozenset({"1", "true"})


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of a cell reference, counted from 0."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise refused("file.malformed", part="cell reference")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    row = int(match.group(2))
    if row > _ROWS_MAX or column > _COLUMNS_MAX:
        raise refused("file.malformed", part="cell reference")
    return row - 1, column - 1


@dataclass
class SheetScan:
    """Places in one sheet, counted from 0."""

    first_row: int = _ROWS_MAX
    last_row: int = -1
    first_column: int = _COLUMNS_MAX
    last_column: int = -1
    cells: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first and last row, first and last column
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def refusal(self, limits: Limits) -> FileRefused | None:
        """Why this sheet may not be loaded; none where it may."""
        if self.last_row < 0:
            return None
        rows = self.last_row - self.first_row + 1
        columns = self.last_column - self.first_column + 1
        area = rows * columns
        if area > 4 * self.cells + 1_000_000 or (
            columns > limits.columns and area > 4 * self.cells
        ):
            return refused("file.far_cells", place=f"{rows} × {columns}")
        if columns > limits.columns:
            return refused("file.too_many_columns", limit=limits.columns)
        if area > limits.workbook_cells or rows > 4 * limits.workbook_rows:
            return refused("file.too_many_rows", limit=limits.workbook_rows)
        return None


class _Scanner:
    def __init__(self, limits: Limits) -> None:
        self.scan = SheetScan()
        self.cells_max = limits.workbook_cells
        self.row = -1
        self.column = -1
        self.counted = True
        self.error = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            reference = attributes.get("r")
            if reference is None:
                self.column += 1
            else:
                self.row, self.column = place_of(reference)
            self.counted = False
            self.error = attributes.get("t") == "e"
        elif tag in {"v", "is"}:
            if not self.counted:
                self._count()
        elif tag == "f":
            self._special(self.scan.formulas)
        elif tag == "row":
            self._row(attributes.get("r"))
            if attributes.get("hidden") in _TRUE:
                self.scan.hidden_rows.add(self.row)
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            self._hidden(attributes.get("min", ""), attributes.get("max", ""))
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _row(self, number: str | None) -> None:
        if number is None:
            self.row += 1
        elif number.isascii() and number.isdigit() and 1 <= int(number[:8]) <= _ROWS_MAX:
            self.row = int(number) - 1
        else:
            raise refused("file.malformed", part="row number")
        self.column = -1

    def _hidden(self, first: str, last: str) -> None:
        if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
            raise refused("file.malformed", part="column number")
        until = min(int(last[:8]), _COLUMNS_MAX)
        self.scan.hidden_columns.update(range(int(first[:8]) - 1, until))

    def _count(self) -> None:
        self.counted = True
        scan = self.scan
        scan.cells += 1
        if scan.cells > self.cells_max:
            raise refused("file.too_many_rows", limit=self.cells_max)
        row, column = self.row, self.column
        scan.first_row = min(scan.first_row, row)
        scan.last_row = max(scan.last_row, row)
        scan.first_column = min(scan.first_column, column)
        scan.last_column = max(scan.last_column, column)
        if self.error:
            self._special(scan.errors)

    def _special(self, places: set[tuple[int, int]]) -> None:
        places.add((self.row, self.column))
        if len(places) > _SPECIAL_MAX:
            raise refused("file.too_many_findings", limit=_SPECIAL_MAX)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = place_of(first)
        bottom, right = place_of(last or first)
        self.scan.merges.append((top, bottom, left, right))
        if len(self.scan.merges) > _MERGES_MAX:
            raise refused("file.too_many_findings", limit=_MERGES_MAX)


def scan_sheet(archive: zipfile.ZipFile, part: str, limits: Limits) -> SheetScan:
    """Scan one sheet's part as a stream."""
    scanner = _Scanner(limits)
    parser = expat.ParserCreate()
    parser.StartElementHandler = scanner.start
    parse_part(archive, part, parser, limits)
    return scanner.scan


def sheet_parts(archive: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    """The part of each sheet by the sheet's name, in the order of the workbook."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relationship(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            ids = [v for k, v in attributes.items() if k.rpartition(":")[2] == "id"]
            sheets.append((attributes.get("name", ""), ids[0] if ids else ""))

    for part, handler in (("xl/_rels/workbook.xml.rels", relationship), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        parse_part(archive, part, parser, limits)
    found: dict[str, str] = {}
    for name, key in sheets:
        target = targets.get(key, "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else "xl/" + target.removeprefix("./")
        if "chartsheets/" not in path:
            found[name] = path
    return found


def dates_from_1904(archive: zipfile.ZipFile, limits: Limits) -> bool:
    """Whether the workbook counts its days from 1904, as old ones of another maker do."""
    found: list[bool] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "workbookPr":
            found.append(attributes.get("date1904") in _TRUE)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parse_part(archive, "xl/workbook.xml", parser, limits)
    return any(found)
