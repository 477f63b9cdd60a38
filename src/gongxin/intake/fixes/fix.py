"""What a fix is: a kind, the field it works on, its parameters. A value that can be kept, replayed and said in words; it changes nothing itself.

No fix invents a fact: it takes away what is no part of a value, reads a written form that has one meaning, or puts what a
person chose or typed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, assert_never

from gongxin.jurisdiction.values import Item
from gongxin.refusal import Refusal

TEXT_MAX: Final = 200  # characters of a parameter; our own choice: a label, a value, not a text


class FixRefused(Refusal):
    code = "fix.refused"


class FixKind(StrEnum):
    MAP_HEADER = "map_header"  # a column that was left over is this field
    JOIN = "join"  # several columns of the field are one value
    CONVERT_UNIT = "convert_unit"  # the whole column is in another unit
    STRIP_PREFIX = "strip_prefix"
    STRIP_SUFFIX = "strip_suffix"
    HALF_WIDTH = "half_width"
    DROP_BLANKS = "drop_blanks"
    DROP_INVISIBLE = "drop_invisible"
    READ_DAY = "read_day"
    READ_AMOUNT = "read_amount"
    MAP_VALUE = "map_value"
    SPLIT_CODES = "split_codes"
    FILL = "fill"  # the same text for every row that has none


# They say which columns a field is made of, before any cell is looked at.
STRUCTURAL: Final = frozenset({FixKind.MAP_HEADER, FixKind.JOIN})
# What each kind is told, every one of them.
PARAMETERS: Final[Mapping[FixKind, frozenset[str]]] = MappingProxyType(
    {
        FixKind.MAP_HEADER: frozenset({"header"}),
        FixKind.JOIN: frozenset({"by"}),
        FixKind.CONVERT_UNIT: frozenset({"given", "wanted"}),
        FixKind.STRIP_PREFIX: frozenset({"text"}),
        FixKind.STRIP_SUFFIX: frozenset({"text"}),
        FixKind.HALF_WIDTH: frozenset(),
        FixKind.DROP_BLANKS: frozenset(),
        FixKind.DROP_INVISIBLE: frozenset(),
        FixKind.READ_DAY: frozenset({"pattern"}),
        FixKind.READ_AMOUNT: frozenset({"unit"}),
        FixKind.MAP_VALUE: frozenset({"given", "wanted"}),
        FixKind.SPLIT_CODES: frozenset({"to"}),
        FixKind.FILL: frozenset({"text"}),
    }
)
# Applied to its own result it would change it again; it is applied once, to what was reported.
NOT_IDEMPOTENT: Final = frozenset({FixKind.CONVERT_UNIT})
JOINS: Final = ("", ";", "、", " ")  # what may stand between joined parts

PATTERNS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "chinese": ("中文数字日期，如二〇二四年一月五日", "a day in Chinese numerals, such as 二〇二四年一月五日"),
        "written": ("年月日写法，如2024年1月5、2024年1月5号", "year 年 month 月 day without 日 or with 号"),
        "timed": ("带时刻的日期，去掉时刻", "a day with a time of day, which is dropped"),
        "serial_1900": ("Excel 日期序号（1900 日期系统）", "a serial number of Excel, counted from 1900"),
        "serial_1904": ("Excel 日期序号（1904 日期系统）", "a serial number of Excel, counted from 1904"),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Fix:
    """One operation on the column of one field. Equal fixes do the same."""

    kind: FixKind
    field: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.kind, self.field, tuple(sorted(self.params.items()))))

    def as_document(self) -> dict[str, Any]:
        """The fix as JSON data."""
        return {"kind": self.kind.value, "field": self.field, "params": dict(self.params)}


def from_document(document: Mapping[str, Any]) -> Fix:
    """The inverse of `Fix.as_document`."""
    return Fix(FixKind(document["kind"]), document["field"], dict(document["params"]))


def digest(fixes: Iterable[Fix]) -> bytes:
    """SHA-256 of fixes in their order."""
    text = json.dumps([f.as_document() for f in fixes], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).digest()


def says(fix: Fix, item: Item, lang: str = "zh") -> str:
    """What it does, in one sentence, "zh" or "en"."""
    zh, en = _sentence(fix, item)
    return zh if lang == "zh" else en


def _sentence(fix: Fix, item: Item) -> tuple[str, str]:
    known = {one.code: one for one in item.fields}
    named = known.get(fix.field)
    name, en = (named.zh, named.en) if named else (fix.field, fix.field)
    p = fix.params
    match fix.kind:
        case FixKind.MAP_HEADER:
            return f"列“{p['header']}”就是“{name}”", f"the column “{p['header']}” is “{en}”"
        case FixKind.JOIN:
            by = f"以“{p['by']}”" if p["by"] else ""
            with_ = f", with “{p['by']}” between" if p["by"] else ""
            return f"“{name}”的几列{by}合成一列", f"the columns of “{en}” become one{with_}"
        case FixKind.CONVERT_UNIT:
            return (
                f"“{name}”整列由{p['given']}换算为{p['wanted']}",
                f"the whole column “{en}” is converted from {p['given']} to {p['wanted']}",
            )
        case FixKind.STRIP_PREFIX:
            return (
                f"去掉“{name}”前面的“{p['text']}”",
                f"take “{p['text']}” away from the beginning of “{en}”",
            )
        case FixKind.STRIP_SUFFIX:
            return (
                f"去掉“{name}”后面的“{p['text']}”",
                f"take “{p['text']}” away from the end of “{en}”",
            )
        case FixKind.HALF_WIDTH:
            return (
                f"“{name}”的全角字符改为半角",
                f"full-width characters of “{en}” become half-width",
            )
        case FixKind.DROP_BLANKS:
            return f"去掉“{name}”里的空格", f"take the blanks out of “{en}”"
        case FixKind.DROP_INVISIBLE:
            return f"去掉“{name}”里的不可见字符", f"take the invisible characters out of “{en}”"
        case FixKind.READ_DAY:
            zh, words = PATTERNS[p["pattern"]]
            return f"“{name}”按{zh}读取", f"read “{en}” as {words}"
        case FixKind.READ_AMOUNT:
            return (
                f"“{name}”去掉单位、符号和分隔符，按{p['unit']}填写",
                f"“{en}” without units, signs and separators, in {p['unit']}",
            )
        case FixKind.MAP_VALUE:
            return (
                f"“{name}”里的“{p['given']}”写成“{p['wanted']}”",
                f"“{p['given']}” in “{en}” becomes “{p['wanted']}”",
            )
        case FixKind.SPLIT_CODES:
            other = known.get(p["to"])
            zh, words = (other.zh, other.en) if other else (p["to"], p["to"])
            return (
                f"“{name}”一格两码的，另一个移到“{zh}”",
                f"where “{en}” holds two codes, the other one goes to “{words}”",
            )
        case FixKind.FILL:
            return f"“{name}”空着的都填“{p['text']}”", f"“{p['text']}” in every empty “{en}”"
    assert_never(fix.kind)
