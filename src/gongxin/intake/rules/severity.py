"""Which class a decision falls into by the rules in force, and whether the reported one agrees. Invents no class."""

from datetime import date
from typing import Final

import polars as pl

from gongxin.intake.rules.byrow import by_distinct, code_of
from gongxin.intake.rules.cells import Column, Report, params_text, where
from gongxin.intake.rules.lists import holds
from gongxin.jurisdiction.values import Item, SeverityRule, in_force

_OUT: Final = {"severity": pl.String, "rule": pl.String}
_REPORTED: Final = {
    "minor": "minor",
    "轻微": "minor",
    "general": "general",
    "一般": "general",
    "serious": "serious",
    "严重": "serious",
}


def classes(item: Item, columns: dict[str, Column], today: date) -> pl.DataFrame:
    """`severity` and the key of its `rule` for each row: the first rule that matches."""
    height = len(next(iter(columns.values())).values)
    rules = [rule for rule in item.severity if in_force(rule, today)]
    fields = list(dict.fromkeys(rule.field for rule in rules if rule.field is not None))
    otherwise = _otherwise(item)
    if not fields:
        severity, key = _first(rules, {}, otherwise)
        one = pl.DataFrame({"severity": [severity], "rule": [key]}, schema=_OUT)
        return one.select(pl.all().repeat_by(height).explode(empty_as_null=False))

    def rule(*values: str | None) -> tuple[str, str | None]:
        return _first(rules, dict(zip(fields, values, strict=True)), otherwise)

    return by_distinct(pl.DataFrame({f: columns[f].values for f in fields}), fields, _OUT, rule)


def _otherwise(item: Item) -> str:
    """The class where no rule matches. What may hurt is "unknown"; of a neutral item, only what a rule names is shown."""
    if item.polarity == "adverse":
        return "unknown"
    return "withheld" if item.severity else "none"


def _first(
    rules: list[SeverityRule], row: dict[str, str | None], otherwise: str
) -> tuple[str, str | None]:
    for rule in rules:
        if rule.field is None or holds(row[rule.field], rule.any_of):
            return rule.severity, rule.key
    return otherwise, None


def reported(item: Item, columns: dict[str, Column], height: int) -> pl.Series:
    """The class the agency reported, as one of ours; null where it reported none."""
    code = code_of(item, "severity")
    if code is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, height)
    field = item.field(code)
    names = dict(_REPORTED)
    for value in field.code_list.values if field.code_list else ():
        known = _REPORTED.get(value.code) or _REPORTED.get(value.zh)
        names |= {value.code: known} if known else {}
    return columns[code].values.replace_strict(
        list(names), list(names.values()), default=None, return_dtype=pl.String
    )


def compare(
    item: Item, computed: pl.Series, stated: pl.Series, judged: pl.Series, report: Report
) -> None:
    """Say where the reported class differs, and count where no rule gives one."""
    kind = code_of(item, "kind") or ""
    unknown = (computed == "unknown") & judged
    report.count("severity.unknown", kind, where(unknown))
    code = code_of(item, "severity")
    if code is None or stated.null_count() == len(stated):
        return
    differs = ((computed != stated) & (computed != "unknown")).fill_null(value=False)
    params = pl.Series(
        [
            params_text({"reported": a, "computed": b})
            for a, b in zip(stated.filter(differs), computed.filter(differs), strict=True)
        ],
        dtype=pl.String,
    )
    report.add("severity.differs", code, where(differs), seen=stated.filter(differs), params=params)
