"""What reading leaves behind: the redacted table in chunks, its findings, and what was cut. Never a byte of the original."""

import json
import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from gongxin.intake.reading.findings import SCHEMA

SUMMARY_NAME = "table.json"


@dataclass(frozen=True)
class ReadTable:
    """A file read. Everything but `folder` stands in `table.json`, so that a resumed batch can open it again."""

    folder: Path
    name: str
    sha256: str  # of the bytes received
    size: int
    format: str  # csv | xlsx | json | xml
    encoding: str | None
    sheet: str | None
    headers: tuple[str, ...]  # of the columns in the table, `row` not among them
    rows: int
    cut_columns: tuple[tuple[str, str], ...]  # header, reason
    cut_rows: int
    finding_count: int
    chunk_count: int
    finding_chunks: tuple[int, ...]  # numbers of the chunks that have findings
    notes: tuple[Mapping[str, Any], ...] = field(default=())
    columns: tuple[
        tuple[str, str], ...
    ] = ()  # name and use of every column of the file, cut ones too
    form: Mapping[str, Any] | None = None  # of a workbook: how the sheet looked around its cells

    def chunk(self, number: int) -> pl.DataFrame:
        """One chunk of the table, by number from 0."""
        return pl.read_ipc_stream(table_path(self.folder, number))

    def chunks(self) -> Iterator[pl.DataFrame]:
        """`row` and one text column per header, some 20,000 rows at a time, in order."""
        for number in range(self.chunk_count):
            yield pl.read_ipc_stream(table_path(self.folder, number))

    def findings(self) -> pl.DataFrame:
        """All findings about rows and cells: row, column, code, severity, seen (masked), params (JSON)."""
        frames = [self.findings_of(number) for number in self.finding_chunks]
        return pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)

    def findings_of(self, number: int) -> pl.DataFrame:
        """The findings about the rows of one chunk, so that a long file never needs all of them at once."""
        if number not in self.finding_chunks:
            return pl.DataFrame(schema=SCHEMA)
        return pl.read_ipc_stream(findings_path(self.folder, number))

    def frame(self) -> pl.DataFrame:
        """The whole table at once; for small files."""
        return pl.concat(list(self.chunks()))

    def place(self, row: int) -> int:
        """The row of the sheet, counted from 1, in which a row of the table stands; of a table without a sheet its own number."""
        if self.form is None:
            return row
        runs = self.form["runs"]
        at = bisect_right(runs, row, key=lambda run: int(run[0])) - 1
        first, place = runs[at]
        return int(place) + row - int(first) + 1

    def save(self) -> None:
        """Write `table.json`, last and atomically: where it stands, the folder is whole."""
        document = {**asdict(self), "folder": None, "notes": [dict(n) for n in self.notes]}
        draft = self.folder / (SUMMARY_NAME + ".new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.folder / SUMMARY_NAME)
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def open_table(folder: Path) -> ReadTable | None:
    """The table read into this folder, or nothing where reading was not finished."""
    path = folder / SUMMARY_NAME
    if not path.exists():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    document["folder"] = folder
    document["headers"] = tuple(document["headers"])
    document["cut_columns"] = tuple((h, r) for h, r in document["cut_columns"])
    document["finding_chunks"] = tuple(document["finding_chunks"])
    document["notes"] = tuple(document["notes"])
    document["columns"] = tuple((n, u) for n, u in document.get("columns", ()))
    return ReadTable(**document)


def table_path(folder: Path, number: int) -> Path:
    """Where a chunk of the table lies."""
    return folder / f"table-{number:05}.arrow"


def findings_path(folder: Path, number: int) -> Path:
    """Where a chunk of the findings lies."""
    return folder / f"findings-{number:05}.arrow"


def clear(folder: Path) -> None:
    """Remove what an earlier or broken-off reading left in the folder."""
    (folder / SUMMARY_NAME).unlink(missing_ok=True)
    for pattern in ("table-*.arrow", "findings-*.arrow", SUMMARY_NAME + ".new"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)
