"""Check a file without storing anything: the public trial page and `gongxin intake check`.

The same reading and checking as for a real batch; what needs the register or earlier batches is not asked.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from gongxin.intake import measuring
from gongxin.intake.causes import Cause, causes, counts
from gongxin.intake.converting import kept
from gongxin.intake.findings import SCHEMA
from gongxin.intake.reading import ReadTable, read_table
from gongxin.jurisdiction.templates import Template
from gongxin.jurisdiction.values import Item


@dataclass(frozen=True)
class Trial:
    """What would become of the rows of a file, judged by the file alone."""

    sha256: str
    item: Item
    rows: int
    admitted: int
    warned: int
    duplicates: int
    held: int
    rejected: int
    cut: tuple[str, ...]  # headers of columns about persons
    cut_rows: int
    leftovers: tuple[str, ...]
    template: Template | None  # the earlier template the file was read by
    findings: pl.DataFrame
    causes: tuple[Cause, ...]


def of(
    *,
    content: BinaryIO | Path | bytes,
    name: str,
    item: Item,
    today: date,
    encoding: str | None = None,
    provider: str | None = None,
) -> Trial:
    """Read and check; FileRefused or HeadersRefused where the file as a whole cannot be taken."""
    with _scratch() as folder:
        table = read_table(
            content,
            name=name,
            plan=measuring.plan(item),
            out_dir=folder,
            declared_encoding=encoding,
        )
        headers = measuring.headers(table, item)
        findings = pl.concat([_heads(headers), *_checked(table, headers, item, provider, today)])
    conversion = kept(headers)
    outcomes = counts(findings, table.rows)
    return Trial(
        sha256=table.sha256,
        item=item,
        rows=table.rows,
        cut=tuple(header for header, _ in table.cut_columns),
        cut_rows=table.cut_rows,
        leftovers=tuple(headers["leftovers"]),
        template=conversion.template if conversion else None,
        findings=findings,
        causes=tuple(causes(findings)),
        admitted=outcomes.admitted,
        warned=outcomes.warned,
        duplicates=0,
        held=outcomes.held,
        rejected=outcomes.rejected,
    )


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for the redacted table that is gone afterwards; in memory where the machine has such a place."""
    shared = Path("/dev/shm")  # noqa: S108 - a private folder is made inside
    with tempfile.TemporaryDirectory(
        prefix="gongxin-", dir=shared if shared.is_dir() else None
    ) as name:
        yield Path(name)


def _heads(headers: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(headers["findings"], schema=SCHEMA)


def _checked(
    table: ReadTable, headers: dict[str, Any], item: Item, provider: str | None, today: date
) -> Iterator[pl.DataFrame]:
    given = measuring.setting(item, headers, provider, today)
    for number in range(table.chunk_count):
        chunk, read = table.chunk(number), table.findings_of(number)
        yield measuring.checked_chunk(chunk, read, given).findings
