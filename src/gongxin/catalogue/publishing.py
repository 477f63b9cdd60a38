"""The catalogue as a machine-readable standard: JSON Schema of each item, CSV of items and of fields. Pure; the same law gives the same bytes.

The columns of GB/T 39441, 39445 and 39446 are empty until the standards are at hand: no code is invented.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from gongxin.jurisdiction import CodeList, Field, Item, LawInForce, classes_of

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
NOT_AT_HAND: Final = (
    "GB/T 39441、39445、39446—2020 的代码表不在手边，对应列留空，不作推测 · "
    "the code tables of these standards are not at hand: their columns are empty, nothing is guessed"
)
# What a stored value of each type looks like; values are text, null where nothing was reported.
_PATTERNS: Final = {
    "date": r"^\d{4}-\d{2}-\d{2}$",
    "money": r"^-?\d+\.\d{2,}$",
    "integer": r"^-?\d{1,18}$",
    "decimal": r"^-?\d{1,12}(\.\d{1,6})?$",
    "year": r"^(19|20)\d{2}$",
    "digest": r"^[0-9a-f]{64}$",
}
_ITEM_COLUMNS: Final = (
    "code", "version", "zh", "en", "domain", "nature", "polarity", "audience", "classes", "retention_months",
    "retention_source", "update_working_days", "update_source", "in_force_from", "in_force_until", "ends",
    "natural_key", "agencies", "basis", "mark", "source", "gbt_39441",
)  # fmt: skip
_FIELD_COLUMNS: Final = (
    "item", "version", "position", "code", "zh", "en", "type", "length", "unit", "required", "required_when", "list",
    "role", "audience", "aliases", "note_zh", "note_en", "example", "gbt_39445",
)  # fmt: skip
_VALUE_COLUMNS: Final = (
    "list",
    "code",
    "zh",
    "en",
    "aliases",
    "open",
    "mark",
    "source",
    "gbt_39446",
)


def item_schema(item: Item) -> dict[str, Any]:
    """JSON Schema (2020-12) of a stored payload of this item version: one text or null per field, in the form it is kept in."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:gongxin:item:{item.code}:{item.version}",
        "title": f"{item.zh} · {item.en}",
        "description": f"{item.description_zh} {item.description_en}".strip(),
        "type": "object",
        "properties": {field.code: _property(field) for field in item.fields},
        "required": [field.code for field in item.fields if field.required],
        "additionalProperties": False,
        "x-natural-key": list(item.natural_key),
        "x-audience": item.audience,
        "x-mark": item.mark,
        "x-source": item.source,
        "x-gbt-39441": item.standard,
    }


def schemas(law: LawInForce) -> dict[str, Any]:
    """Every item in force on the day, under its code."""
    return {
        "jurisdiction": law.jurisdiction,
        "as_of": law.day.isoformat(),
        "digest": law.digest,
        "note": NOT_AT_HAND,
        "items": {item.code: item_schema(item) for item in law.items},
    }


def _property(field: Field) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "string"}
    if field.length is not None and field.type not in _PATTERNS:
        kind["maxLength"] = field.length
    if field.type in _PATTERNS:
        kind["pattern"] = _PATTERNS[field.type]
    elif field.type == "flag":
        kind["enum"] = ["是", "否"]
    elif field.type == "code" and field.code_list is not None and not field.code_list.open:
        kind["enum"] = [value.code for value in field.code_list.values]
    if field.code_list is not None:
        kind["x-list"] = field.code_list.key
    described: dict[str, Any] = {
        "title": f"{field.zh} · {field.en}",
        "x-type": field.type,
        "x-audience": field.audience,
        "x-gbt-39445": field.standard,
    }
    if field.type == "money":
        described["description"] = "元 · yuan, exact"
    if field.required:
        return {**kind, **described}
    return {"anyOf": [kind, {"type": "null"}], **described}


def items_csv(items: Iterable[Item]) -> str:
    return _csv(_ITEM_COLUMNS, (_item_row(item) for item in items))


def fields_csv(items: Iterable[Item]) -> str:
    return _csv(
        _FIELD_COLUMNS,
        (
            _field_row(item, position, field)
            for item in items
            for position, field in enumerate(item.fields, start=1)
        ),
    )


def lists_csv(lists: Iterable[CodeList]) -> str:
    return _csv(
        _VALUE_COLUMNS,
        (
            (
                codes.key, value.code, value.zh, value.en, _many(value.aliases), _yes(codes.open),
                codes.mark, codes.source, value.standard or "",
            )
            for codes in lists
            for value in codes.values
        ),
    )  # fmt: skip


def _item_row(item: Item) -> Sequence[str]:
    return (
        item.code, str(item.version), item.zh, item.en, item.domain, item.nature, item.polarity, item.audience,
        _many(classes_of(item)), str(item.retention_months or ""), item.retention_source or "",
        str(item.update_working_days), item.update_source, item.in_force_from.isoformat(),
        item.in_force_until.isoformat() if item.in_force_until else "",
        item.ends.item if item.ends else "", _many(item.natural_key), _many(item.agencies),
        _many(f"{basis.zh}[{basis.mark}]" for basis in item.legal_basis), item.mark, item.source,
        item.standard or "",
    )  # fmt: skip


def _field_row(item: Item, position: int, field: Field) -> Sequence[str]:
    when = field.required_when
    return (
        item.code, str(item.version), str(position), field.code, field.zh, field.en, field.type,
        str(field.length or ""), field.unit or "", _yes(field.required),
        f"{when.field}={_many(when.values)}" if when else "",
        field.code_list.key if field.code_list else "", field.role or "", field.audience,
        _many(field.aliases), field.note_zh, field.note_en, field.example or "", field.standard or "",
    )  # fmt: skip


def _many(values: Iterable[str]) -> str:
    return ";".join(values)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells that a spreadsheet program would read as a formula are written behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [["'" + c if c[:1] in "=+-@\t\r" and len(c) > 1 else c for c in row] for row in rows]
    )
    return out.getvalue()
