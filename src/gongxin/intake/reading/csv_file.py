"""One round of reading a CSV file under one encoding: header, rows, notes. A wrong encoding ends the round, not the file."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, NoReturn

from gongxin.intake.reading.csv_rows import Batch, Lines, batch_of, batches, records
from gongxin.intake.reading.emission import Emission
from gongxin.intake.reading.layout import (
    Layout,
    expected,
    find_header,
    header_score,
    is_header,
    lay_out,
)
from gongxin.intake.reading.plan import BLANKS, Headers, Limits, Plan
from gongxin.intake.reading.refusals import refused
from gongxin.intake.reading.text_stream import (
    GB18030,
    UTF8,
    TextStream,
    encoding_marked,
    encoding_named,
    looks_like_simplified_chinese,
)

_OTHER_DELIMITERS = {"\t": "TAB", ";": ";", "，": "，", "|": "|", "；": "；", "、": "、"}


def choose_encoding(head: bytes, declared: str | None, retry: str | None) -> tuple[str, int, bool]:
    """Encoding, length of the byte order mark, and whether it was only tried (so that another may follow)."""
    marked = encoding_marked(head)
    if declared is not None:
        name = encoding_named(declared)
        if marked is not None and name == "utf-16":
            return marked[0], marked[1], False
        length = marked[1] if marked is not None and marked[0] == name else 0
        return name, length, False
    if marked is not None:
        return marked[0], marked[1], False
    return (retry, 0, False) if retry else (UTF8, 0, True)


class CsvRound:
    """What is known of the file in this round."""

    def __init__(
        self, plan: Plan, limits: Limits, encoding: str, *, tried: bool, declared: bool
    ) -> None:
        self.plan = plan
        self.limits = limits
        self.stream = TextStream(encoding)
        self.tried = tried
        self.declared = declared
        self.notes: list[dict[str, Any]] = []

    def run(self, chunks: Iterable[bytes], emission_of: Callable[[Layout], Emission]) -> Emission:
        """Read, redact and send the whole file."""
        pieces = self.stream.pieces(chunks)
        first = b""
        while len(first) < 65_536 and (piece := next(pieces, None)) is not None:
            first += piece
        if not first.strip():
            raise refused("file.empty")
        lines = Lines(chain([first], pieces), self.limits)
        header, after = self._header(lines, first)
        layout = lay_out(header, self.plan, self.limits)
        emission = emission_of(layout)
        emission.take(self._batches(lines, layout, after))
        if self.stream.altered:
            self.notes.append({"code": "file.line_ends", **self.stream.altered})
        if emission.blank:
            self.notes.append({"code": "file.blank_rows", "count": emission.blank})
        return emission

    def _batches(self, lines: Lines, layout: Layout, after: list[list[str]]) -> Iterator[Batch]:
        if after:
            yield batch_of(after, layout.width)
        yield from batches(lines, layout.width, self.limits)

    def _header(self, lines: Lines, first: bytes) -> tuple[list[str], list[list[str]]]:
        """The header row and the rows read beyond it while looking."""
        headers = Headers(self.plan)
        looked: list[list[str]] = []
        filled_rows = 0
        for record in records(lines, self.limits):
            looked.append(record)
            filled = any(c.strip(BLANKS) for c in record)
            filled_rows += filled
            # One row beyond the header is looked at too: it may be a second header.
            if filled_rows >= self.limits.header_rows or (
                len(looked) > 1 and is_header(looked[-2], headers)
            ):
                break
            if filled and not (headers.known or headers.persons):
                break
        place = find_header(looked, headers)
        if place is None:
            self._explain(first, headers)
        if any(is_header(row, headers) for row in looked[place + 1 :]):
            raise refused("file.header_two_rows", row=place + 1)
        if place:
            self.notes.append({"code": "file.rows_above_header", "count": place})
        self._trust(first, looked[place], headers)
        return looked[place], looked[place + 1 :]

    def _trust(self, first: bytes, header: list[str], headers: Headers) -> None:
        """Undeclared GB18030 is believed where its header is known and its text is everyday Chinese."""
        if self.stream.encoding == GB18030 and not self.declared:
            if header_score(header, headers) == 0 or not looks_like_simplified_chinese(first):
                raise refused("file.encoding", encoding="GB18030", line=1)
            self.notes.append({"code": "file.encoding_by_header", "encoding": GB18030})

    def _explain(self, first: bytes, headers: Headers) -> NoReturn:
        """No header: is it the delimiter, the encoding, or the wrong table?"""
        text = first.decode(errors="ignore")
        rows = text.split("\n")[: self.limits.header_rows]
        for delimiter, name in _OTHER_DELIMITERS.items():
            split = [[c.strip('"') for c in row.split(delimiter)] for row in rows]
            if any(len(row) > 1 and header_score(row, headers) >= 2 for row in split):
                raise refused("csv.delimiter", found=name)
        if self.stream.encoding == GB18030 and not self.declared:
            raise refused("file.encoding", encoding="UTF-8, GB18030", line=1)
        raise refused("file.header", rows=self.limits.header_rows, expected=expected(self.plan))
