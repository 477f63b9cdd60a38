"""How coded values are read: by code, Chinese name or alias, one or several in a cell. Never by likeness."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from gongxin.intake.findings import Params
from gongxin.intake.rules.cells import Read
from gongxin.intake.rules.text import DASHES, WHITE, half_width
from gongxin.jurisdiction.values import CodeList

# 行政拘留 falls on persons alone (facts §1.2, 行政处罚法 art 9); in the old lists it was number 6.
_PERSONS_ONLY: Final = "拘留"
NATURAL_PERSON: Final = "自然人"
_STRONG, _WEAK = re.compile(r"[;；\n]"), re.compile(r"[、,，]")
_OTHER: Final = re.compile(r"其他[-－—:：（(].+", re.S)
JOIN: Final = ";"

_YES, _NO = (
    frozenset({"是", "有", "1", "Y", "YES", "TRUE"}),
    frozenset({"否", "无", "0", "N", "NO", "FALSE"}),
)


@dataclass(frozen=True)
class ListRule:
    code_list: CodeList
    several: bool
    known: dict[str, str]  # folded code, name or alias → code
    placeholders: frozenset[str] = DASHES
    limit: int | None = None


def rule(
    code_list: CodeList,
    *,
    several: bool,
    placeholders: frozenset[str] = DASHES,
    limit: int | None = None,
) -> ListRule:
    """The rule of one field. Where a name and another value's alias collide, code and name win."""
    known: dict[str, str] = {}
    for value in code_list.values:
        known |= {fold(alias): value.code for alias in value.aliases}
    for value in code_list.values:
        known |= {fold(value.zh): value.code}
    for value in code_list.values:
        known |= {fold(value.code): value.code}
    return ListRule(code_list, several, known, placeholders, limit)


def fold(text: str) -> str:
    """How a coded value is compared: width, case and outer blanks do not count."""
    return half_width(text).strip(WHITE).upper()


def reader(rule: ListRule) -> Callable[[str], Read]:
    """The rule for one text."""

    def read(raw: str) -> Read:
        value = raw.strip(WHITE)
        if not value:
            return Read(None)
        if value in rule.placeholders:
            return Read(None, (), ("value.placeholder",))
        found: list[tuple[str, Params]] = []
        codes = [_one(part, rule, found) for part in _parts(value, rule)]
        read_as = JOIN.join(dict.fromkeys(codes))
        if rule.limit is not None and len(read_as) > rule.limit:
            found.append(("value.too_long", {"length": len(read_as), "limit": rule.limit}))
        return Read(read_as, tuple(found), ("code.spelling",) if read_as != raw else ())

    return read


def _parts(value: str, rule: ListRule) -> list[str]:
    """The whole if it is a value, else its parts; 没收违法所得、没收非法财物 is one value that holds a separator."""
    if not rule.several or fold(value) in rule.known:
        return [value]
    parts: list[str] = []
    for piece in _STRONG.split(value):
        free = fold(piece) in rule.known or _OTHER.fullmatch(piece.strip(WHITE))
        parts += [piece] if free else _WEAK.split(piece)
    return [part for part in (p.strip(WHITE) for p in parts) if part] or [value]


def _one(part: str, rule: ListRule, found: list[tuple[str, Params]]) -> str:
    code = rule.known.get(fold(part))
    if code is not None:
        return code
    params = {"value": part[:60], "list": rule.code_list.key}
    if _PERSONS_ONLY in part:
        found.append(("kind.person_only", {"value": part[:60]}))
    elif not rule.code_list.open or part.isdigit():
        found.append(("code.unknown", params))  # a bare number is a code, never a free text
    elif not _OTHER.fullmatch(part):
        found.append(("code.unlisted", params))
    return part


def normal(rule: ListRule) -> Callable[[pl.Series], pl.Series]:
    """True only for the codes themselves."""
    codes = [value.code for value in rule.code_list.values]
    return lambda values: values.is_in(codes)


def holds(value: str | None, wanted: tuple[str, ...]) -> bool:
    """Whether a read value, of one or several codes, holds one of these."""
    return value is not None and any(code in wanted for code in (value, *value.split(JOIN)))


def read_flag(raw: str) -> Read:
    """是 or 否, and their listed spellings."""
    value = fold(raw)
    if not value:
        return Read(None)
    if value in _YES or value in _NO:
        read_as = "是" if value in _YES else "否"
        return Read(read_as, (), ("code.spelling",) if read_as != raw else ())
    return Read(None, (("flag.form", {}),))


def read_integer(raw: str) -> Read:
    """A whole number of at most 18 digits."""
    value = half_width(raw).strip(WHITE)
    if not value:
        return Read(None)
    if value in DASHES:
        return Read(None, (), ("value.placeholder",))
    if not re.fullmatch(r"-?[0-9]{1,18}", value):
        return Read(None, (("integer.form", {}),))
    read_as = str(int(value))
    return Read(read_as, (), ("value.width",) if read_as != raw else ())
