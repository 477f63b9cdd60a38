"""How a public record is laid out: which of its fields are told, in which words. Pure; it hides nothing the head does not say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongxin.jurisdiction import Field, Item
from gongxin.records.publicrecord import PublicRecord, Shown

# Said in the head of the card already: who decided, when, under which number, valid how long.
HEAD = frozenset(
    {"authority_name", "authority_code", "document_number", "decided", "valid_from", "valid_until"}
)
# Said on the page of the organisation; told only where they differ from it.
PARTY = frozenset({"party_name", "uscc", "org_name"})
_FLAGS = {"是": "yes", "否": "no"}
JOINED = re.compile(r"[;；]")


@dataclass(frozen=True)
class Line:
    """One field: its label and its value, each in both languages. Data have one language: their own."""

    zh: str
    en: str
    value_zh: str
    value_en: str

    @property
    def is_data(self) -> bool:
        return self.value_zh == self.value_en


@dataclass(frozen=True)
class Card:
    record: PublicRecord
    lines: tuple[Line, ...]


def card(record: PublicRecord, item: Item, *, known: Sequence[str]) -> Card:
    """The card of a record on a page that already says `known` of the organisation."""
    lines = (
        line(shown, item.field(shown.code))
        for shown in record.fields
        if not _is_said(shown, item.field(shown.code), known)
    )
    return Card(record, tuple(lines))


def _is_said(shown: Shown, field: Field, known: Sequence[str]) -> bool:
    if field.role == "party_kind":
        return True  # the kind of the organisation stands at the head of its page
    return field.role in HEAD or (field.role in PARTY and shown.value in known)


def line(shown: Shown, field: Field) -> Line:
    """A field as it is told: money with its unit, codes as words."""
    label_zh, label_en = shown.zh, shown.en
    if field.type == "money":
        # The form counts in 万元, the record in 元: the unit stands beside the value, not in the label.
        label_zh = label_zh.replace("(万元)", "").replace("（万元）", "")
        value = money(shown.value)
        return Line(label_zh, label_en, f"{value} 元", f"{value} yuan")
    if field.type == "flag":
        return Line(label_zh, label_en, shown.value, _FLAGS.get(shown.value, shown.value))
    if field.code_list is None:
        return Line(label_zh, label_en, shown.value, shown.value)
    words = {word.code: word for word in field.code_list.values}
    parts = [part for part in JOINED.split(shown.value) if part]
    return Line(
        label_zh,
        label_en,
        "、".join(words[part].zh if part in words else part for part in parts),
        ", ".join(words[part].en if part in words else part for part in parts),
    )


def money(value: str) -> str:
    """Exact 元 with separators, without zeros that say nothing."""
    whole, _dot, part = value.partition(".")
    digits = f"{int(whole):,}" if whole.isascii() and whole.isdigit() else whole
    kept = part.rstrip("0")
    return f"{digits}.{kept}" if kept else digits
