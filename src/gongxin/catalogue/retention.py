"""On which day a fact's retention ends, and what that day was worked out from. Pure; it reads no clock and erases nothing.

Three clocks, not one: publicity ends by the rules, force by the decision, retention by the item. A fact is kept until
the latest of the three has ended, so erasing never takes away what may still be shown or still binds.
"""

from dataclasses import dataclass
from datetime import date

from gongxin.catalogue.publication import Fact, Term, add_months
from gongxin.jurisdiction import Item


@dataclass(frozen=True)
class Retention:
    """Every day is exclusive: the first on which the clock has run out. `ends` is None where the fact is kept.

    `kept_by` says why there is no end: "no_period" (the item has none), "publicity" or "force" (these have none).
    """

    decided_date: date
    months: int | None
    counted_until: date | None
    public_until: date | None
    in_force_until: date | None
    ends: date | None
    kept_by: str | None = None

    def is_over(self, today: date) -> bool:
        """Whether the fact must go on that day."""
        return self.ends is not None and self.ends <= today


def retention(
    months: int | None, fact: Fact, *, publicity: Term | None, force_is_open: bool = False
) -> Retention:
    """The working of one fact.

    `publicity` is its term by the rules, None where publicity has ended by an act (repaired, withdrawn); a fact that
    no rule shows is not held back by it. `force_is_open`: the decision binds and has no last day.
    """
    counted = None if months is None else add_months(fact.decided_date, months)
    public_until = publicity.shown_until if publicity is not None else None
    endless = publicity is not None and publicity.shown and publicity.shown_until is None
    kept_by = None
    if counted is None:
        kept_by = "no_period"
    elif endless:
        kept_by = "publicity"
    elif force_is_open:
        kept_by = "force"
    clocks = [day for day in (counted, public_until, fact.valid_until) if day is not None]
    return Retention(
        decided_date=fact.decided_date,
        months=months,
        counted_until=counted,
        public_until=public_until,
        in_force_until=fact.valid_until,
        ends=None if kept_by else max(clocks),
        kept_by=kept_by,
    )


def open_end_binds(item: Item) -> bool:
    """Whether a fact of this item without a last day of force binds on and on, as a long-term licence does.

    Not an adverse one: the template's "long-term" stands beside every fine, and what may hurt somebody ends.
    """
    until = item.by_role("valid_until")
    return item.polarity != "adverse" and until is not None and until.open_ended
