"""Makes one jurisdiction of its layers: attaches lists, agencies and rules to items, closes what is superseded, checks every reference. Pure."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from gongxin.deadlines import Clocks, Rule
from gongxin.jurisdiction import deadline_files, scope
from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.completion import check_scope, with_defaults
from gongxin.jurisdiction.definition import digest_of
from gongxin.jurisdiction.drafts import Drafts
from gongxin.jurisdiction.items import ItemText
from gongxin.jurisdiction.layers import Collected, LayerText, collect
from gongxin.jurisdiction.refusals import LawRefused
from gongxin.jurisdiction.rules import PublicationOf, SeverityOf
from gongxin.jurisdiction.template_files import ensure_fit

T = TypeVar("T", law.Item, law.Purpose, Rule, scope.ReportingPeriod)
R = TypeVar("R", SeverityOf, PublicationOf)

_UNSEALED = ""  # the digest of a jurisdiction is taken over everything else in it


def assemble(texts: Sequence[LayerText], *, accept_unverified: bool) -> law.Jurisdiction:
    """The law of the lowest layer given, all layers merged. Without `accept_unverified` drafts stay out, by name."""
    found = collect(texts)
    _check_chain(texts, found)
    drafts = Drafts(accept_unverified)
    lists = {one.key: one for one in found.code_lists}
    kept_lists = {
        one.key: one
        for one in drafts.without(found.code_lists, "code_list", lambda c: (c.key, c.key, c.key))
    }
    agencies = drafts.agencies(found.agencies)
    _check_agencies(found)
    ensure_fit(found.templates, [text.item for text in found.items])
    versions = drafts.items(_superseded([text.item for text in found.items], lambda i: i.code))
    severity = _rules(drafts.severity(found.severity))
    publication = _rules(drafts.publication(found.publication))
    points = drafts.points(versions)
    field_lists = {(t.item.code, t.item.version): dict(t.lists) for t in found.items}
    known = {agency.key for agency in agencies}
    complete = tuple(
        replace(
            item,
            fields=tuple(
                _with_list(one, field_lists[item.code, item.version], lists, kept_lists)
                for one in item.fields
            ),
            agencies=tuple(a for a in found.entitlements.get(item.code, ()) if a in known),
            severity=tuple(r.rule for r in severity if r.item == item.code),
            publication=tuple(r.rule for r in publication if r.item == item.code),
            points=points[item.code, item.version],
        )
        for item in versions
    )
    complete = tuple(with_defaults(item, found.defaults) for item in complete)
    _check_rules(complete, severity, publication)
    check_scope(complete, found)
    unsealed = law.Jurisdiction(
        key=texts[-1].key,
        layers=tuple(found.layers),
        items=complete,
        agencies=agencies,
        calendar=drafts.without(found.calendar, "workdays", lambda c: (str(c.year),) * 3),
        code_lists=tuple(kept_lists.values()),
        purposes=_purposes(found, drafts),
        divisions=drafts.without(found.divisions, "divisions", lambda d: (d.key, d.zh, d.en)),
        prefixes=drafts.without(found.prefixes, "prefix", lambda p: (p.prefix, p.zh, p.prefix)),
        placeholders=tuple(found.placeholders),
        declined=tuple(found.declined),  # a refusal protects: it holds whatever its mark
        templates=drafts.without(found.templates, "template", lambda t: (t.key, t.zh, t.en)),
        clocks=_clocks(found, drafts),
        reporting=_reporting(found, drafts),
        drafts=tuple(drafts.left_out),  # after everything that may leave something out
        digest=_UNSEALED,
        domains=tuple(found.domains),
        plan=tuple(found.plan),
        procedures=tuple(found.procedures),
    )
    return replace(unsealed, digest=digest_of(unsealed))


def _purposes(found: Collected, drafts: Drafts) -> tuple[law.Purpose, ...]:
    kept = drafts.without(found.purposes, "purpose", lambda p: (p.key, p.zh, p.en))
    return _superseded(kept, lambda p: p.key)


def _reporting(found: Collected, drafts: Drafts) -> tuple[scope.ReportingPeriod, ...]:
    kept = drafts.without(found.reporting, "reporting", lambda p: (p.key, p.key, p.key))
    return _superseded(kept, lambda p: p.key)


def law_in_force(jurisdiction: law.Jurisdiction, day: date) -> law.LawInForce:
    """One day of the law: the item versions in force, each with the rules in force on that day alone."""
    items = tuple(
        replace(
            item,
            severity=tuple(rule for rule in item.severity if law.in_force(rule, day)),
            publication=tuple(rule for rule in item.publication if law.in_force(rule, day)),
            points=tuple(rule for rule in item.points if law.in_force(rule, day)),
        )
        for item in jurisdiction.items
        if law.in_force(item, day)
    )
    purposes = tuple(one for one in jurisdiction.purposes if law.in_force(one, day))
    return law.LawInForce(jurisdiction.key, day, items, purposes, jurisdiction.digest)


def _check_chain(texts: Sequence[LayerText], found: Collected) -> None:
    """Every folder says in `layer.toml` who it is and what stands above it; the order given must be that order."""
    above: str | None = None
    if len(found.layers) != len(texts):
        raise LawRefused("layer.toml", "每层须有一个 layer.toml", "each layer needs its layer.toml")
    for text, layer in zip(texts, found.layers, strict=True):
        if layer.key != text.key or layer.above != above:
            raise LawRefused(
                f"{text.key}/layer.toml",
                "层名或上层与目录不符",
                "key or the layer above differ from the folders",
            )
        above = layer.key


def _with_list(
    field: law.Field,
    wanted: dict[str, str],
    lists: dict[str, law.CodeList],
    kept: dict[str, law.CodeList],
) -> law.Field:
    """The field with its code list; where the list is a draft left out, the field takes free text of its length."""
    key = wanted.get(field.code)
    if key is None:
        return field
    if key not in lists:
        raise LawRefused(field.code, f"没有代码表 {key}", f"there is no code list {key}")
    if key not in kept:
        return replace(field, type="text")
    return replace(field, code_list=kept[key])


def _superseded(rows: Iterable[T], identity: Callable[[T], Hashable]) -> tuple[T, ...]:
    """Editions of one thing in order of date; a later one ends the earlier one on the day it begins."""
    found: list[T] = []
    for row in sorted(rows, key=lambda r: r.in_force_from):
        for position, earlier in enumerate(found):
            if identity(earlier) != identity(row):
                continue
            if earlier.in_force_from == row.in_force_from:
                raise LawRefused(
                    str(identity(row)),
                    "同一生效日有两个版本：已生效的版本不得改写",
                    "two editions from the same day: an edition is never edited in place",
                )
            if earlier.in_force_until is None or earlier.in_force_until > row.in_force_from:
                found[position] = replace(earlier, in_force_until=row.in_force_from)
        found.append(row)
    return tuple(found)


def _clocks(found: Collected, drafts: Drafts) -> Clocks:
    """Deadlines in their versions, each with its reasons. A value is absent until a rule that may be used gives it."""
    texts = {(text.rule.key, text.rule.in_force_from): text for text in found.clocks.rules}
    # Drafts first: what is only remembered does not end what was read.
    kept = drafts.without(
        [text.rule for text in found.clocks.rules],
        "deadline",
        lambda rule: (rule.key, rule.zh, rule.en),
    )
    order = [*texts]  # as the files have them: a group stands together
    rules = sorted(
        _superseded(kept, lambda rule: rule.key),
        key=lambda rule: order.index((rule.key, rule.in_force_from)),
    )
    attached = [replace(texts[one.key, one.in_force_from], rule=one) for one in rules]
    return deadline_files.attached(found.clocks, attached, drafts)


def _rules(rows: Iterable[R]) -> tuple[R, ...]:
    """The same for rules about items. The order of the files stays: for severity the first that matches wins."""
    found = list(rows)
    for position, row in enumerate(found):
        ends = row.rule.in_force_until
        for other in found:
            if other is row or _identity(other) != _identity(row):
                continue
            begins = other.rule.in_force_from
            if begins == row.rule.in_force_from:
                raise LawRefused(
                    row.place,
                    "同一生效日有两条同名规则",
                    "two rules of the same name from the same day",
                )
            if begins > row.rule.in_force_from and (ends is None or begins < ends):
                ends = begins
        found[position] = replace(row, rule=replace(row.rule, in_force_until=ends))
    return tuple(found)


def _identity(row: SeverityOf | PublicationOf) -> tuple[str | None, ...]:
    if isinstance(row, SeverityOf):
        return (row.item, row.rule.key)
    return (row.item, row.rule.key, row.rule.severity, row.rule.provider)


def _check_agencies(found: Collected) -> None:
    _check_references(found, {agency.key for agency in found.agencies})
    _check_names(found.agencies)


def _check_references(found: Collected, agencies: set[str]) -> None:
    items = {text.item.code for text in found.items}
    for item, entitled in found.entitlements.items():
        if item not in items:
            raise LawRefused("entitlements", f"没有事项 {item}", f"there is no item {item}")
        for key in entitled:
            if key not in agencies:
                raise LawRefused(f"entitlements[{item}]", f"没有部门 {key}", f"no agency {key}")
    for stranger in {period.key for period in found.reporting} - items:
        raise LawRefused("duties", f"没有事项 {stranger}", f"there is no item {stranger}")
    rules: tuple[SeverityOf | PublicationOf, ...] = (
        *found.severity,
        *found.publication,
    )
    for row in rules:
        if row.item not in items:
            raise LawRefused(row.place, f"没有事项 {row.item}", f"there is no item {row.item}")
    for rule in found.publication:
        provider = rule.rule.provider
        if provider is not None and agencies and provider not in agencies:
            raise LawRefused(rule.place, f"没有部门 {provider}", f"there is no agency {provider}")
    numbers: dict[str, set[int]] = {}
    texts: Sequence[ItemText] = sorted(found.items, key=lambda t: t.item.in_force_from)
    for text in texts:
        before = numbers.setdefault(text.item.code, set())
        if before and text.item.version <= max(before):
            raise LawRefused(
                text.place,
                "版本号须随生效日递增",
                "versions must rise with their dates",
            )
        before.add(text.item.version)


def _check_names(agencies: Sequence[law.AgencyDefinition]) -> None:
    """A name means one agency on any one day: authorities are matched by exact name, never by guessing between two."""
    spoken: dict[str, list[tuple[str, law.NamePeriod]]] = {}
    for key, name in ((agency.key, name) for agency in agencies for name in agency.names):
        bearers = spoken.setdefault(name.name, [])
        for other_key, other in bearers:
            if _share_a_day(name, other):
                raise LawRefused(
                    f"agency[{key}].name[{name.name}]",
                    f"同一时期也是 {other_key} 的名称",
                    f"it names {other_key} in the same time too",
                )
        bearers.append((key, name))


def _share_a_day(one: law.NamePeriod, other: law.NamePeriod) -> bool:
    first, last = date.min, date.max
    return (one.valid_from or first) < (other.valid_until or last) and (
        other.valid_from or first
    ) < (one.valid_until or last)


def _check_rules(
    items: Sequence[law.Item],
    severity: Sequence[SeverityOf],
    publication: Sequence[PublicationOf],
) -> None:
    """A rule must be able to act: its field, its values and its role exist in the item it is about."""
    for item in items:
        fields = {field.code: field for field in item.fields}
        for field in item.fields:
            if field.required_when is not None:
                place = f"{item.code}.{field.code}.required_when"
                _check_values(fields[field.required_when.field], field.required_when.values, place)
        for row in severity:
            if row.item == item.code:
                if row.rule.field is None:
                    continue
                if row.rule.field not in fields:
                    raise LawRefused(row.place, "没有该字段", f"no field {row.rule.field}")
                _check_values(fields[row.rule.field], row.rule.any_of, row.place)
        for rule in publication:
            role = rule.rule.until_field_role
            if rule.item == item.code and role is not None and item.by_role(role) is None:
                raise LawRefused(rule.place, f"没有角色 {role} 的字段", f"no field of role {role}")


def _check_values(field: law.Field, values: Sequence[str], place: str) -> None:
    if field.code_list is None:
        return
    known = {value.code for value in field.code_list.values}
    for value in values:
        if value not in known:
            raise LawRefused(place, f"代码表中没有“{value}”", f'the code list has no "{value}"')
