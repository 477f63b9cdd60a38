"""Written forms of a day that have one meaning, by name. A form that could be two days is not here."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from gongxin.intake.rules.text import WHITE, half_width

_DIGITS: Final = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}  # fmt: skip
_NUMERALS: Final = "〇零○Ｏ一二三四五六七八九"
# A year in four numerals, month and day as they are counted: 二〇二四年十二月三十一日.
_CHINESE: Final = re.compile(
    rf"([{_NUMERALS}]{{4}})年([一二三四五六七八九十元正]{{1,2}}|十[一二])月([一二三四五六七八九十廿卅]{{1,3}})[日号]?"
)
_WRITTEN: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?")
_TIMED: Final = re.compile(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})[ T]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
)
_SERIAL: Final = re.compile(r"([0-9]{5})(?:\.0+)?")
# Day 60 of the system of 1900 is a 29 February that never was; from 61 on this is right.
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_BLANKS: Final = str.maketrans(dict.fromkeys(WHITE))


def _chinese(text: str) -> str | None:
    found = _CHINESE.fullmatch(text.translate(_BLANKS))
    if not found:
        return None
    year = int("".join(_DIGITS[c] for c in found[1]))
    month, day = _counted(found[2].replace("元", "一").replace("正", "一")), _counted(found[3])
    return _iso(year, month, day)


def _counted(numerals: str) -> int | None:
    """十二 → 12, 三十一 → 31, 廿三 → 23; None for what is no number."""
    spelt = numerals.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = spelt.rpartition("十")
    if ten and (len(tens) > 1 or len(ones) > 1 or "十" in tens):
        return None
    if not ten:
        return int(_DIGITS[ones]) if len(ones) == 1 else None
    return (int(_DIGITS[tens]) if tens else 1) * 10 + (int(_DIGITS[ones]) if ones else 0)


def _written(text: str) -> str | None:
    found = _WRITTEN.fullmatch(half_width(text).translate(_BLANKS))
    return _iso(int(found[1]), int(found[2]), int(found[3])) if found else None


def _timed(text: str) -> str | None:
    found = _TIMED.fullmatch(half_width(text).strip(WHITE))
    return _iso(int(found[1]), int(found[3]), int(found[4])) if found else None


def _serial(epoch: date) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        found = _SERIAL.fullmatch(half_width(text).strip(WHITE))
        return (epoch + timedelta(days=int(found[1]))).isoformat() if found else None

    return read


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    """The day, or None where there is no such day: it is left as it was written."""
    try:
        return date(year, month or 0, day or 0).isoformat()
    except ValueError:
        return None


READERS: Final[Mapping[str, Callable[[str], str | None]]] = MappingProxyType(
    {
        "chinese": _chinese,
        "written": _written,
        "timed": _timed,
        "serial_1900": _serial(_EPOCH_1900),
        "serial_1904": _serial(_EPOCH_1904),
    }
)
