"""Which fixes may be accepted for a file: known kind, the item's own field, parameters within bounds. Raises FixRefused; it never changes one."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Final

from gongxin.intake.fixes.amounts import UNITS
from gongxin.intake.fixes.fix import (
    JOINS,
    PARAMETERS,
    PATTERNS,
    TEXT_MAX,
    Fix,
    FixKind,
    FixRefused,
)
from gongxin.intake.fixes.offering import may_fill, may_map
from gongxin.intake.rules.identity import PARTY_ROLES
from gongxin.jurisdiction.values import Field, Item


def ensure_allowed(fix: Fix, item: Item, leftovers: Collection[str]) -> None:
    """Nothing, or FixRefused. `leftovers`: the headers of the file that are no field of the item."""
    field = next((one for one in item.fields if one.code == fix.field), None)
    if field is None or fix.params.keys() != PARAMETERS[fix.kind]:
        raise _refused("修正的内容不完整", "the fix is not complete")
    if any(len(text) > TEXT_MAX for text in fix.params.values()):
        raise _refused("填写的内容太长", "the text is too long")
    if not _fits(fix, field, item, leftovers):
        raise _refused(f"“{field.zh}”不能这样修正", f"“{field.en}” cannot be fixed in this way")


def _fits(fix: Fix, field: Field, item: Item, leftovers: Collection[str]) -> bool:
    if fix.kind is FixKind.MAP_HEADER:
        return fix.params["header"] in leftovers and may_map(field)
    if fix.kind is FixKind.SPLIT_CODES:
        others = {f.code for f in item.fields if f.role in PARTY_ROLES and f.role != "uscc"}
        return field.role == "uscc" and fix.params["to"] in others
    rule = _RULES.get(fix.kind)
    return rule is None or rule(fix.params, field)


def _may_stand(value: str, field: Field) -> bool:
    """A closed list takes its own codes alone; an authority takes a name."""
    if field.code_list is not None and not field.code_list.open:
        return value in {one.code for one in field.code_list.values}
    return field.code_list is not None or field.role == "authority_name" or may_fill(field)


def _unit(field: Field) -> str:
    return field.unit or "元"


# By kind, what the parameters must be for a field; kinds without parameters fit every field.
_RULES: Final[Mapping[FixKind, Callable[[Mapping[str, str], Field], bool]]] = MappingProxyType(
    {
        FixKind.JOIN: lambda p, field: p["by"] in JOINS and may_map(field),
        FixKind.CONVERT_UNIT: lambda p, field: (
            field.type == "money" and p["given"] in UNITS and p["wanted"] == _unit(field)
        ),
        FixKind.STRIP_PREFIX: lambda p, _: bool(p["text"].strip()),
        FixKind.STRIP_SUFFIX: lambda p, _: bool(p["text"].strip()),
        FixKind.READ_DAY: lambda p, field: field.type == "date" and p["pattern"] in PATTERNS,
        FixKind.READ_AMOUNT: lambda p, field: field.type == "money" and p["unit"] == _unit(field),
        FixKind.MAP_VALUE: lambda p, field: (
            bool(p["given"].strip()) and _may_stand(p["wanted"], field)
        ),
        FixKind.FILL: lambda p, field: (
            bool(p["text"].strip()) and may_fill(field) and _may_stand(p["text"], field)
        ),
    }
)


def _refused(zh: str, en: str) -> FixRefused:
    return FixRefused(zh, en, remedy_zh="请改正文件后重新上传", remedy_en="correct the file and upload it again")  # fmt: skip
