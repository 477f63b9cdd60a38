"""How days are read: the listed forms alone, sentinels as open ends. An ambiguous form is never guessed."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from gongxin.intake.findings import Params
from gongxin.intake.rules.cells import Read
from gongxin.intake.rules.text import DASHES, WHITE, half_width
from gongxin.jurisdiction.values import Placeholder

FIRST_YEAR, LAST_YEAR = 1900, 2199
# Facts §1.3. The jurisdiction's own list is added to these.
TEMPLATE_SENTINEL: Final = "2099-12-31"
_OPEN_DAYS: Final = frozenset(
    {"2099-12-31", "2099-01-31", "9999-12-31", "1899-12-31", "1900-01-01"}
)
_OPEN_WORDS: Final = frozenset(
    {"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限", "无处罚期限"}
)

_DAY: Final = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_CHINESE: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_TIMED: Final = re.compile(r"([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})[ T]([0-9:.]+)")
_MIDNIGHT: Final = re.compile(r"0?0:00(?::00(?:\.0+)?)?")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_AMBIGUOUS: Final = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{2}|[0-9]{4})")
_BLANKS: Final = str.maketrans(dict.fromkeys(WHITE))


@dataclass(frozen=True)
class DateRule:
    open_ended: bool
    days: frozenset[str] = _OPEN_DAYS
    words: frozenset[str] = _OPEN_WORDS
    blanks: frozenset[str] = DASHES


def rule(open_ended: bool, placeholders: Iterable[Placeholder] = ()) -> DateRule:
    """The rule of one field; day-shaped placeholders are compared as days, the rest as words."""
    listed = {p.value for p in placeholders if p.kind == "date" and p.meaning == "open_ended"}
    days = {value for value in listed if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)}
    absent = {p.value for p in placeholders if p.kind == "text" and p.meaning == "absent"}
    return DateRule(
        open_ended, _OPEN_DAYS | days, _OPEN_WORDS | (listed - days), DASHES | frozenset(absent)
    )


def reader(rule: DateRule) -> Callable[[str], Read]:
    """The rule for one text."""

    def read(raw: str) -> Read:
        value = half_width(raw).strip(WHITE)
        if not value:
            return Read(None)
        if value in rule.blanks or raw.strip(WHITE) in rule.blanks:
            if rule.open_ended:
                return Read(None, (("date.open_ended", {}),))
            return Read(None, (), ("value.placeholder",))
        if value in rule.words:
            return _open(rule, raw)
        return _day(value, raw, rule)

    return read


def _open(rule: DateRule, raw: str) -> Read:
    if not rule.open_ended:
        return Read(None, (("date.sentinel", {}),))
    if raw == TEMPLATE_SENTINEL:
        return Read(None, (), ("date.open_ended",))  # the template's own way: counted, not listed
    return Read(None, (("date.open_ended", {}),))


def _day(value: str, raw: str, rule: DateRule) -> Read:
    timed = _TIMED.fullmatch(value)
    if timed and not _MIDNIGHT.fullmatch(timed[2]):
        return Read(None, (("date.has_time", {}),))
    parts = _parts(timed[1] if timed else value)
    if parts is None:
        return Read(None, ((_why(value), {}),))
    year, month, day = parts
    iso = f"{year:04d}-{month:02d}-{day:02d}"
    if iso in rule.days:
        return _open(rule, raw)
    refused = _refused(year, month, day)
    if refused:
        return Read(None, (refused,))
    return Read(iso, (), ("date.normalised",) if iso != raw else ())


def _parts(value: str) -> tuple[int, int, int] | None:
    found = _DAY.fullmatch(value)
    if found:
        year, _, month, day, month2, day2 = found.groups()
        return int(year), int(month or month2), int(day or day2)
    found = _CHINESE.fullmatch(value.translate(_BLANKS))
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _why(value: str) -> str:
    if _SERIAL.fullmatch(value):
        return "date.number"
    return "date.ambiguous" if _AMBIGUOUS.fullmatch(value) else "date.form"


def _refused(year: int, month: int, day: int) -> tuple[str, Params] | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return "date.range", {"first": FIRST_YEAR, "last": LAST_YEAR}
    try:
        date(year, month, day)
    except ValueError:
        return "date.impossible", {}
    return None


def normal(rule: DateRule) -> Callable[[pl.Series], pl.Series]:
    """True only where the rule changes and finds nothing."""

    def test(values: pl.Series) -> pl.Series:
        shaped = values.str.contains(r"^(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$")
        real = values.str.to_date("%Y-%m-%d", strict=False).is_not_null()
        return shaped & real & ~values.is_in(list(rule.days))

    return test


def days(values: pl.Series) -> pl.Series:
    """Read days as days."""
    return values.str.to_date("%Y-%m-%d", strict=False)
