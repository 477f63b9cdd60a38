"""The procedure behind an entry in a list, as its record page prints it. Lays out; it decides nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from gongxin.intake.rules.procedure import NAMES
from gongxin.jurisdiction import Item
from gongxin.records.publicrecord import PublicRecord


@dataclass(frozen=True)
class Shown:
    """One paper: what it is called, its number and day where the public reads them, whether its digest is kept."""

    step: str
    zh: str
    en: str
    number: str
    dated: str
    has_digest: bool
    is_same: bool  # the paper that was just handed in


def papers(found: PublicRecord, item: Item, same: Collection[str] = ()) -> list[Shown]:
    """The papers that the item asks for, in the order of the procedure."""
    told = {field.code: field.value for field in found.fields}
    return [
        Shown(
            paper.step,
            *NAMES[paper.step],
            number=told.get(paper.number or "", ""),
            dated=told.get(paper.dated or "", ""),
            has_digest=paper.digest is not None,
            is_same=paper.digest in same,
        )
        for paper in (item.procedure.papers if item.procedure else ())
    ]


def digests(item: Item) -> list[str]:
    """The fields that hold digests of papers."""
    return [p.digest for p in (item.procedure.papers if item.procedure else ()) if p.digest]
