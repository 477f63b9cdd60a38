"""The only shape in which a record leaves the platform. Page, API and command line print nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gongxin.jurisdiction.values import Basis, Item


@dataclass(frozen=True)
class Shown:
    """One displayed field. Money is exact decimal 元."""

    code: str
    zh: str
    en: str
    value: str
    unit: str | None


@dataclass(frozen=True)
class Mark:
    """Something said beside a record, e.g. that it is disputed (异议处理中). It never changes the record."""

    kind: str
    zh: str
    en: str
    since: datetime


@dataclass(frozen=True)
class PublicRecord:
    """A record as the public may read it on one day, with the rule that lets it be read."""

    record: UUID
    number: int
    item: str
    item_version: int
    item_zh: str
    item_en: str
    polarity: str
    subject_id: int
    authority_name: str
    authority_code: str
    authority_key: str
    provider_key: str
    document_number: str
    decided_date: date
    severity: str
    fields: tuple[Shown, ...]
    basis: tuple[Basis, ...]
    shown_until: date | None  # exclusive; None: while no rule ends it
    repair_from: date | None  # the first day on which repair can be asked for
    rule_key: str
    rule_zh: str
    rule_en: str
    rule_mark: str
    rule_source: str
    marks: tuple[Mark, ...]
    valid_from: date | None
    valid_until: date | None
    recorded_at: datetime


MARKS: dict[str, tuple[str, str]] = {
    "disputed": ("异议处理中", "objection being examined"),
    "under_review": ("行政复议或诉讼中", "under administrative review or in court"),
}


def shown_fields(item: Item, payload: Mapping[str, str | None]) -> tuple[Shown, ...]:
    """The fields of a row that the public would read, in the order of the item."""
    return tuple(
        Shown(f.code, f.zh, f.en, payload[f.code] or "", "元" if f.type == "money" else f.unit)
        for f in item.fields
        if f.audience == "public" and payload.get(f.code)
    )
