"""The example row of an item's template: constructed, about no real body. Pure; what a field has no example for is left empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from gongxin.jurisdiction import AgencyDefinition, Field, Item

# A body of a division that does not exist; its check digits are sound, so the example row passes every check.
PARTY_NAME = "构造市示例有限公司"
PARTY_CODE = "91999999MA00EXMP89"
PARTY_KIND = "法人及非法人组织"
DECIDED = "2026-05-06"
VALID_UNTIL = "2028-05-06"
_YEAR = "2025"
# Types whose example follows from the type; texts, numbers of documents and amounts are written in the law.
_BY_TYPE: Mapping[str, str] = {
    "date": DECIDED,
    "year": _YEAR,
    "flag": "是",
    "integer": "1",
    "decimal": "1",
    "digest": sha256(b"").hexdigest(),
}
# Roles whose example is the example body or the agency that reports.
_OF_PARTY: Mapping[str, str] = {
    "party_name": PARTY_NAME,
    "org_name": PARTY_NAME,
    "party_kind": PARTY_KIND,
    "uscc": PARTY_CODE,
}
_OF_AGENCY = frozenset({"authority_name", "authority_code", "source_name", "source_code"})


@dataclass(frozen=True)
class Reporter:
    """The agency in whose name the example is written."""

    name: str
    uscc: str

    @classmethod
    def of(cls, agency: AgencyDefinition) -> "Reporter":
        """The name under which the sample city knows it, else its first one."""
        constructed = [
            n
            for n in agency.names
            if n.mark == "example" and n.kind == "alias" and not n.valid_until
        ]
        names = constructed or list(agency.names)
        return cls(names[0].name if names else agency.zh, agency.uscc)


def needs_example(field: Field) -> bool:
    """Whether the law itself must give an example: the field is always asked for, and nothing else says one."""
    told = field.type in _BY_TYPE or field.type in {"code", "codes"}
    return (
        field.required and not told and field.role not in _OF_PARTY and field.role not in _OF_AGENCY
    )


def example_of(field: Field, reporter: Reporter) -> str:
    """What stands under this field in the example row; empty where nothing is asked."""
    role = field.role or ""
    if role in _OF_PARTY:
        return _OF_PARTY[role]
    if role in _OF_AGENCY:
        return reporter.name if role.endswith("name") else reporter.uscc
    return field.example or (_by_kind(field) if field.required else "")


def _by_kind(field: Field) -> str:
    if field.code_list is not None:
        return field.code_list.values[0].code
    return VALID_UNTIL if field.role == "valid_until" else _BY_TYPE.get(field.type, "")


def example_row(item: Item, reporter: Reporter) -> dict[str, str]:
    """Field code → example, in the order of the item's fields."""
    return {field.code: example_of(field, reporter) for field in item.fields}
