"""Which points of an organisation stand on a day, and when each lapses. Pure: counted from the events that are shown, never kept as a sum.

Points belong to one item of one authority's domain. Points of different items are never added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from gongxin.catalogue.publication import add_months
from gongxin.jurisdiction import PointsRule, in_force


@dataclass(frozen=True)
class Event:
    """One finding with its points, as the public may read it."""

    record: UUID
    decided_date: date
    points: Decimal


@dataclass(frozen=True)
class Counted:
    """An event that counts on the day asked for; `lapses` is the first day on which it counts no more."""

    event: Event
    lapses: date


@dataclass(frozen=True)
class Standing:
    """What stands on a day under one rule, with its working: the events that count, and those that have lapsed."""

    rule: PointsRule
    day: date
    total: Decimal
    counted: tuple[Counted, ...]
    lapsed: tuple[Counted, ...]


def lapses(rule: PointsRule, decided: date) -> date:
    """The first day on which an event of this day counts no more."""
    begins = decided if rule.cycle == "rolling" else date(decided.year, 1, 1)
    return add_months(begins, rule.months)


def rule_of(rules: Sequence[PointsRule], day: date) -> PointsRule | None:
    """The rule in force on the day; none: the events are shown and nothing is added up."""
    return next((rule for rule in rules if in_force(rule, day)), None)


def standing(rules: Sequence[PointsRule], events: Iterable[Event], day: date) -> Standing | None:
    """What stands on `day`. An event counts from its day on, until it lapses."""
    rule = rule_of(rules, day)
    if rule is None:
        return None
    begun = sorted(
        (e for e in events if e.decided_date <= day), key=lambda e: (e.decided_date, e.record)
    )
    all_of_them = [Counted(event, lapses(rule, event.decided_date)) for event in begun]
    counted = tuple(one for one in all_of_them if day < one.lapses)
    return Standing(
        rule=rule,
        day=day,
        total=sum((one.event.points for one in counted), Decimal(0)),
        counted=counted,
        lapsed=tuple(one for one in all_of_them if one.lapses <= day),
    )
