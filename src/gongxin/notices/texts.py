"""The shape of what a notice says: texts in both languages, sections, and a record as a notice names it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Pair:
    """A text in both languages. What is data stands in both as it is."""

    zh: str
    en: str


@dataclass(frozen=True)
class Part:
    """A section of a notice: its heading, what it states, and what follows from it."""

    heading: Pair
    facts: tuple[tuple[Pair, Pair], ...] = ()
    paragraphs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Text:
    """A whole notice."""

    title: Pair
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Recorded:
    """A record as a notice names it."""

    item: Pair
    document_number: str
    authority: str
    decided: date
    left: Pair | None = None  # why it is not shown any more, where it is not


def record_facts(of: Recorded) -> Sequence[tuple[Pair, Pair]]:
    return (
        (Pair("事项", "Item"), of.item),
        (Pair("决定文书号", "Document number"), plain(of.document_number or "–")),
        (Pair("作出决定的单位", "Decided by"), plain(of.authority or "–")),
        (Pair("决定日期", "Decided on"), plain(f"{of.decided:%Y-%m-%d}")),
    )


def plain(text: str) -> Pair:
    return Pair(text, text)
