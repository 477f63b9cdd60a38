"""Which authority decided: by code, else by exact name within its days, both in agreement. Never by likeness.

A name counts on the day of the decision and on the day of sending, for old decisions are re-typed under the present
name. Where the two days give two agencies nothing is chosen, unless the code names the one of the day of the decision.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from gongxin.agencies.names import Bearer, Bearers, change_days, normal
from gongxin.intake.rules.byrow import by_distinct, code_of
from gongxin.intake.rules.cells import Report, params_text, where
from gongxin.jurisdiction.values import Item

_OUT: Final = {"key": pl.String, "code": pl.String, "params": pl.String}
_ERA: Final = "_era"


class Known(NamedTuple):
    """What one authority is recognised by, on two days. `decided` is None where the row gives no day."""

    by_code: Mapping[str, str]
    by_name: Bearers
    decided: date | None
    sent: date


class Found(NamedTuple):
    """The agency's key, or the finding that says why there is none."""

    key: str | None
    code: str | None = None
    params: str = "{}"


def check(
    frame: pl.DataFrame,
    item: Item,
    by_code: Mapping[str, str],
    by_name: Bearers,
    sent: date,
    judged: pl.Series,
    report: Report,
) -> pl.Series:
    """The agency key of each row's authority, null where it is not known for certain."""
    columns = [c for role in ("authority_code", "authority_name") if (c := code_of(item, role))]
    if len(columns) < 2:
        return pl.Series("key", [None], dtype=pl.String).new_from_index(0, frame.height)
    edges = _edges(frame[columns[1]], by_name)
    keyed = frame.select(*columns, _eras(frame, code_of(item, "decided"), edges))

    def rule(code: str | None, name: str | None, era: int | None) -> Found:
        decided = None if era is None else [date.min, *edges][era]
        return recognise(code, name, Known(by_code, by_name, decided, sent))

    found = by_distinct(keyed, keyed.columns, _OUT, rule)
    if found["code"].null_count() < len(found):
        for code, column in (
            ("authority.unknown", 1),
            ("authority.ambiguous", 1),
            ("authority.disagree", 0),
        ):
            hit = (found["code"] == code).fill_null(value=False) & judged
            seen, params = frame[columns[column]].filter(hit), found["params"].filter(hit)
            report.add(code, columns[column], where(hit), seen=seen, params=params)
    return found["key"]


def _edges(names: pl.Series, by_name: Bearers) -> list[date]:
    """The days on which one of these names changes its bearer: only on which side of them a decision lies matters."""
    given = {normal(name) for name in names.drop_nulls().unique()}
    return sorted({day for norm in given for day in change_days(by_name.get(norm, ()))})


def _eras(frame: pl.DataFrame, decided: str | None, edges: Sequence[date]) -> pl.Series:
    """Between which edges each row was decided, as the number of edges passed; null where no day is given."""
    if decided is None or decided not in frame.columns:
        return pl.Series(_ERA, [None], dtype=pl.UInt32).new_from_index(0, frame.height)
    days = frame[decided]
    passed = pl.Series([day.isoformat() for day in edges], dtype=pl.String).search_sorted(
        days.fill_null(""), side="right"
    )
    given = pl.when(pl.col("day").is_not_null()).then("passed")
    return pl.DataFrame({"day": days, "passed": passed}).select(given.alias(_ERA)).to_series()


def recognise(code: str | None, name: str | None, known: Known) -> Found:
    """One authority as written."""
    if code is None and name is None:
        return Found(None)  # said already: required
    coded = known.by_code.get(code) if code else None
    bearers = known.by_name.get(normal(name), ()) if name else ()
    then = {b.key for b in bearers if known.decided and b.on(known.decided)}
    named = then | {b.key for b in bearers if b.on(known.sent)}
    reasons = []
    if code and not coded:
        reasons.append("authority_code")
    if name and not named:
        reasons.append(_out_of_use(bearers, known.sent))
    if reasons:
        return Found(None, "authority.unknown", params_text({"reason": ",".join(reasons)}))
    if coded and named and coded not in named:
        return Found(None, "authority.disagree")
    if len(named) > 1 and then != {coded}:
        return Found(None, "authority.ambiguous", params_text({"agencies": _told(bearers, named)}))
    return Found(coded or named.pop())


def _out_of_use(bearers: Collection[Bearer], sent: date) -> str:
    """Why nobody bears the name: never registered, given up, or not yet in use."""
    if not bearers:
        return "authority_name"
    ended = [b.valid_until for b in bearers if b.valid_until and b.valid_until <= sent]
    if ended:
        return f"name_ended:{max(ended)}"
    return f"name_begins:{min(b.valid_from for b in bearers if b.valid_from)}"


def _told(bearers: Collection[Bearer], named: Collection[str]) -> str:
    """Those in question with their days."""
    told = [
        f"{b.key} [{b.valid_from or '…'}, {b.valid_until or '…'})"
        for b in bearers
        if b.key in named
    ]
    return ", ".join(sorted(told))


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
