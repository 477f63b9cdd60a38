"""Typed cells of a workbook as text, exactly. A number that may have lost digits becomes nothing and a finding, never a guess."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import assert_never

Value = str | float | int | bool | date | datetime | time | timedelta | None

# Excel keeps 15 digits, and a number of this length in a file of the administration is an identifier.
_ELEVEN_DIGITS = 10**10
_WRITTEN_MAX, _PLACES_MAX = 40, 20  # of a number written as text: beyond it, it is no amount


def number_text(value: float) -> str:
    """The shortest decimal that is this number, without an exponent."""
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def cell_text(value: Value, *, identifier: bool) -> tuple[str | None, str | None]:
    """The text of a cell, and the code of what is to be said of it."""
    match value:
        case None | "":
            return None, None
        case str():
            return value, None
        case bool():
            return ("TRUE" if value else "FALSE"), "cell.number"
        case int() | float():
            return _number(value, identifier=identifier)
        case timedelta():
            return None, "cell.error"
        case datetime() | date() | time():
            return (
                (None, "cell.numeric_identifier") if identifier else (_moment(value), "cell.date")
            )
        case _:
            assert_never(value)


def _number(value: float, *, identifier: bool) -> tuple[str | None, str]:
    if not isfinite(value):
        return None, "cell.error"
    if identifier or abs(value) >= _ELEVEN_DIGITS:
        return None, "cell.numeric_identifier"
    return number_text(value), "cell.number"


def written_number(text: str, *, identifier: bool) -> tuple[str | None, str]:
    """A number as a text format writes it: kept digit for digit, an exponent written out."""
    if identifier or len(text) > _WRITTEN_MAX:
        return None, "cell.numeric_identifier"
    value = Decimal(text)
    if abs(value) >= _ELEVEN_DIGITS:
        return None, "cell.numeric_identifier"
    if int(value.as_tuple().exponent) < -_PLACES_MAX:
        return None, "cell.error"
    return (format(value, "f") if "e" in text.lower() else text), "cell.number"


def _moment(value: datetime | date | time) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds")


def line_ends(text: str) -> str:
    """Line ends within a cell as LF, U+2028 and U+2029 as a blank, like in a text file."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\u2028" in text or "\u2029" in text:
        text = text.replace("\u2028", " ").replace("\u2029", " ")
    return text
