"""Reads the rules about items: severity by kind of penalty, and periods of publicity. Pure; states no number of its own."""

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


def severity_rules(table: Table) -> tuple[SeverityOf, ...]:
    found = []
    for one in table.tables("class"):
        start, end = one.period()
        rule = law.SeverityRule(
            key=one.text("key"),
            severity=one.one_of("severity", law.SEVERITIES),
            field=one.text("field"),
            any_of=one.texts("any_of"),
            source=one.text("source"),
            mark=one.mark(),
            in_force_from=start,
            in_force_until=end,
        )
        found.append(SeverityOf(one.text("item"), rule, one.place))
        one.done()
    return tuple(found)


def publication_rules(table: Table) -> tuple[PublicationOf, ...]:
    found = []
    for one in table.tables("rule"):
        key, zh, en = one.text("key"), one.text("zh"), one.text("en")
        items, provider = one.texts("items"), one.text_or_none("provider")
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
            )
            row.done()
            _check(rule, row.place)
            found += [PublicationOf(item, rule, row.place) for item in items]
        one.done()
    return tuple(found)


def _check(rule: law.PublicationRule, place: str) -> None:
    if rule.until_field_role is not None and rule.until_field_role not in law.ROLES:
        raise LawRefused(place, "没有这种字段角色", f"no role {rule.until_field_role}")
    if (
        rule.floor_months is not None
        and rule.ceiling_months is not None
        and rule.floor_months > rule.ceiling_months
    ):
        raise LawRefused(place, "最短公示期长于最长公示期", "the floor is longer than the ceiling")
