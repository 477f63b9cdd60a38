"""Records whose cells carry their names, as JSON and XML have them, made a table. The first records tell the columns; a later name is never dropped in silence."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from gongxin.intake.reading.cells import line_ends, written_number
from gongxin.intake.reading.collecting import Collected
from gongxin.intake.reading.csv_rows import Batch
from gongxin.intake.reading.emission import Emission
from gongxin.intake.reading.layout import (
    NUMBERS,
    Layout,
    Use,
    Uses,
    expected,
    harmless,
    header_score,
    lay_out,
)
from gongxin.intake.reading.plan import BLANKS, Headers, Limits, Plan
from gongxin.intake.reading.refusals import refused


class Number(str):
    """A number, digit for digit as the file writes it."""

    __slots__ = ()


class Nested:
    """A list or an object where a value belongs."""


NESTED: Final = Nested()
_CELL_BYTES: Final = 100  # what a cell takes in memory besides its text
Value = str | Number | bool | Nested | None


@dataclass(frozen=True)
class Record:
    """One record: its names and values in the order of the file, and about how many bytes it took."""

    pairs: list[tuple[str, Value]]
    size: int

    def weight(self) -> int:
        """About how much memory it takes."""
        return self.size + _CELL_BYTES * len(self.pairs)


@dataclass
class NamedRows:
    """One file of named records in one round of reading."""

    plan: Plan
    limits: Limits
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _places: dict[str, int] = field(default_factory=dict)

    def run(self, records: Iterator[Record], emission_of: Callable[[Layout], Emission]) -> Emission:
        """Read, redact and send the whole file."""
        first = self._window(records)
        if not first:
            raise refused("file.empty")
        names = list(dict.fromkeys(name for record in first for name, _ in record.pairs))
        self._ensure_known(names)
        layout = lay_out(names, self.plan, self.limits)
        self._places = {name: place for place, name in enumerate(names)}
        emission = emission_of(layout)
        emission.take(self._batches(chain(first, records), layout))
        return emission

    def notes(self, emission: Emission) -> list[dict[str, Any]]:
        """What is to be said of the file as a whole."""
        notes: list[dict[str, Any]] = [
            {"code": code, "column": column, "count": count}
            for (code, column), count in sorted(self.counts.items())
        ]
        if emission.blank:
            notes.append({"code": "file.blank_rows", "count": emission.blank})
        return notes

    def _window(self, records: Iterator[Record]) -> list[Record]:
        """The records whose names are the columns: so many, or as many as fit into a block."""
        first: list[Record] = []
        size = 0
        for record in records:
            self._ensure_narrow(record)
            first.append(record)
            size += record.weight()
            if len(first) >= self.limits.window_rows or size >= self.limits.block_bytes:
                break
        return first

    def _ensure_narrow(self, record: Record) -> None:
        if len(record.pairs) > self.limits.columns:
            raise refused("file.too_many_columns", limit=self.limits.columns)

    def _ensure_known(self, names: list[str]) -> None:
        headers = Headers(self.plan)
        filled = sum(1 for name in names if name.strip(BLANKS))
        any_header = not headers.known and not headers.persons
        if not any_header and header_score(names, headers) < max(1, min(2, filled)):
            raise refused("file.header", rows=1, expected=expected(self.plan))

    def _batches(self, records: Iterator[Record], layout: Layout) -> Iterator[Batch]:
        uses = Uses(self.plan)
        batch = Collected(layout.width)
        size = 0
        for record in records:
            self._ensure_narrow(record)
            self._row(record, layout, uses, batch)
            size += record.weight()
            if len(batch.rows) >= self.limits.chunk_rows or size >= self.limits.block_bytes:
                yield batch.batch()
                batch, size = Collected(layout.width), 0
        yield batch.batch()

    def _row(self, record: Record, layout: Layout, uses: Uses, batch: Collected) -> None:
        place = len(batch.rows)
        texts: list[str | None] = [None] * layout.width
        seen: set[str] = set()
        said: list[tuple[str, str]] = []
        cells: list[tuple[int, str]] = []
        for name, value in record.pairs:
            column = self._places.get(name)
            if name in seen:
                said.append(("row.key_twice", name))
            elif column is not None:
                texts[column], code = self._cell(value, layout, column)
                if code:
                    cells.append((column, code))
            elif value not in (None, ""):
                late = "row.late_key" if uses.is_of_item(name) else "row.late_leftover"
                said.append((late, name))
            seen.add(name)
        if not said and not cells and not any(t and t.strip(BLANKS) for t in texts):
            batch.blank += 1
            return
        if any(code != "row.late_leftover" for code, _ in said):
            # What the row is about may stand under the name that has no column.
            texts, cells = [None] * layout.width, []
        batch.rows.append(texts)
        batch.said += [(place, code, harmless(name)) for code, name in said]
        batch.cells += [(place, column, code, None) for column, code in cells]

    def _cell(self, value: Value, layout: Layout, place: int) -> tuple[str | None, str | None]:
        column = layout.columns[place]
        code: str | None = None
        text: str | None
        if value is None or value == "":
            return None, None
        if isinstance(value, Nested):
            return None, "cell.nested"
        if isinstance(value, bool):
            text, code = ("是" if value else "否"), "cell.flag"
        elif isinstance(value, Number):
            text, code = written_number(value, identifier=column.use in NUMBERS)
        elif not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            return None, "cell.surrogate"
        else:
            return line_ends(value), None
        if code in {"cell.flag", "cell.number"}:
            if column.use not in {Use.CUT, Use.PRESENCE}:
                self.counts[code, column.name] += 1
            code = None
        return text, code
