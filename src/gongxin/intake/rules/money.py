"""How amounts are read: plain decimals in the field's unit, stored as exact yuan. No floating point anywhere."""

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from gongxin.intake.rules.cells import Read
from gongxin.intake.rules.text import DASHES, WHITE, half_width

WHOLE_DIGITS_MAX, PLACES_MAX = 12, 6  # decimal(18,6) of the template
_MICRO: Final = 10**PLACES_MAX
TEN_THOUSAND: Final = "万元"

_NUMBER: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))?")
# Why a text is no amount: the first that fits.
_REASONS: Final = (
    (re.compile(r"[+-]?(?:nan|inf(?:inity)?)", re.I), "money.not_a_number"),
    (re.compile(r".*[¥￥$€£].*|(?:RMB|CNY).*", re.I | re.S), "money.symbol"),
    (re.compile(r".*[0-9].*[十百千万亿元角分].*", re.S), "money.suffix"),
    (re.compile(r"[+-]?[0-9.]+e[+-]?[0-9]+", re.I), "money.exponent"),
    (re.compile(r"-[0-9,.]+"), "money.negative"),
    (re.compile(r"[0-9.]*[0-9][,'、][0-9,'、.]*"), "money.separator"),
)


def reader(unit: str | None, placeholders: frozenset[str] = DASHES) -> Callable[[str], Read]:
    """The rule for one text; its value is a plain decimal, still in the field's unit."""

    def read(raw: str) -> Read:
        value = half_width(raw).strip(WHITE)
        if not value:
            return Read(None)
        if value in placeholders or raw.strip(WHITE) in placeholders:
            return Read(None, (), ("value.placeholder",))
        found = _NUMBER.fullmatch(value)
        if not found:
            fits = (code for pattern, code in _REASONS if pattern.fullmatch(value))
            return Read(None, ((next(fits, "money.form"), {}),))
        whole, places = found[1].lstrip("0") or "0", (found[2] or "").rstrip("0")
        if len(whole) > WHOLE_DIGITS_MAX:
            return Read(None, (("money.too_large", {"unit": unit or "元"}),))
        if len(places) > PLACES_MAX:
            return Read(None, (("money.precision", {"unit": unit or "元"}),))
        spaces = ("value.spaces",) if value != half_width(raw) else ()
        width = ("value.width",) if half_width(raw) != raw else ()
        return Read(f"{whole}.{places}" if places else whole, (), (*spaces, *width))

    return read


def normal(values: pl.Series) -> pl.Series:
    """True only where the rule finds nothing and the amount is the same number."""
    return values.str.contains(r"^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?$")


def micros(values: pl.Series) -> pl.Series:
    """Millionths of the unit, as whole numbers: exact, for at most 12 digits and 6 places."""
    return values.cast(pl.Decimal(38, PLACES_MAX)).to_physical().cast(pl.Int64)


def yuan(values: pl.Series, unit: str | None) -> pl.Series:
    """Read amounts as exact decimal yuan with two to six places."""
    if values.null_count() == len(values):
        return values
    amount = micros(values)
    if unit == TEN_THOUSAND:  # a millionth of 万元 is a fen
        return yuan_of_fen(amount)
    parts = pl.DataFrame({"whole": amount // _MICRO, "rest": amount % _MICRO})
    places = pl.col("rest").cast(pl.String).str.zfill(PLACES_MAX)
    kept = pl.concat_str(places.str.slice(0, 2), places.str.slice(2).str.strip_chars_end("0"))
    return parts.select(
        pl.concat_str(pl.col("whole").cast(pl.String), pl.lit("."), kept)
    ).to_series()


def yuan_of_fen(fen: pl.Series) -> pl.Series:
    """Whole fen as yuan with two places."""
    parts = pl.DataFrame({"whole": fen // 100, "rest": fen % 100})
    text = pl.concat_str(
        pl.col("whole").cast(pl.String), pl.lit("."), pl.col("rest").cast(pl.String).str.zfill(2)
    )
    return parts.select(text).to_series()
