"""Records of a CSV file. The strict csv module is the judge; blocks that are plainly regular go through Polars and give the same table."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np
import polars as pl

from gongxin.intake.reading.plan import BLANKS, Limits
from gongxin.intake.reading.refusals import refused

_LF, _COMMA, _QUOTE = 10, 44, 34


@dataclass
class Batch:
    """Some rows, blank ones gone: one text column per place (named "0", "1" …), and which rows had another width."""

    frame: pl.DataFrame
    misfits: list[tuple[int, int]] = field(default_factory=list)  # place in the frame, cells seen
    blank: int = 0
    cells: list[tuple[int, int, str, str | None]] = field(
        default_factory=list
    )  # row, column, code, seen
    rows: list[tuple[int, str, str]] = field(default_factory=list)  # row, code, key it speaks of


class Lines:
    """The text as lines or as blocks of whole lines, from one buffer."""

    def __init__(self, pieces: Iterator[bytes], limits: Limits) -> None:
        self._pieces = pieces
        self._limits = limits
        self._buffer = b""
        self._at = 0
        self._base = 0  # bytes gone before the buffer
        self.number = 0  # of the last line handed out

    def _fill(self, wanted: int) -> bool:
        """Read on until so many bytes wait; false at the end of the file."""
        parts, have = [self._buffer[self._at :]], len(self._buffer) - self._at
        more = True
        while have < wanted:
            piece = next(self._pieces, None)
            if piece is None:
                more = False
                break
            parts.append(piece)
            have += len(piece)
        self._base += self._at
        self._buffer, self._at = b"".join(parts), 0
        return more

    def line(self) -> str | None:
        """One line with its end; none at the end of the file."""
        end = self._buffer.find(b"\n", self._at)
        while end < 0:
            waiting = len(self._buffer) - self._at
            if waiting > self._limits.record_bytes:
                self._too_long()
            if not self._fill(waiting + 65_536):
                end = self._buffer.find(b"\n")
                end = len(self._buffer) - 1 if end < 0 else end
                break
            end = self._buffer.find(b"\n")
        if self._at >= len(self._buffer):
            return None
        if end - self._at > self._limits.record_bytes:
            self._too_long()
        taken = self._buffer[self._at : end + 1]
        self._at = end + 1
        self.number += 1
        return taken.decode()

    def _too_long(self) -> NoReturn:
        limit = self._limits.record_bytes
        raise refused("csv.record_too_long", line=self.number + 1, limit=limit)

    def block(self) -> bytes | None:
        """Whole lines of about a block; its quotes are even in number if that can be had."""
        more = self._fill(self._limits.block_bytes)
        while more and b"\n" not in self._buffer:  # a line longer than a block is read to its end
            if len(self._buffer) > self._limits.record_bytes:
                self._too_long()
            more = self._fill(len(self._buffer) + 65_536)
        end = self._even_end() if more else len(self._buffer)
        if end == 0:
            return None
        taken = self._buffer[:end]
        self._at = end
        return taken

    def _even_end(self) -> int:
        buffer = self._buffer
        quotes = buffer.count(b'"')
        end = len(buffer)
        for _ in range(1000):
            cut = buffer.rfind(b"\n", 0, end) + 1
            quotes -= buffer.count(b'"', cut, end)
            if cut == 0 or quotes % 2 == 0:
                break
            end = cut - 1
        if cut == 0:  # no line ends here outside quotes: the judge names the place
            cut = buffer.find(b"\n") + 1
        return cut

    def give_back(self, block: bytes) -> None:
        """Undo the last `block`, to read it line by line."""
        self._at -= len(block)

    def place(self) -> int:
        """How many bytes of the text were handed out."""
        return self._base + self._at


def records(lines: Lines, limits: Limits, until: int | None = None) -> Iterator[list[str]]:
    """Records by the strict csv module; with `until`, it stops at the first record that ends at or after that place."""
    csv.field_size_limit(limits.record_bytes)
    state = _Feed(lines, limits)
    reader = csv.reader(state, strict=True)
    while until is None or lines.place() < until:
        state.start()
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise refused("csv.quote", line=state.first) from None
        yield record


class _Feed:
    """Lines for one record at a time; a record that does not end within its limit was never closed."""

    def __init__(self, lines: Lines, limits: Limits) -> None:
        self.lines = lines
        self.limit = limits.record_bytes
        self.start()

    def start(self) -> None:
        self.first = self.lines.number + 1
        self.taken = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = self.lines.line()
        if line is None:
            raise StopIteration
        self.taken += len(line)
        if self.taken > self.limit:
            raise refused("csv.quote", line=self.first)
        return line


def batches(lines: Lines, width: int, limits: Limits) -> Iterator[Batch]:
    """All remaining rows."""
    while (block := lines.block()) is not None:
        batch = fast(block, width, limits.record_bytes)
        if batch is not None:
            lines.number += block.count(b"\n")
            yield batch
            continue
        lines.give_back(block)
        yield from judged(lines, width, limits, lines.place() + len(block))


def judged(lines: Lines, width: int, limits: Limits, until: int | None = None) -> Iterator[Batch]:
    """Rows as the judge reads them."""
    rows: list[list[str]] = []
    for record in records(lines, limits, until):
        rows.append(record)
        if len(rows) >= limits.chunk_rows:
            yield batch_of(rows, width)
            rows = []
    if rows:
        yield batch_of(rows, width)


def batch_of(rows: list[list[str]], width: int) -> Batch:
    """Rows of text as a batch; a row of another width stands as a row of nothing."""
    kept: list[list[str | None]] = []
    misfits: list[tuple[int, int]] = []
    blank = 0
    for row in rows:
        if not any(cell.strip(BLANKS) for cell in row):
            blank += 1
            continue
        if len(row) != width:
            misfits.append((len(kept), len(row)))
            kept.append([None] * width)
        else:
            kept.append([cell or None for cell in row])
    columns = zip(*kept, strict=True) if kept else [()] * width
    frame = pl.DataFrame(
        [pl.Series(str(place), column, dtype=pl.String) for place, column in enumerate(columns)]
    )
    return Batch(frame, misfits, blank)


def fast(block: bytes, width: int, record_bytes: int) -> Batch | None:
    """The same by Polars, where every quote opens and closes where it should and every row has its width; else nothing."""
    if width < 2 or not _is_regular(block, width, record_bytes):
        return None
    frame = pl.read_csv(
        block,
        has_header=False,
        infer_schema=False,
        new_columns=[str(i) for i in range(width)],
        truncate_ragged_lines=False,
        empty_string_is_null=True,
    )
    assert frame.width == width
    frame = frame.with_columns(pl.all().replace("", None))
    blank = _blank(frame)
    return Batch(frame.filter(~blank), [], int(blank.sum() or 0))


def _is_regular(block: bytes, width: int, record_bytes: int) -> bool:
    data = np.frombuffer(block, dtype=np.uint8)
    ends = np.flatnonzero(data == _LF)
    commas = np.flatnonzero(data == _COMMA)
    if b'"' in block:
        quotes = np.flatnonzero(data == _QUOTE)
        if len(quotes) % 2:
            return False
        opening, closing = quotes[0::2], quotes[1::2]
        before = data[np.maximum(opening - 1, 0)]
        after = data[np.minimum(closing + 1, len(data) - 1)]
        opens = (before == _COMMA) | (before == _LF) | (before == _QUOTE) | (opening == 0)
        closes = (after == _COMMA) | (after == _LF) | (after == _QUOTE) | (closing == len(data) - 1)
        if not (opens.all() and closes.all()):
            return False
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
        commas = commas[np.searchsorted(quotes, commas) % 2 == 0]
    if not len(ends) or ends[-1] != len(data) - 1:
        ends = np.append(ends, len(data))
    if np.diff(ends, prepend=0).max() > record_bytes:
        return False
    upto = np.searchsorted(commas, ends)
    return bool((np.diff(upto, prepend=0) == width - 1).all())


def _blank(frame: pl.DataFrame) -> pl.Series:
    first = frame["0"].is_null() | (frame["0"].str.strip_chars(BLANKS) == "")
    if not first.any():
        return first
    empty = pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars(BLANKS) == ""))
    return frame.select(empty).to_series()
