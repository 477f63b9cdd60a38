"""How agencies stand with what they owe: punctuality, completeness and what is missing, over the last months. Derived when it is read; nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.promises import duties
from gongxin.promises.duties import Complete, Duty, Standing, Tally, next_month
from gongxin.promises.queries import arrivals, sheets
from gongxin.promises.sheets import Line
from gongxin.workdays import Calendar


@dataclass(frozen=True)
class Month:
    """One month of a duty: what was decided in it and arrived, and what its signed sheet says."""

    month: date  # its first day
    tally: Tally
    complete: Complete


@dataclass(frozen=True)
class Period:
    """How one period of a duty stands: a month, or a year (`month` is its December)."""

    month: date
    standing: Standing


@dataclass(frozen=True)
class OfDuty:
    """One duty over the months asked about. A yearly one is judged by whole years beside its months."""

    duty: Duty
    months: tuple[Month, ...]
    periods: tuple[Period, ...]

    @property
    def tally(self) -> Tally:
        return duties.tally(one.tally for one in self.months)

    @property
    def complete(self) -> Complete:
        return sum((one.complete for one in self.months), Complete())

    @property
    def missing(self) -> int:
        return self.count(Standing.MISSING)

    def count(self, standing: Standing) -> int:
        return sum(period.standing is standing for period in self.periods)

    @property
    def has_something(self) -> bool:
        """Whether anything but waiting or not knowing can be said."""
        return bool(self.tally.arrived) or self.missing > 0 or self.count(Standing.ZERO) > 0


@dataclass(frozen=True)
class OfAgency:
    """All duties of an agency. Figures are sums of its duties."""

    agency: str
    duties: tuple[OfDuty, ...]

    @property
    def tally(self) -> Tally:
        return duties.tally(one.tally for one in self.duties)

    @property
    def complete(self) -> Complete:
        return sum((one.complete for one in self.duties), Complete())

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.duties)

    def by_month(self) -> dict[date, Tally]:
        """Over all items, in the order of the months."""
        found: dict[date, Tally] = {}
        for one in self.duties:
            for part in one.months:
                found[part.month] = found.get(part.month, duties.NOTHING) + part.tally
        return dict(sorted(found.items()))


def of_agencies(today: date, agency: str | None = None) -> list[OfAgency]:
    """Every agency that has duties (or this one), by key. Sheets count as far as the present scope sees them."""
    months = duties.months(today)
    # A yearly duty is judged over whole years, the first of them included.
    since, until = date(months[0].year, 1, 1), next_month(months[-1])
    known = _Known(
        today,
        arrivals.tallies(since, until),
        sheets.signed(_whole_years(months)),
    )
    by_agency: dict[str, list[OfDuty]] = {}
    for duty in arrivals.duties(today):
        if agency in (None, duty.agency):
            by_agency.setdefault(duty.agency, []).append(known.of(duty, months))
    return [OfAgency(key, tuple(found)) for key, found in sorted(by_agency.items())]


def public_standing(today: date) -> list[OfAgency]:
    """The same for the public page: counts alone, of all agencies."""
    with acting_for(EVERY_AGENCY):
        return of_agencies(today)


def _whole_years(months: list[date]) -> list[date]:
    return [date(y, m, 1) for y in sorted({one.year for one in months}) for m in range(1, 13)]


@dataclass(frozen=True)
class _Known:
    """What the database said, read once for all duties."""

    today: date
    tallies: Mapping[arrivals.Key, Tally]
    signed: Mapping[tuple[str, date], Mapping[str, Line]]
    calendar: Calendar = field(default_factory=catalogue.calendar)
    due: dict[tuple[date, int], date | None] = field(default_factory=dict)  # each counted once

    def of(self, duty: Duty, months: list[date]) -> OfDuty:
        parts: dict[str, list[list[date]]] = {
            "month": [[month] for month in months],
            "year": [list(y) for _, y in groupby(_whole_years(months), lambda one: one.year)],
            "event": [],
        }
        return OfDuty(
            duty,
            tuple(
                Month(month, self.tally(duty, month), self.complete(duty, month))
                for month in months
            ),
            tuple(Period(part[-1], self.standing(duty, part)) for part in parts[duty.every]),
        )

    def due_date(self, end: date, working_days: int) -> date | None:
        if (end, working_days) not in self.due:
            found = duties.due_date(end, working_days, self.calendar)
            self.due[end, working_days] = found
        return self.due[end, working_days]

    def tally(self, duty: Duty, month: date) -> Tally:
        return self.tallies.get((duty.agency, duty.item, month), duties.NOTHING)

    def line(self, duty: Duty, month: date) -> Line | None:
        return self.signed.get((duty.agency, month), {}).get(duty.item)

    def complete(self, duty: Duty, month: date) -> Complete:
        """Nothing where no signed sheet speaks of the month: without one nobody knows how much there was."""
        line = self.line(duty, month)
        if line is None:
            return Complete()
        due = line.generated - line.unreported
        return Complete(due, min(self.tally(duty, month).arrived, due))

    def standing(self, duty: Duty, part: list[date]) -> Standing:
        lines = [self.line(duty, month) for month in part]
        return duties.standing(
            end=duties.last_day(part[-1]),
            due=self.due_date(duties.last_day(part[-1]), duty.working_days),
            arrived=sum(self.tally(duty, month).arrived for month in part),
            declared_zero=all(line is not None and line.generated == 0 for line in lines),
            today=self.today,
        )
