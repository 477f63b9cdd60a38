"""Decides what each row of a chunk is worth: normalised values and findings. Never raises on input, never guesses."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import polars as pl

from gongxin.agencies.names import Bearers
from gongxin.identifiers import Known, Scheme
from gongxin.identifiers.schemes import NOTHING_KNOWN
from gongxin.intake.rules import (
    amounts,
    authority,
    dates,
    documents,
    lists,
    money,
    numbers,
    order,
    party,
    procedure,
    publicity,
    reporting,
    required,
    severity,
    text,
)
from gongxin.intake.rules.byrow import code_of
from gongxin.intake.rules.cells import Column, Read, Report, read_column
from gongxin.intake.rules.identity import PARTY_ROLES, Graded, Party, grade_column
from gongxin.jurisdiction.values import Field, Item, Placeholder, in_force
from gongxin.workdays import Calendar

# Shorter texts that are not scanned are names and numbers: one line, width without meaning.
_SINGLE_LINE_MAX = 255


@dataclass(frozen=True)
class Authorities:
    """Who decides and who reports, by the register of agencies.

    by_code: unified code → agency key; by_name: normal name or alias → who bears it, and when; provider: the
    agency that sends the file (None: a trial without a sender); collectors: agencies that report for others.
    """

    by_code: Mapping[str, str]
    by_name: Bearers
    provider: str | None = None
    collectors: frozenset[str] = frozenset({"credit_centre"})


@dataclass(frozen=True)
class Checked:
    """A chunk after checking: `frame` has every field and the helper columns as text, `findings` every finding.

    A finding of row 0 speaks of the chunk as a whole; its `count` says for how many rows.
    """

    frame: pl.DataFrame
    findings: pl.DataFrame


def check(
    frame: pl.DataFrame,
    item: Item,
    authorities: Authorities,
    calendar: Calendar | None,
    today: date,
    *,
    known: Known = NOTHING_KNOWN,
    placeholders: Iterable[Placeholder] = (),
) -> Checked:
    """Check one chunk: "row" UInt32 and one text column per field code present."""
    report = Report(frame["row"])
    listed = tuple(placeholders)
    _check_item(item, authorities, today, report)
    given = _given(frame, item)
    judged = ~pl.DataFrame(given).select(pl.all_horizontal(pl.all().is_null())).to_series()
    columns, identities = _read(item, given, listed, known, authorities.by_code, report)
    helpers = _identify(item, columns, identities, report)
    required.check(item, columns, judged, report)
    order.check(item, columns, today, report)
    procedure.check(item, columns, judged, report)
    amounts.check(item, columns, report)
    if calendar is not None:
        reporting.check(item, columns, calendar, today, report)
    helpers |= _authority(item, columns, authorities, judged, today, report)
    helpers |= _classify(item, columns, helpers["_authority_key"], judged, today, report)
    helpers |= _comparable(item, columns)
    values = {field.code: columns[field.code].values for field in item.fields}
    return Checked(_frame(frame["row"], values, helpers), report.frame())


def _check_item(item: Item, authorities: Authorities, today: date, report: Report) -> None:
    if not in_force(item, today):
        report.whole("item.not_in_force", "", {"item": item.code, "version": item.version})
    provider = authorities.provider
    if provider is not None and item.agencies and provider not in item.agencies:
        report.whole("provider.not_entitled", "", {"provider": provider, "item": item.code})


def _given(frame: pl.DataFrame, item: Item) -> dict[str, pl.Series]:
    """Every field of the item; what the file does not have is empty."""
    absent = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    return {f.code: frame[f.code] if f.code in frame.columns else absent for f in item.fields}


def _read(
    item: Item,
    given: dict[str, pl.Series],
    placeholders: tuple[Placeholder, ...],
    known: Known,
    registered: Collection[str],
    report: Report,
) -> tuple[dict[str, Column], dict[str, Graded]]:
    columns: dict[str, Column] = {}
    identities: dict[str, Graded] = {}
    register = item.by_role("org_name") is not None
    for field in item.fields:
        series = given[field.code]
        if field.type == "identifier":
            scheme = _scheme(field, register=register)
            trusted = () if field.role in PARTY_ROLES else registered
            graded = grade_column(series, field, report, known, scheme, registered=trusted)
            columns[field.code] = graded.column
            if field.role in PARTY_ROLES:
                identities[field.role] = graded
        elif series.null_count() == len(series):
            columns[field.code] = Column(series)
        else:
            normal, read = rule_of(field, placeholders)
            column = read_column(series, field.code, report, normal=normal, read=read)
            if field.type == "money":
                column = Column(money.yuan(column.values, field.unit), column.answered)
            columns[field.code] = column
    return columns, identities


def _scheme(field: Field, *, register: bool) -> Scheme | None:
    """The scheme a column stands for. The register's own code column holds earlier numbers too."""
    if register and field.role == "uscc":
        return None
    if field.role in PARTY_ROLES:
        return PARTY_ROLES[field.role]
    return Scheme.USCC


