"""Numbers the rows, cuts and masks them, and sends them out in chunks. Nothing of a file leaves the child by another way."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

import polars as pl

from gongxin.intake.reading.csv_rows import Batch
from gongxin.intake.reading.findings import Findings
from gongxin.intake.reading.frames import Kind, send
from gongxin.intake.reading.layout import Layout, Use
from gongxin.intake.reading.plan import Limits, Plan
from gongxin.intake.reading.redaction import Redaction
from gongxin.intake.reading.refusals import refused


@dataclass
class Emission:
    """One round of reading on its way out."""

    out: BinaryIO
    plan: Plan
    layout: Layout
    limits: Limits
    rows_max: int
    rows: int = 0
    blank: int = 0
    findings: int = 0
    redaction: Redaction = field(init=False)

    def __post_init__(self) -> None:
        self.redaction = Redaction(self.plan, self.layout, self.limits)

    def take(self, batches: Iterable[Batch]) -> None:
        """Send all rows of these batches."""
        for batch in batches:
            self.blank += batch.blank
            for start in range(0, batch.frame.height, self.limits.chunk_rows):
                self._chunk(batch, start)
        if self.rows == 0:
            raise refused("file.empty")

    def _chunk(self, batch: Batch, start: int) -> None:
        frame = batch.frame.slice(start, self.limits.chunk_rows)
        first, height = self.rows + 1, frame.height
        self.rows += height
        if self.rows > self.rows_max:
            raise refused("file.too_many_rows", limit=self.rows_max)
        frame = frame.with_columns(
            pl.int_range(first, first + height, dtype=pl.UInt32, eager=True).alias("row")
        )
        found = Findings()
        self._batch_findings(batch, start, height, found)
        table = self.redaction.apply(frame, found)
        notes = found.frame()
        self.findings += notes.height
        if self.findings > self.limits.findings:
            raise refused("file.too_many_findings", limit=self.limits.findings)
        send(self.out, Kind.TABLE, _ipc(table))
        if notes.height:
            send(self.out, Kind.FINDINGS, _ipc(notes))

    def _batch_findings(self, batch: Batch, start: int, height: int, found: Findings) -> None:
        shift = self.rows - height + 1 - start
        width = [(place, seen) for place, seen in batch.misfits if start <= place < start + height]
        params = [{"expected": self.layout.width, "found": seen} for _, seen in width]
        found.add("row.width", [place + shift for place, _ in width], None, params=params)
        self._cell_findings(batch, start, height, shift, found)
        rows: dict[str, list[tuple[int, str]]] = {}
        for place, code, key in batch.rows:
            if start <= place < start + height:
                rows.setdefault(code, []).append((place + shift, key))
        for code, said in rows.items():
            found.add(
                code, [row for row, _ in said], None, params=[{"key": key} for _, key in said]
            )

    def _cell_findings(
        self, batch: Batch, start: int, height: int, shift: int, found: Findings
    ) -> None:
        cells: dict[tuple[int, str], list[tuple[int, str | None]]] = {}
        for place, column, code, seen in batch.cells:
            if start <= place < start + height:
                cells.setdefault((column, code), []).append((place + shift, seen))
        for (column, code), said in cells.items():
            what = self.layout.columns[column]
            if what.use not in {Use.CUT, Use.PRESENCE}:
                found.add(code, [row for row, _ in said], what.name, [seen for _, seen in said])


def _ipc(frame: pl.DataFrame) -> memoryview:
    """One Arrow IPC stream. Every null is written over nothing: Polars leaves the old bytes under a null, and those may be a person's."""
    holed = [c.name for c in frame if c.dtype == pl.String and c.null_count()]
    bare = frame.with_columns(pl.col(holed).fill_null("")).with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in holed
    )
    buffer = io.BytesIO()
    # The old string layout is packed anew; string views would carry whole buffers along.
    bare.write_ipc_stream(buffer, compat_level=pl.CompatLevel.oldest())
    return buffer.getbuffer()
