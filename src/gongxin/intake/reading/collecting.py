"""Rows that come one by one, on their way to a batch. It keeps them and what was said of them; it judges nothing."""

from dataclasses import dataclass, field

import polars as pl

from gongxin.intake.reading.csv_rows import Batch


@dataclass
class Collected:
    """Rows of one width, and what is to be said of their cells and of them."""

    width: int
    rows: list[list[str | None]] = field(default_factory=list)
    cells: list[tuple[int, int, str, str | None]] = field(default_factory=list)
    said: list[tuple[int, str, str]] = field(default_factory=list)
    blank: int = 0

    def batch(self) -> Batch:
        """The rows as columns."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * self.width
        series = [pl.Series(str(i), column, dtype=pl.String) for i, column in enumerate(columns)]
        return Batch(pl.DataFrame(series), blank=self.blank, cells=self.cells, rows=self.said)
