"""The findings the reader can make about rows and cells, with their severities. It never keeps a value of the file in one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

SEVERITIES: Mapping[str, str] = MappingProxyType(
    {
        "row.width": "reject",  # more or fewer cells than headers; the row is emptied
        "person.row_cut": "reject",  # the row is about a natural person; the row is emptied
        "text.personal_data": "hold",  # what is a person's was masked in the text
        "text.classified": "reject",  # the mark of a state secret; the row is emptied
        "cell.invisible": "reject",  # an invisible, direction-changing or control character
        "text.invisible": "warn",  # a zero-width character in free text
        "cell.replacement": "reject",  # U+FFFD: the file was decoded wrongly before it came here
        "cell.combining": "reject",  # a flood of combining marks
        "cell.too_long": "reject",  # longer than a cell may be; the row is emptied
        "cell.formula": "reject",  # a formula, not a value; the cell is emptied
        "cell.error": "reject",  # an error value such as #REF!; the cell is emptied
        "cell.merged": "reject",  # a merged cell; never filled down
        "row.key_twice": "reject",  # a name stands twice in one record; the row is emptied
        "row.late_key": "reject",  # a column of the item that the first records did not have; the row is emptied
        "row.late_leftover": "warn",  # a column nobody knows that the first records did not have; its value is dropped
        "cell.nested": "reject",  # a list or an object, not a value; the cell is emptied
        "cell.surrogate": "reject",  # half a character; the cell is emptied
        "cell.numeric_identifier": "reject",  # digits may be lost in a numeric cell; the cell is emptied
    }
)
# What `ReadTable.notes` can say of the file as a whole; each carries its own figures.
NOTES = frozenset(
    {
        "file.line_ends",  # crlf, cr, u2028, u2029: how many were written as LF, or as a blank
        "file.blank_rows",
        "file.rows_above_header",
        "file.encoding_by_header",
        "file.sheet",
        "file.hidden_sheet",
        "file.other_sheets",
        "file.external_links",
        "cell.date",  # date cells written as ISO dates, per column
        "cell.number",  # numeric cells written as shortest decimals, per column
        "cell.flag",  # true and false written as 是 and 否, per column
    }
)
# After these nothing of the row is left to be checked.
EMPTIES_ROW = frozenset(
    {
        "row.width",
        "row.key_twice",
        "row.late_key",
        "person.row_cut",
        "cell.too_long",
        "text.classified",
    }
)

SCHEMA = pl.Schema(
    {
        "row": pl.UInt32,
        "column": pl.String,
        "code": pl.String,
        "severity": pl.String,
        "seen": pl.String,
        "params": pl.String,
    }
)


@dataclass
class Findings:
    """Collects findings of one chunk by column, cheaply."""

    frames: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self,
        code: str,
        rows: Sequence[int] | pl.Series,
        column: str | None,
        seen: Sequence[str | None] | None = None,
        params: Iterable[Mapping[str, str | int]] | None = None,
    ) -> None:
        """The same finding at many rows of one column."""
        if len(rows) == 0:
            return
        count = len(rows)
        texts = (
            [None] * count
            if params is None
            else [json.dumps(p, ensure_ascii=False) for p in params]
        )
        self.frames.append(
            pl.DataFrame(
                {
                    "row": pl.Series(rows, dtype=pl.UInt32),
                    "column": pl.Series([column] * count, dtype=pl.String),
                    "code": pl.Series([code] * count, dtype=pl.String),
                    "severity": pl.Series([SEVERITIES[code]] * count, dtype=pl.String),
                    "seen": pl.Series(seen or [None] * count, dtype=pl.String),
                    "params": pl.Series(texts, dtype=pl.String),
                }
            )
        )

    def frame(self) -> pl.DataFrame:
        """All findings in the order of rows."""
        if not self.frames:
            return pl.DataFrame(schema=SCHEMA)
        return pl.concat(self.frames).sort("row", maintain_order=True)
