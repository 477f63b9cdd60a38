"""Reads the rules about items: classes, periods of publicity, points that lapse. Pure; states no number of its own.

A rule stands in a file of rules and names its items, or in the file of the one item it is about.
"""

from dataclasses import dataclass

from gongxin.jurisdiction import values as law
from gongxin.jurisdiction.reading import Table
from gongxin.jurisdiction.refusals import LawRefused


@dataclass(frozen=True)
class SeverityOf:
    item: str
    rule: law.SeverityRule
    place: str


@dataclass(frozen=True)
class PublicationOf:
    item: str
    rule: law.PublicationRule
    place: str


@dataclass(frozen=True)
class DefaultRule:
    """The platform's own rule: for every item of these polarities and audiences whose class no other rule governs."""

    polarities: tuple[str, ...]
    audiences: tuple[str, ...]
    rule: law.PublicationRule
    place: str


def severity_rules(table: Table, *, item: str | None = None) -> tuple[SeverityOf, ...]:
    """`item`: the one the file is about; a file of rules names it in each rule."""
    found = []
    for one in table.tables("class"):
        start, end = one.period()
        rule = law.SeverityRule(
            key=one.text("key"),
            severity=one.one_of("severity", law.SEVERITIES),
            field=one.text_or_none("field"),
            any_of=one.texts("any_of", missing_ok=True),
            source=one.text("source"),
            mark=one.mark(),
            in_force_from=start,
            in_force_until=end,
        )
        if (rule.field is None) != (not rule.any_of):
            raise LawRefused(one.place, "字段与取值须同有同无", "a field needs values, and they it")
        found.append(SeverityOf(one.text("item") if item is None else item, rule, one.place))
        one.done()
    return tuple(found)


def publication_rules(
    table: Table, *, key: str = "rule", item: str | None = None
) -> tuple[PublicationOf, ...]:
    """`item`: the one the file is about; a file of rules names its items in each rule."""
    found = []
    for one in table.tables(key):
        items = one.texts("items") if item is None else (item,)
        found += [
            PublicationOf(code, rule, place) for rule, place in _classes(one) for code in items
        ]
    return tuple(found)


def default_rules(table: Table) -> tuple[DefaultRule, ...]:
    found = []
    for one in table.tables("default"):
        polarities, audiences = one.texts("polarities"), one.texts("audiences")
        strangers = (set(polarities) - set(law.POLARITIES)) | (set(audiences) - set(law.AUDIENCES))
        if strangers:
            said = "、".join(sorted(strangers))
            raise LawRefused(one.place, f"没有这种取值：{said}", f"no such value: {said}")
        found += [
            DefaultRule(polarities, audiences, rule, place)
            for rule, place in _classes(one, by_default=True)
        ]
    return tuple(found)


def points_rules(table: Table) -> tuple[law.PointsRule, ...]:
    found = []
    for one in table.tables("points"):
        start, end = one.period()
        found.append(
            law.PointsRule(
                key=one.text("key"),
                zh=one.text("zh"),
                en=one.text("en"),
                field=one.text("field"),
                cycle=one.one_of("cycle", law.CYCLES),
                months=one.number("months"),
                source=one.text("source"),
                mark=one.mark(),
                in_force_from=start,
                in_force_until=end,
            )
        )
        one.done()
    return tuple(found)


def _classes(one: Table, *, by_default: bool = False) -> list[tuple[law.PublicationRule, str]]:
    """The rules of one heading, one for each of its classes, with their places."""
    found = []
    key, zh, en = one.text("key"), one.text("zh"), one.text("en")
    provider = one.text_or_none("provider")
    source, mark, (start, end) = one.text("source"), one.mark(), one.period()
    for row in one.tables("class"):
        rule = law.PublicationRule(
            key=key,
            zh=zh,
            en=en,
            severity=row.one_of("severity", law.SEVERITIES),
            published=row.flag("published"),
            floor_months=row.number_or_none("floor_months"),
            ceiling_months=row.number_or_none("ceiling_months"),
            until_field_role=row.text_or_none("until_field_role"),
            in_force_from=start,
            in_force_until=end,
            source=source,
            mark=mark,
            provider=provider,
            by_default=by_default,
        )
        row.done()
        _check(rule, row.place)
        found.append((rule, row.place))
    one.done()
    return found


def _check(rule: law.PublicationRule, place: str) -> None:
    # The read model ends a fact with its legal force and with no other field.
    if rule.until_field_role not in {None, "valid_until"}:
        raise LawRefused(
            place, "只能展示至有效期届满", "a fact can be shown until `valid_until` alone"
        )
    if (
        rule.floor_months is not None
        and rule.ceiling_months is not None
        and rule.floor_months > rule.ceiling_months
    ):
        raise LawRefused(place, "最短公示期长于最长公示期", "the floor is longer than the ceiling")
