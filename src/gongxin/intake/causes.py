"""Groups findings by their cause, so that a clerk reads 12 causes and not 900 errors. It decides nothing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

import polars as pl

from gongxin.intake.findings import CHECKS, SEVERITIES, Params, message, remedy

# Parameters that differ from row to row without being another cause.
_OF_THE_ROW: Final = frozenset(
    {"count", "first", "value", "length", "field_yuan", "text_yuan", "computed", "years", "found"}
)
# …but these codes are about the value itself: each value is a cause of its own.
_BY_VALUE: Final = frozenset(
    {"code.unknown", "code.unlisted", "value.required_when", "kind.person_only"}
)
EXAMPLES_MAX: Final = 5


@dataclass(frozen=True)
class Cause:
    """One thing to put right: how many rows it touches, a few of them, and the parameters of its sentence."""

    code: str
    column: str
    severity: str
    rows: int
    examples: tuple[int, ...]
    seen: tuple[str, ...]
    params: Params

    @property
    def key(self) -> str:
        """By which it is known again when the file is checked again."""
        return f"{self.code} {self.column} {self.params.get('value', '')}"

    def message(self, lang: str = "zh") -> str:
        """The sentence, "zh" or "en"."""
        return message(self.code, self.params, lang)

    def remedy(self, lang: str = "zh") -> str:
        """What to do, "zh" or "en"."""
        return remedy(self.code, self.params, lang)


def causes(findings: pl.DataFrame) -> tuple[Cause, ...]:
    """The causes of a set of findings: the gravest first, then those that touch most rows."""
    if findings.is_empty():
        return ()
    grouped = (
        findings.with_columns(
            pl.col("column").fill_null(""),
            params=pl.col("params").fill_null("{}"),
        )
        .group_by("code", "column", "severity", "params", maintain_order=True)
        .agg(
            rows=pl.col("row").n_unique(),
            times=pl.len(),
            examples=pl.col("row").unique().sort().head(EXAMPLES_MAX),
            seen=pl.col("seen").drop_nulls().unique(maintain_order=True).head(EXAMPLES_MAX),
        )
    )
    merged: dict[tuple[str, str, str], list[Mapping[str, object]]] = {}
    for row in grouped.iter_rows(named=True):
        params = json.loads(row["params"])
        merged.setdefault(_signature(row["code"], row["column"], params), []).append(
            {**row, "params": params}
        )
    found = (_cause(parts) for parts in merged.values())
    return tuple(sorted(found, key=_order))


def _signature(code: str, column: str, params: Mapping[str, object]) -> tuple[str, str, str]:
    kept = {
        name: value
        for name, value in params.items()
        if name not in _OF_THE_ROW or (name == "value" and code in _BY_VALUE)
    }
    return code, column, json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _cause(parts: list[Mapping[str, object]]) -> Cause:
    first = parts[0]
    params = dict(_params(first))
    rows = sum(_rows(part) for part in parts)
    if "count" in params:
        params["count"] = rows
    named = [_params(part).get("first") for part in parts]
    examples = _numbers(parts, "examples") | {_number(row) for row in named if row is not None}
    seen: dict[str, None] = reduce(or_, (dict.fromkeys(_texts(part["seen"])) for part in parts))
    return Cause(
        code=str(first["code"]),
        column=str(first["column"]),
        severity=str(first["severity"]),
        rows=rows,
        examples=tuple(sorted(examples - {0})[:EXAMPLES_MAX]),
        seen=tuple(seen)[:EXAMPLES_MAX],
        params=params,
    )


def _rows(part: Mapping[str, object]) -> int:
    """A counted note stands on row 0 and carries its count; equal ones come from several chunks."""
    count = _number(_params(part).get("count"))
    return count * _number(part["times"]) if count else _number(part["rows"])


def _params(part: Mapping[str, object]) -> Params:
    params = part["params"]
    assert isinstance(params, dict)
    return params


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _numbers(parts: list[Mapping[str, object]], name: str) -> set[int]:
    return {_number(n) for part in parts for n in _iterable(part[name])}


def _texts(value: object) -> list[str]:
    return [str(text) for text in _iterable(value)]


def _iterable(value: object) -> Iterable[object]:
    assert isinstance(value, Iterable)
    return value


def _order(cause: Cause) -> tuple[int, int, str, str]:
    return SEVERITIES.index(cause.severity), -cause.rows, cause.code, cause.column


def unknown_codes(findings: pl.DataFrame) -> frozenset[str]:
    """Codes that are not in the table: a bug of whoever raised them."""
    return frozenset(findings["code"].unique().to_list()) - CHECKS.keys()


@dataclass(frozen=True)
class Counts:
    """How many rows would go which way, by the gravest finding of each. `admitted` holds the warned ones too."""

    admitted: int
    warned: int
    held: int
    rejected: int


def counts(findings: pl.DataFrame, rows: int) -> Counts:
    """Of `rows` rows, judged by the file alone."""
    weights = {"reject": 3, "hold": 2, "warn": 1}
    worst = (
        findings.filter((pl.col("row") > 0) & pl.col("severity").is_in(list(weights)))
        .with_columns(weight=pl.col("severity").replace_strict(weights))
        .group_by("row")
        .agg(pl.col("weight").max())
    )
    by_weight = dict(worst.group_by("weight").len().iter_rows())
    rejected, held, warned = by_weight.get(3, 0), by_weight.get(2, 0), by_weight.get(1, 0)
    return Counts(rows - rejected - held, warned, held, rejected)


def rows_of(cause: Cause, findings: pl.DataFrame) -> pl.Series:
    """The rows that a cause touches."""
    mine = (pl.col("code") == cause.code) & (pl.col("column").fill_null("") == cause.column)
    found = findings.filter(mine & (pl.col("row") > 0))
    if cause.code in _BY_VALUE and "value" in cause.params:
        value = found["params"].str.json_path_match("$.value")
        found = found.filter(value == cause.params["value"])
    return found["row"].unique().sort()