Reading = tuple[Callable[[pl.Series], pl.Series], Callable[[str], Read]]


def rule_of(field: Field, placeholders: tuple[Placeholder, ...] = ()) -> Reading:
    """How texts of a field are read: the quick test for what is normal already, and the rule for the rest."""
    absent = frozenset(p.value for p in placeholders if p.kind == "text" and p.meaning == "absent")
    blanks = text.DASHES | absent
    if field.type == "date":
        days = dates.rule(field.open_ended, placeholders)
        return dates.normal(days), dates.reader(days)
    if field.type == "money":
        return money.normal, money.reader(field.unit, blanks)
    if field.type in {"code", "codes"} and field.code_list is not None:
        codes = lists.rule(
            field.code_list, several=field.type == "codes", placeholders=blanks, limit=field.length
        )
        return lists.normal(codes), lists.reader(codes)
    if field.type in _PLAIN:
        return _PLAIN[field.type]
    single = not field.scan and field.length is not None and field.length <= _SINGLE_LINE_MAX
    document = field.type == "document_number"
    rule = text.TextRule(field.length, single or document, blanks)
    kind = documents if document else text
    return kind.normal(rule), kind.reader(rule)


def _is_one_of(wanted: tuple[str, ...], values: pl.Series) -> pl.Series:
    return values.is_in(list(wanted))


def _never(values: pl.Series) -> pl.Series:
    return values.is_null()


_PLAIN: Mapping[str, Reading] = {
    "flag": (partial(_is_one_of, ("是", "否")), lists.read_flag),
    "integer": (_never, lists.read_integer),
    "decimal": (_never, numbers.read_decimal),
    "year": (_never, numbers.read_year),
    "digest": (_never, numbers.read_digest),
}


def _identify(
    item: Item, columns: dict[str, Column], identities: dict[str, Graded], report: Report
) -> dict[str, pl.Series]:
    """Compare the identifiers of each row; the columns take what was moved."""
    fields = {f.role: f for f in item.fields if f.role in identities}
    height = len(report.rows)
    together = Party.of({role: f for role, f in fields.items() if role}, identities)
    together.settle(report)
    for role, field in together.fields.items():
        columns[field.code] = Column(together.values[role], columns[field.code].answered)
    scheme, value = together.best(height)
    usable = together.usable("uscc") if "uscc" in identities else None
    party.check(item, columns, together.values.get("uscc"), usable, report)
    return {"_scheme": scheme, "_identifier": value}


def _classify(
    item: Item,
    columns: dict[str, Column],
    authorities: pl.Series,
    judged: pl.Series,
    today: date,
    report: Report,
) -> dict[str, pl.Series]:
    classes = severity.classes(item, columns, today)
    stated = severity.reported(item, columns, len(report.rows))
    severity.compare(item, classes["severity"], stated, judged, report)
    publicity.check(item, columns, classes["severity"], authorities, today, report)
    return {
        "_severity_reported": stated,
        "_severity": classes["severity"],
        "_severity_rule": classes["rule"],
    }


def _authority(
    item: Item,
    columns: dict[str, Column],
    known: Authorities,
    judged: pl.Series,
    today: date,
    report: Report,
) -> dict[str, pl.Series]:
    height = len(report.rows)
    if item.by_role("org_name") is not None:  # a register row's authority may be anywhere
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, height)
        return {"_authority_key": nothing}
    roles = ("authority_code", "authority_name", "decided")
    codes = [code for role in roles if (code := code_of(item, role))]
    values = pl.DataFrame({code: columns[code].values for code in codes})
    if values.is_empty():
        values = pl.DataFrame(schema=dict.fromkeys(codes, pl.String))
    keys = authority.check(values, item, known.by_code, known.by_name, today, judged, report)
    authority.check_entitled(keys, item, known.provider, known.collectors, report)
    return {"_authority_key": keys}


def _comparable(item: Item, columns: dict[str, Column]) -> dict[str, pl.Series]:
    """The parts of the natural key in the form in which they are compared, and the days."""
    height = len(next(iter(columns.values())).values)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, height)

    def of(*roles: str) -> pl.Series:
        codes = [code for role in roles if (code := code_of(item, role))]
        return columns[codes[0]].values if codes else nothing

    return {
        "_document": documents.comparable(of("document_number")),
        "_party": party.comparable(of("party_name", "org_name")),
        "_decided": of("decided"),
        "_valid_from": of("valid_from"),
        "_valid_until": of("valid_until"),
    }


HELPERS = (
    "_scheme",
    "_identifier",
    "_document",
    "_party",
    "_authority_key",
    "_decided",
    "_valid_from",
    "_valid_until",
    "_severity_reported",
    "_severity",
    "_severity_rule",
)


def _frame(
    rows: pl.Series, values: Mapping[str, pl.Series], helpers: Mapping[str, pl.Series]
) -> pl.DataFrame:
    ordered = {name: helpers[name] for name in HELPERS}
    return pl.DataFrame({"row": rows, **values, **ordered})
