"""What the API says and takes. Schemas are not tables: they are made from the shapes that rooms give out."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Strict(Schema):
    """A body with a field that we do not know is refused."""

    model_config = ConfigDict(extra="forbid")


class CheckIn(Strict):
    """Exactly one of `code` and `name`. A name alone gives candidates, never records."""

    code: Text | None = None
    name: Text | None = None
    purpose: Text = "public_interest"


class FieldOut(Schema):
    code: str
    zh: str
    en: str
    value: str
    unit: str | None


class MarkOut(Schema):
    kind: str
    zh: str
    en: str
    since: datetime


class BasisOut(Schema):
    zh: str
    en: str
    source: str
    mark: str


class RuleOut(Schema):
    """Why the record is public: the rule whose end comes first."""

    key: str
    zh: str
    en: str
    mark: str
    source: str


class RecordOut(Schema):
    record: UUID
    number: int
    item: str
    item_version: int
    item_zh: str
    item_en: str
    polarity: str
    authority_name: str
    authority_code: str
    document_number: str
    decided_date: date
    severity: str
    fields: list[FieldOut]
    basis: list[BasisOut]
    valid_from: date | None
    valid_until: date | None
    shown_until: date | None
    repair_from: date | None
    rule: RuleOut
    marks: list[MarkOut]
    recorded_at: datetime


class IdentifierOut(Schema):
    scheme: str
    value: str
    grade: str


class FormerNameOut(Schema):
    name: str
    valid_from: date | None
    valid_until: date | None


class OrganisationOut(Schema):
    id: UUID
    name: str
    code: str
    kind: str
    status: str
    registered_date: date | None
    deregistered_date: date | None
    address: str | None
    division: str | None
    industry: str | None
    registering_authority: str | None
    former_names: list[FormerNameOut]
    identifiers: list[IdentifierOut]


class CandidateOut(Schema):
    """A body that a name may mean. To see records, check its code."""

    name: str
    code: str
    kind: str
    status: str
    matched: str


class PointsEventOut(Schema):
    """An event with points. `lapses` is the first day on which it counts no more."""

    record: UUID
    points: str
    counts: bool
    lapses: date


class PointsOut(Schema):
    """What stands of one item's points today. Points of different items are never added up."""

    item: str
    item_zh: str
    item_en: str
    total: str
    rule: RuleOut
    events: list[PointsEventOut]


class CheckOut(Schema):
    check_id: UUID | None
    as_of: date
    organisation: OrganisationOut | None
    records: list[RecordOut]
    points: list[PointsOut]
    candidates: list[CandidateOut]
