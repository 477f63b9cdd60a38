"""Reads the files of all layers and keeps them in order: a lower layer adds, it never rewrites what stands above it. Pure."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TypeVar

from gongxin.jurisdiction import deadline_files, parts, rules, scope, scopes, template_files
from gongxin.jurisdiction import items as item_files
from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.calendars import CalendarYear
from gongxin.jurisdiction.reading import Table, parse
from gongxin.jurisdiction.refusals import LawRefused
from gongxin.jurisdiction.templates import Template

T = TypeVar("T")

_GROUPS = "groups.toml"


@dataclass(frozen=True)
class LayerText:
    """One folder of `jurisdictions/`: relative paths and their text."""

    key: str
    files: tuple[tuple[str, str], ...]
    digest: str


@dataclass
class Collected:
    """What the files of all layers say, in the order of the layers, before anything is attached to anything."""

    layers: list[law.Layer] = field(default_factory=list)
    items: list[item_files.ItemText] = field(default_factory=list)
    severity: list[rules.SeverityOf] = field(default_factory=list)
    publication: list[rules.PublicationOf] = field(default_factory=list)
    agencies: list[law.AgencyDefinition] = field(default_factory=list)
    calendar: list[CalendarYear] = field(default_factory=list)
    code_lists: list[law.CodeList] = field(default_factory=list)
    purposes: list[law.Purpose] = field(default_factory=list)
    divisions: list[law.DivisionSet] = field(default_factory=list)
    prefixes: list[law.AllottedPrefix] = field(default_factory=list)
    placeholders: list[law.Placeholder] = field(default_factory=list)
    declined: list[scope.DeclinedFamily] = field(default_factory=list)
    domains: list[scope.Domain] = field(default_factory=list)
    procedures: list[scope.Procedure] = field(default_factory=list)
    reporting: list[scope.ReportingPeriod] = field(default_factory=list)
    plan: list[scope.PlanSentence] = field(default_factory=list)
    groups: dict[str, item_files.Group] = field(default_factory=dict)
    defaults: list[rules.DefaultRule] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    entitlements: dict[str, tuple[str, ...]] = field(default_factory=dict)
    clocks: deadline_files.ClockTexts = field(default_factory=deadline_files.ClockTexts)


def collect(texts: Sequence[LayerText]) -> Collected:
    """Reads every file of every layer; a file whose name is not known is refused, not skipped."""
    found = Collected()
    for text in texts:
        _collect_groups(text, found)
        _collect_layer(text, found)
    _unique(found.agencies, lambda a: a.key, "agencies")
    _unique(found.agencies, lambda a: a.uscc, "agencies")
    _unique(found.calendar, lambda c: c.year, "workdays")
    _unique(found.code_lists, lambda c: c.key, "code_lists")
    _unique(found.divisions, lambda d: d.key, "divisions")
    _unique(found.prefixes, lambda p: p.prefix, "prefixes")
    _unique(found.placeholders, lambda p: (p.kind, p.value), "placeholders")
    _unique(found.declined, lambda d: d.key, "declined")
    _unique(found.domains, lambda d: d.key, "domains")
    _unique(found.procedures, lambda p: (p.key, p.in_force_from), "procedures")
    _unique(found.reporting, lambda p: (p.key, p.in_force_from), "duties")
    _unique(found.templates, lambda t: t.key, "templates")
    _unique(found.clocks.pauses, lambda p: p.key, "deadlines")
    _unique(found.clocks.extensions, lambda e: e.key, "deadlines")
    _unique(found.clocks.absent, lambda a: a.key, "deadlines")
    return found


def _collect_groups(text: LayerText, found: Collected) -> None:
    """Before the items of its layer, which name them; a lower layer may use those above it."""
    for name, body in text.files:
        if name != _GROUPS:
            continue
        table = parse(body, f"{text.key}/{name}")
        for key, group in item_files.groups(table).items():
            if key in found.groups:
                raise LawRefused(table.place, f"“{key}”重复", f'"{key}" stands twice')
            found.groups[key] = group
        table.done()


def _collect_layer(text: LayerText, found: Collected) -> None:
    csv_texts = {name: body for name, body in text.files if name.endswith(".csv")}
    for name, body in text.files:
        if name in csv_texts or name == _GROUPS:
            continue
        table = parse(body, f"{text.key}/{name}")
        path = PurePosixPath(name)
        if str(path.parent) == "items":
            one = item_files.item(table, found.groups)
            found.items.append(one)
            found.severity += one.severity
            found.publication += one.publication
        elif name.startswith("workdays-"):
            year = parts.calendar_year(table)
            if name != f"workdays-{year.year}.toml":
                raise LawRefused(table.place, "文件名与年份不符", "file name and year differ")
            found.calendar.append(year)
        elif name == "layer.toml":
            found.layers.append(parts.layer(table, text.digest))
        elif _kind(path) == "entitlements":
            for item, agencies in parts.entitlements(table).items():
                known = found.entitlements.get(item, ())
                found.entitlements[item] = (
                    *known,
                    *(a for a in agencies if a not in known),
                )
        elif name == "divisions.toml":
            found.divisions += parts.division_sets(table, csv_texts)
        else:
            _collect_list(_kind(path), table, found)
        table.done()


def _kind(path: PurePosixPath) -> str:
    """`code_lists.toml` and every file of the folder `code_lists/` are read alike."""
    return path.stem if len(path.parts) == 1 else path.parts[0] if len(path.parts) == 2 else ""


def _collect_list(kind: str, table: Table, found: Collected) -> None:
    readers: dict[str, Callable[[], None]] = {
        "agencies": lambda: found.agencies.extend(parts.agencies(table)),
        "code_lists": lambda: found.code_lists.extend(parts.code_lists(table)),
        "purposes": lambda: found.purposes.extend(parts.purposes(table)),
        "prefixes": lambda: found.prefixes.extend(parts.prefixes(table)),
        "placeholders": lambda: found.placeholders.extend(parts.placeholders(table)),
        "declined": lambda: found.declined.extend(scopes.declined(table)),
        "domains": lambda: found.domains.extend(scopes.domains(table)),
        "procedures": lambda: found.procedures.extend(scopes.procedures(table)),
        "duties": lambda: found.reporting.extend(scopes.reporting_periods(table)),
        "deadlines": lambda: deadline_files.deadlines(table, found.clocks),
        "templates": lambda: found.templates.extend(template_files.templates(table)),
        "plan": lambda: found.plan.extend(scopes.plan(table)),
        "severity": lambda: found.severity.extend(rules.severity_rules(table)),
        "publication": lambda: _collect_publication(table, found),
    }
    if kind not in readers:
        raise LawRefused(table.place, "不认识这个文件", "no file of this name is known")
    readers[kind]()


def _collect_publication(table: Table, found: Collected) -> None:
    found.publication += rules.publication_rules(table)
    found.defaults += rules.default_rules(table)


def _unique(rows: Iterable[T], key: Callable[[T], Hashable], place: str) -> None:
    seen: set[Hashable] = set()
    for row in rows:
        if key(row) in seen:
            raise LawRefused(
                place,
                f"“{key(row)}”出现两次：下层只能新增，不能改写上层",
                f'"{key(row)}" stands twice: a lower layer adds, it does not rewrite',
            )
        seen.add(key(row))
