"""How a column is read: what is already normal passes in one stroke, the rest singly. Decides no rule of its own.

Every rule is two functions: `read`, which says of one text what it means and what is wrong with it, and
`normal`, a cheap vectorised test that is true only where `read` would give back the same text and no finding.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import polars as pl

from gongxin.intake.findings import CHECKS, SCHEMA, Params, mask

NOTHING: Final = "{}"
_SAMPLE, _FEW = 512, 256  # a column is taken for repetitive when half of a sample repeats


class Read(NamedTuple):
    """One text, read. `findings` speak of the cell, `counted` are notes that are only counted per column."""

    value: str | None
    findings: tuple[tuple[str, Params], ...] = ()
    counted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column, read. `answered`: null stands there although something was written (refused, or open-ended)."""

    values: pl.Series
    answered: pl.Series | None = None

    def missing(self) -> pl.Series:
        """Where nothing was given."""
        null = self.values.is_null()
        return null if self.answered is None else null & ~self.answered


def params_text(params: Params) -> str:
    """Parameters as they are stored with a finding."""
    return json.dumps(dict(params), ensure_ascii=False, sort_keys=True) if params else NOTHING


class Report:
    """Collects the findings of one chunk. `at` is always a series of positions in the chunk."""

    def __init__(self, rows: pl.Series) -> None:
        self.rows = rows
        self._parts: list[pl.DataFrame] = []

    def add(
        self,
        code: str,
        column: str,
        at: pl.Series,
        *,
        seen: pl.Series | None = None,
        params: str | pl.Series = NOTHING,
    ) -> None:
        """A finding at each position; `seen` and `params` are aligned with `at`."""
        if at.is_empty():
            return
        self._parts.append(
            pl.DataFrame({"row": self.rows.gather(at)}).with_columns(
                pl.lit(column).alias("column"),
                pl.lit(code).alias("code"),
                pl.lit(CHECKS[code].severity).alias("severity"),
                (pl.lit(None, pl.String) if seen is None else masked(seen)).alias("seen"),
                (pl.lit(params) if isinstance(params, str) else params).alias("params"),
            )
        )

    def count(self, code: str, column: str, at: pl.Series) -> None:
        """One finding for all positions together, on row 0."""
        if not at.is_empty():
            first = self.rows.gather(at.head(1))[0]
            self.whole(code, column, {"count": len(at), "first": int(first)})

    def whole(self, code: str, column: str, params: Params) -> None:
        """A finding about the whole file."""
        severity = CHECKS[code].severity
        row = (0, column, code, severity, None, params_text(params))
        self._parts.append(pl.DataFrame([row], schema=SCHEMA, orient="row"))

    def frame(self) -> pl.DataFrame:
        """All findings, in the order of the rows."""
        if not self._parts:
            return pl.DataFrame(schema=SCHEMA)
        whole = pl.concat([part.cast(SCHEMA) for part in self._parts])  # type: ignore[arg-type]
        return whole.sort("row", maintain_order=True)


def where(condition: pl.Series) -> pl.Series:
    """The positions at which a condition holds."""
    return condition.arg_true()


_CODE: Final = "^[0-9A-Z]{18}$"
_STARS: Final = "*" * 13
_SEVEN_DIGITS: Final = "^(?:[A-Z]*[0-9]){7}"


def masked(values: pl.Series) -> pl.Series:
    """What may be echoed of each value: `findings.mask`, with unified codes, the commonest, in one stroke."""
    plain = values.str.contains(_CODE) & values.str.contains(_SEVEN_DIGITS)
    odd = values.filter(~plain.fill_null(value=False)).drop_nulls().unique()
    shown = values
    if len(odd):
        shown = values.replace(odd, pl.Series([mask(value) for value in odd], dtype=pl.String))
    if not plain.any():
        return shown
    parts = pl.DataFrame({"plain": plain, "values": values, "shown": shown})
    code = pl.col("values").str
    starred = pl.concat_str(code.slice(0, 3), pl.lit(_STARS), code.slice(16))
    return parts.select(pl.when("plain").then(starred).otherwise("shown")).to_series()


def distinct(series: pl.Series) -> pl.Series:
    """The distinct values of a repetitive column; of any other the column itself (a look-up would cost more)."""
    head = series.head(_SAMPLE)
    if len(series) <= _SAMPLE or head.n_unique() > _FEW:
        return series
    return series.unique()


def read_column(
    series: pl.Series,
    code: str,
    report: Report,
    *,
    normal: Callable[[pl.Series], pl.Series],
    read: Callable[[str], Read],
) -> Column:
    """Read a column and report its findings."""
    values = distinct(series)
    odd = ~normal(values).fill_null(value=True)
    rest = values.filter(odd).drop_nulls().unique(maintain_order=True)
    if rest.is_empty():
        return Column(series)
    reads = {raw: read(raw) for raw in rest}
    at = where(series.is_in(rest.implode()))
    raw = series.gather(at)
    _report_cells(report, code, at, raw, reads)
    _report_counts(report, code, at, raw, reads)
    changed = {given: r.value for given, r in reads.items() if r.value != given}
    return Column(
        _replaced(series, changed),
        _where_answered(series, reads),
    )


def _report_cells(
    report: Report, column: str, at: pl.Series, raw: pl.Series, reads: Mapping[str, Read]
) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    for given, r in reads.items():
        for code, params in r.findings:
            found.setdefault(code, []).append((given, params_text(params)))
    cells = pl.DataFrame({"at": at, "raw": raw})
    for code, pairs in found.items():
        table = pl.DataFrame(pairs, schema={"raw": pl.String, "params": pl.String}, orient="row")
        hit = cells.join(table, on="raw", how="inner", maintain_order="left")
        report.add(code, column, hit["at"], seen=hit["raw"], params=hit["params"])


def _report_counts(
    report: Report, column: str, at: pl.Series, raw: pl.Series, reads: Mapping[str, Read]
) -> None:
    counted: dict[str, list[str]] = {}
    for given, r in reads.items():
        for code in r.counted:
            counted.setdefault(code, []).append(given)
    for code, given_as in counted.items():
        hit = raw.is_in(pl.Series(given_as, dtype=pl.String).implode())
        report.count(code, column, at.filter(hit))


def _replaced(series: pl.Series, changed: Mapping[str, str | None]) -> pl.Series:
    if not changed:
        return series
    old = pl.Series(list(changed), dtype=pl.String)
    return series.replace(old, pl.Series(list(changed.values()), dtype=pl.String))


def _where_answered(series: pl.Series, reads: Mapping[str, Read]) -> pl.Series | None:
    answers = [
        given
        for given, r in reads.items()
        if r.value is None and (r.findings or "date.open_ended" in r.counted)
    ]
    if not answers:
        return None
    return series.is_in(pl.Series(answers, dtype=pl.String).implode()).fill_null(value=False)
