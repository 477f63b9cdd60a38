"""Until when a fact may be shown, and by which rule. Pure: the same decision as the read model's SQL, for pages that explain it and for tests."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongxin.jurisdiction import PublicationRule, in_force

_MONTHS = 12


@dataclass(frozen=True)
class Fact:
    """What a period depends on."""

    severity: str
    decided_date: date
    authority_key: str
    valid_until: date | None = None  # exclusive
    lifted: date | None = (
        None  # the day of the exit that ends it; the fact is gone from that day on
    )


@dataclass(frozen=True)
class Term:
    """`shown_until` is exclusive, None without an end. Without a rule nothing is shown."""

    shown: bool
    shown_until: date | None
    repair_from: date | None
    rule: PublicationRule | None


NOT_SHOWN = Term(shown=False, shown_until=None, repair_from=None, rule=None)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter (as PostgreSQL counts)."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def term(rules: Sequence[PublicationRule], fact: Fact, today: date) -> Term:
    """Shown until the earlier of the end by today's rules and the end by the rules of the decision's day.

    Where either day has no rule, or any rule says "not published", the fact is not shown at all.
    """
    applied = [
        rule
        for rule in rules
        if rule.severity == fact.severity
        and rule.provider in (None, fact.authority_key)
        and (in_force(rule, today) or in_force(rule, fact.decided_date))
    ]
    governs_today = [rule for rule in applied if in_force(rule, today)]
    if not governs_today or not any(in_force(rule, fact.decided_date) for rule in applied):
        return NOT_SHOWN
    ends = {rule: _end(rule, fact) for rule in applied}
    first = min(applied, key=lambda r: (ends[r] or date.max, not in_force(r, today), r.key))
    floors = [
        add_months(fact.decided_date, rule.floor_months)
        for rule in governs_today
        if rule.floor_months is not None
    ]
    end = ends[first]
    published = all(rule.published for rule in applied)
    return Term(
        shown=published
        and fact.decided_date <= today
        and (end is None or today < end)
        and (fact.lifted is None or today < fact.lifted),
        shown_until=end,
        repair_from=max(floors, default=None),
        rule=first,
    )


def _end(rule: PublicationRule, fact: Fact) -> date | None:
    ends = []
    if rule.ceiling_months is not None:
        ends.append(add_months(fact.decided_date, rule.ceiling_months))
    if rule.until_field_role == "valid_until" and fact.valid_until is not None:
        ends.append(fact.valid_until)
    return min(ends, default=None)


@dataclass(frozen=True)
class Applied:
    """One rule beside the others: until when it alone would show the fact, and on which of the two days it is in force."""

    rule: PublicationRule
    ends: date | None
    today: bool
    then: bool


def applied(rules: Sequence[PublicationRule], fact: Fact, today: date) -> tuple[Applied, ...]:
    """Every rule that governs the fact, the one that ends first in front: what a page prints beside the end."""
    found = [
        Applied(rule, _end(rule, fact), in_force(rule, today), in_force(rule, fact.decided_date))
        for rule in rules
        if rule.severity == fact.severity and rule.provider in (None, fact.authority_key)
    ]
    return tuple(
        sorted(
            (one for one in found if one.today or one.then),
            key=lambda a: (a.ends or date.max, not a.today, a.rule.key),
        )
    )
