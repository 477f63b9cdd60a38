"""What the law says, as frozen values: items, fields, rules, agencies. Decides nothing, knows no Django, no clock, no file."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from gongxin.deadlines import Clocks
from gongxin.jurisdiction.calendars import CalendarYear
from gongxin.jurisdiction.listings import Ending, EntryPapers
from gongxin.jurisdiction.scope import (
    DeclinedFamily,
    Domain,
    PlanSentence,
    Procedure,
    ReportingPeriod,
)
from gongxin.jurisdiction.templates import Template

_NO_CLOCKS = Clocks()
MARKS = ("verified", "copy", "unverified", "example")
# "withheld": a neutral fact of a value that is not published (a taxpayer's grade other than A).
SEVERITIES = ("minor", "general", "serious", "unknown", "none", "withheld")
POLARITIES = ("adverse", "neutral", "positive")
# public 公示; shared 内部共享 between agencies; authorised 授权查询 with the subject's consent; internal: this platform's staff.
AUDIENCES = ("public", "shared", "authorised", "internal")
SUBJECT_KINDS = ("organisation", "practitioner", "farm_household")
FIELD_TYPES = (
    "text",
    "date",
    "code",
    "codes",
    "money",
    "identifier",
    "document_number",
    "flag",
    "integer",
    "decimal",  # an exact number without a unit, e.g. points
    "year",
    "digest",  # SHA-256 of a document that lies elsewhere, in hex
)
CYCLES = ("rolling", "calendar_year")

# fmt: off
ROLES = frozenset((
    "party_name", "party_kind", "uscc", "reg_no", "org_code", "tax_no", "institution_no", "social_no",
    "document_name", "document_number", "part", "decided", "valid_from", "valid_until",
    "authority_name", "authority_code", "source_name", "source_code",
    "kind", "result", "facts", "amount", "basis", "severity", "publicity_until", "status", "remark",
    "org_name", "org_kind", "org_status", "registered", "deregistered", "address", "division", "industry",
    "former_names", "capital", "scope",
    "grade", "year", "points",
))
# fmt: on


class Dated(Protocol):
    """Anything of the law that is in force from a day, and perhaps until one (exclusive)."""

    @property
    def in_force_from(self) -> date: ...
    @property
    def in_force_until(self) -> date | None: ...


def in_force(value: Dated, day: date) -> bool:
    """Half-open: the first day counts, the last day named is the first one that does not."""
    return value.in_force_from <= day and (
        value.in_force_until is None or day < value.in_force_until
    )


@dataclass(frozen=True)
class Basis:
    zh: str
    en: str
    source: str
    mark: str


@dataclass(frozen=True)
class RequiredWhen:
    """The field is required when `field` holds one of `values` (any, for `codes`) and every field in `blank` is empty."""

    field: str
    values: tuple[str, ...]
    blank: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeValue:
    """One value of a code list. `code` is what is stored; `zh` and the aliases are accepted on the way in."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    standard: str | None = None  # its code in GB/T 39446-2020, once the standard is at hand


@dataclass(frozen=True)
class CodeList:
    key: str
    values: tuple[CodeValue, ...]
    open: bool  # values outside the list are let through as they are (其他-补充)
    source: str = ""
    mark: str = "example"


@dataclass(frozen=True)
class Field:
    code: str
    zh: str
    en: str
    type: str
    length: int | None
    required: bool
    required_when: RequiredWhen | None
    code_list: CodeList | None
    unit: str | None
    role: str | None
    aliases: tuple[str, ...]
    audience: str
    open_ended: bool
    scan: bool
    need_mark: str = "example"  # how sure we are that the national template requires it
    example: str | None = None  # stands in the example row of the template; constructed
    note_zh: str = ""  # what a clerk must know before filling it in
    note_en: str = ""
    standard: str | None = None  # its data element in GB/T 39445-2020, once the standard is at hand


@dataclass(frozen=True)
class CutColumn:
    """Columns about a person: the value is never stored; with `presence` it is kept that something stood there."""

    headers: tuple[str, ...]
    presence: bool
    reason_zh: str
    reason_en: str
    party_id: bool = (
        False  # the party's own number: filled without a code of a body, the row is a person's
    )


@dataclass(frozen=True)
class SeverityRule:
    """Ordered; the first whose field holds one of `any_of` gives the class; without a field it always does.

    None that matches: "unknown" for an adverse item, "withheld" for another.
    """

    key: str
    severity: str
    field: str | None
    any_of: tuple[str, ...]
    source: str
    mark: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True)
class PublicationRule:
    """How long a fact of one severity may be shown; months count from the day of the decision."""

    key: str
    zh: str
    en: str
    severity: str
    published: bool
    floor_months: int | None
    ceiling_months: int | None
    until_field_role: str | None
    in_force_from: date
    in_force_until: date | None
    source: str
    mark: str
    provider: str | None = None  # a sector's rule binds the facts of this agency alone
    by_default: bool = False  # the platform's own: no rule of the item was read for this class


