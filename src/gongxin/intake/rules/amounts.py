"""Whether the amounts of the fields are those of the text: the template counts in 万元, papers in 元.

It only compares; which of two amounts is right is for a person to say.
"""

import re
from decimal import Decimal
from typing import Final

import polars as pl

from gongxin.intake.rules.cells import Column, Report, params_text, where
from gongxin.jurisdiction.values import Item

_AMOUNT: Final = r"[0-9][0-9,.]*[ ]?(?:万|亿)?元"
_PARTS: Final = re.compile(r"([0-9][0-9,.]*) ?(万|亿)?元")
_PLAIN: Final = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_TIMES: Final = {None: 1, "万": 10**4, "亿": 10**8}
_FEN_MAX: Final = 10**17
FACTOR: Final = 10_000
_SHOWN_MAX: Final = 5
_CELLS: Final = {"at": pl.UInt32, "yuan": pl.String, "params": pl.String}
# An amount right after one of these is a whole amount: no digit of it was cut off.
_BEFORE: Final = ("币", "款", "得", "物")


def fen_of(written: str) -> int | None:
    """An amount as texts write it, in whole fen; None where it is none."""
    found = _PARTS.fullmatch(written)
    number = found[1].rstrip(",.") if found else ""
    if found is None or not _PLAIN.fullmatch(number):
        return None
    fen = Decimal(number.replace(",", "")) * _TIMES[found[2]] * 100
    return int(fen) if fen == fen.to_integral_value() and fen < _FEN_MAX else None


def check(item: Item, columns: dict[str, Column], report: Report) -> None:
    """Compare each amount field (normalised yuan) with the amounts named in the result's text."""
    field = item.by_role("result")
    money = [f.code for f in item.fields if f.type == "money"]
    if field is None:
        return
    _report_zero(money, columns, report)
    text = columns[field.code].values
    for code in money:
        amount = columns[code].values
        open_rows = amount.is_not_null() & text.is_not_null()
        if not open_rows.any():
            continue
        frame = pl.DataFrame({"text": text, "yuan": amount}).with_row_index("at")
        rest = _not_plainly_named(frame.filter(open_rows))
        if not rest.is_empty():
            _compare(rest, code, report)


def _report_zero(money: list[str], columns: dict[str, Column], report: Report) -> None:
    for code in money:
        zero = columns[code].values.is_in(["0.00"]).fill_null(value=False)
        report.add("money.zero", code, where(zero))


def _not_plainly_named(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows whose text does not name the amount in the usual words: the few that need a closer look."""
    named = pl.col("yuan").str.strip_suffix(".00") + pl.lit("元")
    frame = frame.with_columns(named.alias("named"))
    plain = pl.any_horizontal(
        pl.col("text").str.contains(pl.lit(before) + pl.col("named"), literal=True)
        for before in _BEFORE
    )
    return frame.filter(~plain)


def _compare(frame: pl.DataFrame, code: str, report: Report) -> None:
    written = frame.select("at", "yuan", pl.col("text").str.extract_all(_AMOUNT).alias("written"))
    single = written.explode("written").drop_nulls("written")
    if single.is_empty():
        return
    distinct = single["written"].unique()
    table = pl.DataFrame(
        {"written": distinct, "fen": pl.Series([fen_of(w) for w in distinct], dtype=pl.Int64)}
    )
    # Fractions of a fen do not take part in the comparison.
    fen = pl.col("yuan").str.replace(r"^([0-9]+)\.([0-9]{2}).*$", "$1$2")
    amounts = single.join(table, on="written", maintain_order="left").drop_nulls("fen")
    amounts = amounts.with_columns(fen.cast(pl.Int64, strict=False).alias("mine"))
    by_row = amounts.group_by("at", maintain_order=True).agg(
        pl.col("yuan").first(),
        named=(pl.col("fen") == pl.col("mine")).any()
        | (pl.col("fen").sum() == pl.col("mine").first()),
        factor=(
            (pl.col("fen") == pl.col("mine") * FACTOR) | (pl.col("fen") * FACTOR == pl.col("mine"))
        ),
        fen=pl.col("fen"),
    )
    _report(by_row.filter(~pl.col("named")), code, report)


def _report(rows: pl.DataFrame, code: str, report: Report) -> None:
    found: dict[str, list[tuple[int, str, str]]] = {}
    for at, yuan, fen, factor in rows.select("at", "yuan", "fen", "factor").iter_rows():
        off = [amount for amount, wrong in zip(fen, factor, strict=True) if wrong]
        shown = "、".join(f"{n // 100}.{n % 100:02d}" for n in off[:1] or fen[:_SHOWN_MAX])
        finding = "money.factor_10000" if off else "money.text_differs"
        params = params_text({"field_yuan": yuan, "text_yuan": shown})
        found.setdefault(finding, []).append((at, yuan, params))
    for finding, cells in found.items():
        table = pl.DataFrame(cells, schema=_CELLS, orient="row")
        report.add(finding, code, table["at"], seen=table["yuan"], params=table["params"])
