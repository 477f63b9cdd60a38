"""What a fix is: a kind, the field it works on, its parameters. A value that can be kept, replayed and said in words; it changes nothing itself.

No fix invents a fact: it takes away what is no part of a value, reads a written form that has one meaning, or puts what a
person chose or typed.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

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
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)

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


_SENTENCES: Final[Mapping[FixKind, tuple[str, str]]] = MappingProxyType(
    {
        FixKind.MAP_HEADER: ("列“{header}”就是“{name}”", "the column “{header}” is “{name}”"),
        FixKind.JOIN: (
            "“{name}”的几列合成一列，中间写“{by}”",
            "the columns of “{name}” become one, with “{by}” between",
        ),
        FixKind.CONVERT_UNIT: (
            "“{name}”整列由{given}换算为{wanted}",
            "the whole column “{name}” is converted from {given} to {wanted}",
        ),
        FixKind.STRIP_PREFIX: (
            "去掉“{name}”前面的“{text}”",
            "take “{text}” away from the beginning of “{name}”",
        ),
        FixKind.STRIP_SUFFIX: (
            "去掉“{name}”后面的“{text}”",
            "take “{text}” away from the end of “{name}”",
        ),
        FixKind.HALF_WIDTH: (
            "“{name}”的全角字符改为半角",
            "full-width characters of “{name}” become half-width",
        ),
        FixKind.DROP_BLANKS: ("去掉“{name}”里的空格", "take the blanks out of “{name}”"),
        FixKind.DROP_INVISIBLE: (
            "去掉“{name}”里的不可见字符",
            "take the invisible characters out of “{name}”",
        ),
        FixKind.READ_DAY: ("“{name}”按{pattern}读取", "read “{name}” as {pattern}"),
        FixKind.READ_AMOUNT: (
            "“{name}”去掉单位、符号和分隔符，按{unit}填写",
            "“{name}” without units, signs and separators, in {unit}",
        ),
        FixKind.MAP_VALUE: (
            "“{name}”里的“{given}”写成“{wanted}”",
            "“{given}” in “{name}” becomes “{wanted}”",
        ),
        FixKind.SPLIT_CODES: (
            "“{name}”一格两码的，另一个移到“{other}”",
            "where “{name}” holds two codes, the other one goes to “{other}”",
        ),
        FixKind.FILL: ("“{name}”空着的都填“{text}”", "“{text}” in every empty “{name}”"),
    }
)


def says(fix: Fix, item: Item, lang: str = "zh") -> str:
    """What it does, in one sentence, "zh" or "en"."""
    place = 0 if lang == "zh" else 1
    known = {one.code: (one.zh, one.en) for one in item.fields}
    words = {"name": known.get(fix.field, (fix.field, fix.field))[place], **fix.params}
    if "pattern" in words:
        words["pattern"] = PATTERNS[words["pattern"]][place]
    if "to" in words:
        words["other"] = known.get(words["to"], (words["to"], words["to"]))[place]
    return _SENTENCES[fix.kind][place].format_map(words)
