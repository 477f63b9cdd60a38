"""A long file takes no more memory than a short one: it is read in blocks, and the child has room for a few of them."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from gongxin.intake.reading import read_table
from tests.builders.hostile_records import DECLARATION, json_lines, push_xml, record
from tests.builders.ordinary_files import HEADER, ROW, csv_bytes
from tests.unit.intake.reading.plans import PLAN, TIGHT

MIB = 1 << 20


class Repeated(io.RawIOBase):
    """A header and the same rows over and over, without ever holding them."""

    def __init__(self, head: bytes, rows: bytes, times: int, tail: bytes = b"") -> None:
        self.head, self.rows, self.tail = head, rows, tail
        self.size = len(head) + len(rows) * times + len(tail)
        self.place = 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = (0, self.place, self.size)[whence] + offset
        return self.place

    def read(self, size: int = -1) -> bytes:
        if self.place < len(self.head):
            piece = self.head[self.place : self.place + size]
        elif self.place < self.size - len(self.tail):
            start = (self.place - len(self.head)) % len(self.rows)
            piece = self.rows[start : start + size]
        else:
            piece = self.tail[self.place - self.size + len(self.tail) :][:size]
        self.place += len(piece)
        return piece


def test_a_file_many_times_larger_than_the_childs_memory_is_read(tmp_path: Path) -> None:
    rows = csv_bytes([ROW] * 2_000)
    times = 120 * MIB // len(rows)
    limits = replace(
        TIGHT, memory_bytes=96 * MIB, block_bytes=MIB, wall_seconds=300, cpu_seconds=300
    )
    source = Repeated(csv_bytes([HEADER]), rows, times)
    table = read_table(source, name="x", plan=PLAN, out_dir=tmp_path, limits=limits)  # type: ignore[arg-type]
    assert table.rows == 2_000 * times
    assert table.size == source.size


_ROW_XML = push_xml([record(ROW)], prolog="").removeprefix(b"<ROWDATA>").removesuffix(b"</ROWDATA>")
NAMED = {
    "lines": (b"", json_lines([record(ROW)])),
    "array": (b"[" + json_lines([record(ROW)]), b"," + json_lines([record(ROW)])),
    "xml": (f"{DECLARATION}<ROWDATA>".encode(), _ROW_XML),
}


@pytest.mark.parametrize("made", NAMED)
def test_named_records_take_no_more_memory_either(made: str, tmp_path: Path) -> None:
    head, row = NAMED[made]
    rows = row * 2_000
    times = 60 * MIB // len(rows)
    limits = replace(
        TIGHT, memory_bytes=48 * MIB, block_bytes=MIB, wall_seconds=300, cpu_seconds=300
    )
    tail = {"lines": b"", "array": b"]", "xml": b"</ROWDATA>"}[made]
    source = Repeated(head, rows, times, tail)
    table = read_table(source, name="x", plan=PLAN, out_dir=tmp_path, limits=limits)  # type: ignore[arg-type]
    assert table.rows == 2_000 * times + (made == "array")
    assert table.size == source.size
