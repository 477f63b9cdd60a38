"""Written amounts that have one meaning: a unit beside the number, a sign of money, separators of thousands. Exact, nothing is rounded."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from gongxin.intake.rules.text import WHITE, half_width

UNITS: Final = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_AMOUNT: Final = re.compile(
    r"(人民币|RMB|CNY|[¥￥])?\s*((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(亿元?|万元?|元)?(?:整|正)?"
)


def read_amount(text: str, unit: str) -> str | None:
    """The number in `unit`; None where it is not plainly an amount. Without a unit of its own it is in `unit`, with a sign of money in 元."""
    found = _AMOUNT.fullmatch(half_width(text).strip(WHITE).replace("，", ",").upper())
    if not found:
        return None
    stated = found[3] or ("元" if found[1] else unit)
    stated = stated if stated.endswith("元") else f"{stated}元"
    return _plain(Decimal(found[2].replace(",", "")) * UNITS[stated] / UNITS[unit])


def converted(text: str, given: str, wanted: str) -> str | None:
    """A plain number of one unit in another; None for what is no plain number."""
    try:
        value = Decimal(half_width(text).strip(WHITE))
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return _plain(value * UNITS[given] / UNITS[wanted])


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
