"""Decides which column of a file is which field of the item, by code and label. Never by position, never by likeness."""

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import polars as pl

from gongxin.intake import findings
from gongxin.intake.fixes.fix import Fix, FixKind
from gongxin.intake.rules.text import WHITE, half_width
from gongxin.jurisdiction.values import Item

_BLANKS: Final = str.maketrans(
    dict.fromkeys([*WHITE, "*", "\ufeff"])
)  # forms mark required columns with *
_BRACKETS: Final = str.maketrans("【】〔〕［］[]", "()()()()")
# Two names in one header; a label may have brackets of its own: 罚款金额(万元)(CF_NR_FK).
_TWO: Final = (re.compile(r"(.+)\(([^()]+)\)"), re.compile(r"([^()]+)\((.+)\)"))
_CODE: Final = re.compile(r"[A-Z]{2,}(?:_[A-Z0-9]+)+")
_FAMILY: Final = re.compile(r"([A-Z]{2,})_")
_FAMILIES: Final = frozenset({"XK", "CF", "DJ"})  # licences, penalties, the register
_UNITS: Final = frozenset({"元", "万元", "亿元"})

Finding = dict[str, str | int | None]


@dataclass(frozen=True)
class Mapping:
    """Header as received → field code; what is not in it is left over."""

    fields: MappingType[str, str]
    leftovers: tuple[str, ...]
    findings: pl.DataFrame

    @property
    def refused(self) -> bool:
        """Whether the file as a whole cannot be taken."""
        return bool((self.findings["severity"] == "reject").any())


def consume(headers: Sequence[str], item: Item) -> Mapping:
    """Map the headers of a file to the fields of the item."""
    names, units = _names(item), {field.code: field.unit for field in item.fields}
    cut = {fold(name) for column in item.cut for name in column.headers}
    found: list[Finding] = []
    mapped: dict[str, str] = {}
    leftovers: list[str] = []
    for header in headers:
        code = _field_of(header, names, units, found)
        if code is not None:
            mapped[header] = code
        elif fold(header) and fold(header) not in cut:  # of a cut column only its presence is left
            leftovers.append(header)
    found += _duplicates(headers, mapped)
    found += _strangers(leftovers, item)
    found += _missing(mapped, item)
    return Mapping(MappingProxyType(mapped), tuple(leftovers), findings.frame(found))


# What a person can settle by saying what a column is. A file of another item, or one whose labels have slipped, is not one of them.
_FIXABLE: Final = frozenset({"header.missing", "header.duplicate", "header.unit"})


def may_be_fixed(mapping: Mapping) -> bool:
    """Whether nothing stands against the file but what a fix may settle."""
    refusing = mapping.findings.filter(pl.col("severity") == "reject")["code"].to_list()
    return frozenset(refusing) <= _FIXABLE


def fold(header: str) -> str:
    """How headers are compared: width, case, blanks and the kind of brackets do not count."""
    return half_width(header).translate(_BRACKETS).translate(_BLANKS).upper()


def _names(item: Item) -> dict[str, str]:
    """Every way in which a field may be headed. Codes win over names, names over aliases."""
    names: dict[str, str] = {}
    for field in item.fields:
        for alias in field.aliases:
            names.setdefault(fold(alias), field.code)
    for field in item.fields:
        names[fold(field.zh)] = field.code
    for field in item.fields:
        names[fold(field.code)] = field.code
    return names


def _field_of(
    header: str, names: dict[str, str], units: dict[str, str | None], found: list[Finding]
) -> str | None:
    folded = fold(header)
    if folded in names:
        return names[folded]
    found_two = [two for pattern in _TWO if (two := pattern.fullmatch(folded))]
    two = next((two for two in found_two if two[1] in names or two[2] in names), None)
    if two is None:
        return None
    first, second = names.get(two[1]), names.get(two[2])
    if first == second:
        return first
    # A code beside a label that is not its own: labels may have slipped by one column.
    if (first and second) or _CODE.fullmatch(two[1]) or _CODE.fullmatch(two[2]):
        found.append(_conflict(header, two, first, second))
        return None
    if first is None:
        return None  # a remark in front of brackets is not a field
    if two[2] in _UNITS and two[2] != units[first]:
        params = {"header": header[:60], "unit": units[first] or "—"}
        found.append(findings.finding("header.unit", column=header, params=params))
    return first


def _conflict(header: str, two: re.Match[str], first: str | None, second: str | None) -> Finding:
    code_first = bool(_CODE.fullmatch(two[1]))
    by_code, by_label = (first, second) if code_first else (second, first)
    params = {"header": header[:60], "by_code": by_code or "—", "by_label": by_label or "—"}
    return findings.finding("header.conflict", column=header, params=params)


def _duplicates(headers: Sequence[str], mapped: dict[str, str]) -> list[Finding]:
    by_field: dict[str, list[str]] = {}
    for header in headers:
        if header in mapped:
            by_field.setdefault(mapped[header], []).append(header)
    return [
        findings.finding(
            "header.duplicate",
            column=field,
            params={"field": field, "headers": "、".join(same)[:200]},
        )
        for field, same in by_field.items()
        if len(same) > 1
    ]


def _strangers(leftovers: list[str], item: Item) -> list[Finding]:
    """What is left over, column by column; codes of another family are one finding."""
    mine = {m[1] for f in item.fields if (m := _FAMILY.match(fold(f.code)))}
    families: dict[str, list[str]] = {}
    for header in leftovers:
        family = _FAMILY.match(fold(header).split("(")[-1]) or _FAMILY.match(fold(header))
        if family and family[1] not in mine:
            families.setdefault(family[1], []).append(header)
    found = [
        findings.finding(
            "header.family", params={"prefix": prefix, "headers": "、".join(headers)[:200]}
        )
        for prefix, headers in families.items()
        if prefix in _FAMILIES
    ]
    return found + [
        findings.finding("header.leftover", column=header, params={"header": header[:60]})
        for header in leftovers
    ]


def _missing(mapped: dict[str, str], item: Item) -> list[Finding]:
    given = set(mapped.values())
    absent = [field for field in item.fields if field.required and field.code not in given]
    if not absent:
        return []
    names = "、".join(f"{field.zh}({field.code})" for field in absent)
    return [findings.finding("header.missing", params={"fields": names})]


def after_fixes(
    said: pl.DataFrame, fields: MappingType[str, str], fixes: Sequence[Fix], item: Item
) -> pl.DataFrame:
    """What is to be said of the headers once these fixes say what some columns are. `fields`: with the mapped ones."""
    mine = {fix.params["header"] for fix in fixes if fix.kind is FixKind.MAP_HEADER}
    joined = {fix.field for fix in fixes if fix.kind is FixKind.JOIN}
    converted = {fix.field for fix in fixes if fix.kind is FixKind.CONVERT_UNIT}
    settled = [
        row["code"] in {"header.missing", "header.duplicate"}
        or (row["code"] == "header.leftover" and row["column"] in mine)
        or (row["code"] == "header.unit" and fields.get(row["column"]) in converted)
        for row in said.iter_rows(named=True)
    ]
    kept = said.filter(~pl.Series(settled, dtype=pl.Boolean)) if settled else said
    filled = {fix.field for fix in fixes if fix.kind is FixKind.FILL}
    given = dict(fields) | {code: code for code in filled}
    twice = [f for f in _duplicates(list(fields), dict(fields)) if f["column"] not in joined]
    return pl.concat([kept, findings.frame([*twice, *_missing(given, item)])])
