"""Which fixes may be accepted for a file: known kind, the item's own field, parameters within bounds. Raises FixRefused; it never changes one."""

from collections.abc import Collection

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
    p = fix.params
    match fix.kind:
        case FixKind.MAP_HEADER:
            return p["header"] in leftovers and may_map(field)
        case FixKind.JOIN:
            return p["by"] in JOINS and may_map(field)
        case FixKind.CONVERT_UNIT:
            return (
                field.type == "money"
                and p["given"] in UNITS
                and p["wanted"] == (field.unit or "元")
            )
        case FixKind.STRIP_PREFIX | FixKind.STRIP_SUFFIX:
            return bool(p["text"].strip())
        case FixKind.READ_DAY:
            return field.type == "date" and p["pattern"] in PATTERNS
        case FixKind.READ_AMOUNT:
            return field.type == "money" and p["unit"] == (field.unit or "元")
        case FixKind.MAP_VALUE:
            return bool(p["given"].strip()) and _may_stand(p["wanted"], field)
        case FixKind.SPLIT_CODES:
            return field.role == "uscc" and any(
                f.code == p["to"] and f.role in PARTY_ROLES for f in item.fields
            )
        case FixKind.FILL:
            return bool(p["text"].strip()) and may_fill(field) and _may_stand(p["text"], field)
        case _:
            return True


def _may_stand(value: str, field: Field) -> bool:
    """A closed list takes its own codes alone; an authority takes a name."""
    if field.code_list is not None and not field.code_list.open:
        return value in {one.code for one in field.code_list.values}
    return field.code_list is not None or field.role == "authority_name" or may_fill(field)


def _refused(zh: str, en: str) -> FixRefused:
    return FixRefused(zh, en, remedy_zh="请改正文件后重新上传", remedy_en="correct the file and upload it again")  # fmt: skip
