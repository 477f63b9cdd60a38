"""Which authority decided: by code and name as the register has them on the day, both in agreement. Never by likeness."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from gongxin.agencies.names import DatedName, normal
from gongxin.intake.rules.byrow import by_distinct, code_of
from gongxin.intake.rules.cells import Report, params_text, where
from gongxin.jurisdiction.values import Item

_OUT: Final = {"key": pl.String, "code": pl.String}


def check(
    frame: pl.DataFrame,
    item: Item,
    by_code: Mapping[str, str],
    by_name: Mapping[str, str],
    judged: pl.Series,
    report: Report,
    dated: Sequence[DatedName] = (),
) -> pl.Series:
    """The agency key of each row's authority, null where it is not known for certain.

    `dated`: where given, a name is looked up as it stood on the day of the decision (column "decided").
    """
    columns = [c for role in ("authority_code", "authority_name") if (c := code_of(item, role))]
    if len(columns) < 2:
        return pl.Series("key", [None], dtype=pl.String).new_from_index(0, frame.height)

    names: dict[str, list[DatedName]] = {}
    for one in dated:
        names.setdefault(one.norm, []).append(one)

    def rule(
        code: str | None, name: str | None, decided: str | None = None
    ) -> tuple[str | None, str | None]:
        if dated and name and decided:
            return _key(code, name, by_code, _on_the_day(name, decided, names))
        return _key(code, name, by_code, by_name)

    keys = [*columns, "decided"] if dated else columns
    found = by_distinct(frame, keys, _OUT, rule)
    if found["code"].null_count() < len(found):
        for code, column in (("authority.unknown", 1), ("authority.disagree", 0)):
            hit = (found["code"] == code).fill_null(value=False) & judged
            seen = frame[columns[column]].filter(hit)
            report.add(code, columns[column], where(hit), seen=seen)
    return found["key"]


def _on_the_day(
    name: str, decided: str, names: Mapping[str, Sequence[DatedName]]
) -> Mapping[str, str]:
    """Who bore the name on that day; a name that two agencies bore is nobody's."""
    day, norm = date.fromisoformat(decided), normal(name)
    keys = {one.key for one in names.get(norm, ()) if one.holds_on(day)}
    return {norm: keys.pop()} if len(keys) == 1 else {}


def _key(
    code: str | None, name: str | None, by_code: Mapping[str, str], by_name: Mapping[str, str]
) -> tuple[str | None, str | None]:
    if code is None and name is None:
        return None, None  # said already: required
    coded = by_code.get(code) if code else None
    named = by_name.get(normal(name)) if name else None
    if coded and named and coded != named:
        return None, "authority.disagree"
    if (code and not coded) or (name and not named):
        return None, "authority.unknown"
    return coded or named, None


def check_entitled(
    keys: pl.Series, item: Item, provider: str | None, collectors: frozenset[str], report: Report
) -> None:
    """Whether the authority may decide on this item, and the provider report for it."""
    column = code_of(item, "authority_code") or code_of(item, "authority_name")
    if column is None:
        return
    for key in keys.drop_nulls().unique().sort():
        at = where(keys == key)
        if item.agencies and key not in item.agencies:
            report.add("authority.not_entitled", column, at, params=params_text({"authority": key}))
        if provider is not None and provider != key and provider not in collectors:
            params = params_text({"authority": key, "provider": provider})
            report.add("provider.other_authority", column, at, params=params)
