"""A workbook's sheet, header row and rows. The first sheet whose header is the item's is read, and which one is said."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from gongxin.intake.reading.archive import judge_parts, links, open_archive
from gongxin.intake.reading.cells import Value, cell_text, line_ends
from gongxin.intake.reading.collecting import Collected
from gongxin.intake.reading.csv_rows import Batch
from gongxin.intake.reading.heading import Heading, heading
from gongxin.intake.reading.layout import (
    NUMBERS,
    Layout,
    Use,
    expected,
    find_header,
    harmless,
    header_score,
    is_header,
    lay_out,
)
from gongxin.intake.reading.plan import BLANKS, Headers, Limits, Plan
from gongxin.intake.reading.refusals import FileRefused, refused
from gongxin.intake.reading.sheet_scan import SheetScan, dates_from_1904, scan_sheet, sheet_parts

_SHEETS_MAX = 100
_TOTALS = frozenset({"合计", "总计", "共计", "小计", "合计:", "总计:", "合计：", "总计："})
_FIGURE = re.compile(r"[0-9][0-9.,]*")
_NO_BLANKS = str.maketrans(dict.fromkeys(BLANKS))


@dataclass
class Candidate:
    """One sheet and where its header stands."""

    name: str
    scan: SheetScan
    visible: bool
    header: int = -1  # row of the sheet, from 0
    score: int = 0
    second: bool = False  # the row below is a header too
    looked: dict[int, list[str | None]] = field(default_factory=dict)  # rows at the top, by number


@dataclass
class Book:
    """The chosen sheet of a workbook."""

    sheet: str
    layout: Layout
    limits: Limits
    plan: Plan
    content: bytes
    chosen: Candidate
    others: list[str]
    links: list[str]
    heading: Heading
    from_1904: bool
    runs: list[tuple[int, int]] = field(default_factory=list)  # row of the table, row of the sheet
    rows: int = 0
    hidden: int = 0  # rows that were hidden, and read
    total: int | None = None  # the row of the sheet that sums the others up
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def batches(self) -> Iterator[Batch]:
        """The rows under the header."""
        rows = _rows(_sheet(_load(self.content), self.sheet))
        merged = self._merged()
        batch = Collected(self.layout.width)
        for number, values in rows:
            if number <= self.heading.last:
                continue
            self._row(number, values, merged, batch)
            if len(batch.rows) >= self.limits.chunk_rows:
                yield batch.batch()
                batch = Collected(self.layout.width)
        yield batch.batch()

    def _row(
        self, number: int, values: Sequence[Value], merged: dict[int, set[int]], batch: Collected
    ) -> None:
        scan, first = self.chosen.scan, self.chosen.scan.first_column
        texts: list[str | None] = []
        said: list[tuple[int, str, str | None]] = []
        counted: list[tuple[str, str]] = []
        for column in self.layout.columns:
            place = (number, first + column.place)
            text: str | None = None
            code: str | None
            if place in scan.formulas:
                code = "cell.formula"
            elif place in scan.errors:
                code = "cell.error"
            else:
                value = values[column.place] if column.place < len(values) else None
                text, code = cell_text(value, identifier=column.use in NUMBERS)
            texts.append(line_ends(text) if text else None)
            if code in {"cell.date", "cell.number"}:
                if column.use not in {Use.CUT, Use.PRESENCE}:
                    counted.append((code, column.name))
            elif code:
                said.append((column.place, code, None))
        if number in merged:
            said += [
                (place, "cell.merged", None)
                for place in merged[number]
                if place < self.layout.width
            ]
        told = [t for c, t in zip(self.layout.columns, texts, strict=True) if not c.is_ours]
        if not said and not any(t and t.strip(BLANKS) for t in told):
            batch.blank += 1
            return
        if number == scan.last_row and _is_total(told):
            self.total = number
            return
        self._placed(number)
        self.counts.update(counted)
        batch.cells += [(len(batch.rows), place, code, seen) for place, code, seen in said]
        batch.rows.append(texts)

    def _placed(self, number: int) -> None:
        """Where the next row of the table stands in the sheet; only where a run of rows begins is kept."""
        self.rows += 1
        first, place = self.runs[-1] if self.runs else (self.rows, -2)
        if number != place + self.rows - first:
            self.runs.append((self.rows, number))
        self.hidden += number in self.chosen.scan.hidden_rows

    def form(self) -> dict[str, Any]:
        """How the sheet looked around its cells, so that it can be written again with every row in its place."""
        headers = Headers(self.plan)
        return {
            "sheet": self.sheet,
            "first_column": self.chosen.scan.first_column,
            "lines": [
                [row, [t if headers.is_known(t) else harmless(t) for t in texts]]
                for row, texts in self.heading.lines
            ],
            "merges": [list(merge) for merge in self.heading.merges],
            "runs": [list(run) for run in self.runs],
            "total": self.total,
        }

    def _merged(self) -> dict[int, set[int]]:
        """Columns within merged ranges by row, for the rows that hold data."""
        scan = self.chosen.scan
        found: dict[int, set[int]] = {}
        total = 0
        for top, bottom, left, right in scan.merges:
            for row in range(max(top, self.heading.last + 1), min(bottom, scan.last_row) + 1):
                columns = range(max(left, scan.first_column), min(right, scan.last_column) + 1)
                found.setdefault(row, set()).update(c - scan.first_column for c in columns)
                total += len(columns)
                if total > self.limits.findings:
                    raise refused("file.too_many_findings", limit=self.limits.findings)
        return found

    def _around(self) -> list[dict[str, Any]]:
        """What is to be said of the header, of what was hidden and of what was left out."""
        notes: list[dict[str, Any]] = []
        first, *more = self.heading.lines
        above = [row for row in self.chosen.looked if row < first[0]]
        if above:
            notes.append({"code": "file.rows_above_header", "count": len(above)})
        if more:
            notes.append(
                {"code": "file.header_two_lines", "rows": f"{first[0] + 1}–{first[0] + 2}"}
            )
        if self.from_1904:
            notes.append({"code": "file.dates_from_1904"})
        if self.hidden:
            notes.append({"code": "file.hidden_rows", "count": self.hidden})
        scan = self.chosen.scan
        hidden = [
            c for c in self.layout.columns if scan.first_column + c.place in scan.hidden_columns
        ]
        if hidden:
            notes.append(
                {"code": "file.hidden_columns", "columns": "、".join(c.name for c in hidden)}
            )
        if self.total is not None:
            notes.append({"code": "file.total_row", "row": self.total + 1})
        return notes

    def notes(self, blank: int) -> list[dict[str, Any]]:
        """What is to be said of the workbook as a whole."""
        notes: list[dict[str, Any]] = [
            {"code": "file.sheet", "sheet": self.sheet, "header_row": self.heading.last + 1}
        ]
        notes += self._around()
        if not self.chosen.visible:
            notes.append({"code": "file.hidden_sheet", "sheet": self.sheet})
        if self.others:
            notes.append({"code": "file.other_sheets", "sheets": self.others})
        if self.links:
            notes.append({"code": "file.external_links", "parts": self.links})
        for (code, column), count in sorted(self.counts.items()):
            if count:
                notes.append({"code": code, "column": column, "count": count})
        if blank:
            notes.append({"code": "file.blank_rows", "count": blank})
        return notes


def open_book(content: bytes, plan: Plan, limits: Limits) -> Book:
    """Judge the archive, scan every sheet, choose one, lay out its columns."""
    archive = open_archive(content, limits)
    parts = sheet_parts(archive, limits)
    if not parts or len(parts) > _SHEETS_MAX:
        raise refused("file.malformed", part="xl/workbook.xml")
    judge_parts(archive, frozenset(parts.values()), limits)
    candidates, stopped = _candidates(archive, content, parts, plan, limits)
    headers = Headers(plan)
    any_header = not headers.known and not headers.persons
    best = max((c.score for c in candidates), default=0)
    fitting = [c for c in candidates if c.header >= 0 and (any_header or c.score == best)]
    if not fitting:
        if stopped is not None:
            raise stopped
        if all(c.scan.last_row < 0 for c in candidates):
            raise refused("file.empty")
        raise refused("file.header", rows=limits.header_rows, expected=expected(plan))
    chosen = fitting[0]
    found = _heading(chosen, headers)
    layout = lay_out(found.names, plan, limits)
    others = [c.name[:60] for c in candidates if c is not chosen and c.score >= 2]
    return Book(
        chosen.name,
        layout,
        limits,
        plan,
        content,
        chosen,
        others,
        links(archive),
        found,
        dates_from_1904(archive, limits),
    )


def _heading(chosen: Candidate, headers: Headers) -> Heading:
    first = chosen.scan.first_column
    merges = [
        (top, bottom, left - first, right - first)
        for top, bottom, left, right in chosen.scan.merges
    ]
    found = heading(chosen.header, chosen.looked, merges, headers, second=chosen.second)
    if found is None:
        raise refused("file.header_two_rows", row=chosen.header + 1)
    return found


def _is_total(texts: Sequence[str | None]) -> bool:
    """Whether a row says 合计 and nothing but numbers besides."""
    filled = [t.translate(_NO_BLANKS) for t in texts if t and t.strip(BLANKS)]
    return bool(filled) and filled[0] in _TOTALS and all(_FIGURE.fullmatch(t) for t in filled[1:])


def _candidates(
    archive: zipfile.ZipFile, content: bytes, parts: dict[str, str], plan: Plan, limits: Limits
) -> tuple[list[Candidate], FileRefused | None]:
    """The sheets that can be loaded, visible ones first, and the refusal of one that cannot."""
    headers = Headers(plan)
    scans: dict[str, SheetScan] = {}
    stopped: FileRefused | None = None
    for name, part in parts.items():
        scans[name] = scan_sheet(archive, part, limits)
        stopped = stopped or scans[name].refusal(limits)
    workbook = _load(content)
    visible = {m.name: m.visible == SheetVisibleEnum.Visible for m in workbook.sheets_metadata}
    candidates = [
        Candidate(name, scan, visible.get(name, False))
        for name, scan in scans.items()
        if scan.refusal(limits) is None
    ]
    candidates.sort(key=lambda c: not c.visible)
    for candidate in candidates:
        if candidate.scan.last_row >= 0:
            _find_header(_sheet(workbook, candidate.name), candidate, headers, limits)
    return candidates, stopped


def _find_header(
    sheet: CalamineSheet, candidate: Candidate, headers: Headers, limits: Limits
) -> None:
    places: list[int] = []
    looked: list[list[str | None]] = []
    for number, values in _rows(sheet):
        texts = [cell_text(value, identifier=False)[0] for value in values]
        if any(t and t.strip(BLANKS) for t in texts):
            places.append(number)
            looked.append(texts)
        if len(looked) >= limits.header_rows:
            break
    found = find_header(looked, headers)
    if found is not None:
        candidate.header = places[found]
        candidate.looked = dict(zip(places, looked, strict=True))
        candidate.score = header_score(looked[found], headers)
        candidate.second = any(is_header(row, headers) for row in looked[found + 1 : found + 2])


def _load(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError):
        raise refused("file.malformed", part="XLSX") from None


def _sheet(workbook: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError):
        raise refused("file.malformed", part="XLSX") from None


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[Value]]]:
    """Rows with their number in the sheet, from 0; cells begin at the first column that is used."""
    return enumerate(sheet.iter_rows())