@dataclass(frozen=True)
class PointsRule:
    """Points of events, and when they lapse. What stands today is counted when it is read, never kept as a sum."""

    key: str
    zh: str
    en: str
    field: str
    cycle: str  # rolling: each event for `months`; calendar_year: all of a year lapse when `months` from 1 January are over
    months: int
    source: str
    mark: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True)
class Item:
    code: str
    version: int
    zh: str
    en: str
    domain: str
    nature: str
    polarity: str
    subject_kinds: tuple[str, ...]
    agencies: tuple[str, ...]
    fields: tuple[Field, ...]
    cut: tuple[CutColumn, ...]
    natural_key: tuple[str, ...]
    legal_basis: tuple[Basis, ...]
    severity: tuple[SeverityRule, ...]
    publication: tuple[PublicationRule, ...]
    retention_months: int | None
    audience: str
    update_working_days: int
    in_force_from: date
    in_force_until: date | None
    mark: str
    source: str
    description_zh: str = ""
    description_en: str = ""
    update_source: str = ""
    retention_source: str | None = None
    points: tuple[PointsRule, ...] = ()
    ends: Ending | None = None
    procedure: EntryPapers | None = None
    cut_without_code: bool = (
        False  # its source mixes persons in: rows without a body's code are cut
    )
    standard: str | None = None  # its class in GB/T 39441-2020, once the standard is at hand

    def field(self, code: str) -> Field:
        """The field of that code; asking for one that is not there is a bug of the caller."""
        for field in self.fields:
            if field.code == code:
                return field
        raise KeyError(f"{self.code} has no field {code}")

    def by_role(self, role: str) -> Field | None:
        return next((field for field in self.fields if field.role == role), None)


@dataclass(frozen=True)
class NamePeriod:
    name: str
    kind: str  # official | short | alias
    valid_from: date | None
    valid_until: date | None
    source: str
    mark: str


@dataclass(frozen=True)
class AgencyDefinition:
    key: str
    zh: str
    en: str
    uscc: str
    kind: str
    mark: str
    names: tuple[NamePeriod, ...]
    standing: str  # good: its neutral items may be released on admission; watched: nothing is
    source: str = ""


@dataclass(frozen=True)
class Purpose:
    """What a credit check may be for. The list is closed: free text is not a purpose."""

    key: str
    zh: str
    en: str
    source: str
    mark: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True)
class Division:
    code: str
    name: str


@dataclass(frozen=True)
class DivisionSet:
    """A code set with its year: codes of different sets are not the same codes."""

    key: str
    zh: str
    en: str
    year: int
    level: str  # county | township
    divisions: tuple[Division, ...]
    source: str
    mark: str


@dataclass(frozen=True)
class AllottedPrefix:
    """Positions 1 and 2 of a unified code: registering authority and category. Outside the table = warning."""

    prefix: str
    authority_zh: str
    zh: str
    source: str
    mark: str


@dataclass(frozen=True)
class Placeholder:
    """A value that stands for nothing: absent, or an open-ended date."""

    value: str
    kind: str  # identifier | date | text
    meaning: str  # absent | open_ended
    source: str
    mark: str


@dataclass(frozen=True)
class Layer:
    key: str
    zh: str
    en: str
    above: str | None
    division: str | None
    digest: str  # SHA-256 over the layer's files


@dataclass(frozen=True)
class Draft:
    """Something the folder holds that was not loaded because it rests on an unverified value."""

    what: str
    zh: str
    en: str


@dataclass(frozen=True)
class Jurisdiction:
    """All editions of the law of one place, layers merged. `law_in_force` gives one day of it."""

    key: str
    layers: tuple[Layer, ...]
    items: tuple[Item, ...]
    agencies: tuple[AgencyDefinition, ...]
    calendar: tuple[CalendarYear, ...]
    code_lists: tuple[CodeList, ...]
    purposes: tuple[Purpose, ...]
    divisions: tuple[DivisionSet, ...]
    prefixes: tuple[AllottedPrefix, ...]
    placeholders: tuple[Placeholder, ...]
    declined: tuple[DeclinedFamily, ...]
    drafts: tuple[Draft, ...]
    digest: str
    domains: tuple[Domain, ...] = ()
    plan: tuple[PlanSentence, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    templates: tuple[Template, ...] = ()  # earlier ones that files still come in
    clocks: Clocks = _NO_CLOCKS
    reporting: tuple[ReportingPeriod, ...] = ()

    @property
    def division(self) -> str | None:
        """The county-level division this jurisdiction governs, from its lowest layer."""
        return next((layer.division for layer in reversed(self.layers) if layer.division), None)


@dataclass(frozen=True)
class LawInForce:
    """The law of one place on one day: at most one version of each item, only rules in force."""

    jurisdiction: str
    day: date
    items: tuple[Item, ...]
    purposes: tuple[Purpose, ...]
    digest: str

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)
