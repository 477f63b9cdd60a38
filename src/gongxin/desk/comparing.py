"""What a version says beside what another one says, field by field. Lays out; it decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language

from gongxin.catalogue import queries as catalogue
from gongxin.intake.correcting import Proposed
from gongxin.jurisdiction import Field, Item
from gongxin.records import histories
from gongxin.records.histories import Told


@dataclass(frozen=True)
class Line:
    """One thing that would change: what it is called, what it is, what it would be."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """One record: which row would change it, and what of it."""

    row: int
    record: UUID
    document: str
    lines: tuple[Line, ...]
    unchanged: int


def changes(found: Proposed) -> list[Changed]:
    """The records that would be corrected, as they stand and as they would stand."""
    before = histories.versions_numbered([(one.record, one.number) for one in found.first])
    laid_out = []
    for one in found.first:
        now = before[one.record]
        item = catalogue.item_shape(now.item, now.item_version)
        lines = tuple(between(now.payload, one.after, item))
        document = said(now.payload, item, "document_number")
        laid_out.append(
            Changed(one.row, one.record, document, lines, len(item.fields) - len(lines))
        )
    return laid_out


def between(
    before: Mapping[str, str | None], after: Mapping[str, str | None], item: Item
) -> list[Line]:
    """The fields that differ, in the order of the form."""
    return [
        Line(label(field), text(before.get(field.code), field), text(after.get(field.code), field))
        for field in item.fields
        if (before.get(field.code) or "") != (after.get(field.code) or "")
    ]


def ending(told: Told) -> list[Line]:
    """What the record says, all of it, and would say no more."""
    item = catalogue.item_shape(told.item, told.item_version)
    return [
        Line(label(field), text(told.payload.get(field.code), field), "")
        for field in item.fields
        if told.payload.get(field.code)
    ]


def label(field: Field) -> str:
    """The field's name in the reader's language."""
    return field.en if get_language() == "en" else field.zh


def text(value: str | None, field: Field) -> str:
    """A stored value as people read it: a code with its word, an amount with its unit."""
    if not value:
        return ""
    if field.type == "money":
        return f"{value} 元"
    words = {word.code: word for word in field.code_list.values} if field.code_list else {}
    if value in words:
        word = words[value]
        return f"{word.en if get_language() == 'en' else word.zh} ({value})"
    return value


def said(payload: Mapping[str, str | None], item: Item, *roles: str) -> str:
    """What the first of these roles says."""
    fields: Sequence[Field] = [f for role in roles if (f := item.by_role(role)) is not None]
    return next((value for field in fields if (value := payload.get(field.code))), "")
