"""The figures of the public page of punctuality. It asks the rooms and keeps the answer for a few seconds; counts of agencies alone, no record and no party."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache

from gongxin.agencies import queries as agencies
from gongxin.agencies.queries import AgencyCard
from gongxin.cases.queries.spoken import Complained, Replied, spoken_figures
from gongxin.catalogue import queries as law
from gongxin.intake import quality
from gongxin.intake.quality import Quality
from gongxin.jurisdiction import Domain, Item
from gongxin.promises import duties
from gongxin.promises.duties import Complete, Tally
from gongxin.promises.queries import questions as asked
from gongxin.promises.queries.standing import OfAgency, OfDuty, public_standing
from gongxin.promises.questions import OWING, Question, State

KEPT_SECONDS = 5  # the budget for what was withdrawn to leave what is cached, counts included


@dataclass(frozen=True)
class Group:
    """One agency's duties in one domain."""

    domain: Domain
    items: int
    tally: Tally
    missing: int


@dataclass(frozen=True)
class Line:
    """One agency."""

    card: AgencyCard
    standing: OfAgency
    tally: Tally
    complete: Complete
    missing: int
    quality: Quality
    owing: int
    overdue: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Public:
    today: date
    since: date  # the first month looked at
    lines: tuple[Line, ...]
    months: tuple[tuple[date, Tally], ...]
    complained: tuple[tuple[AgencyCard, Complained], ...]
    replied: tuple[Replied, ...]

    @property
    def tally(self) -> Tally:
        return duties.tally(line.tally for line in self.lines)

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.lines)

    @property
    def missing(self) -> int:
        return sum(line.missing for line in self.lines)


def of(today: date, now: datetime) -> Public:
    """The figures for this day, at most `KEPT_SECONDS` old."""
    key = f"portal.punctuality.{today.isoformat()}"
    found = cache.get(key)
    if not isinstance(found, Public):
        found = _counted(today, now)
        cache.set(key, found, KEPT_SECONDS)
    return found


def numbers(today: date) -> list[Question]:
    """Every question about a missing number, what is overdue first, then what is owed, then the settled, newest first."""
    key = f"portal.numbers.{today.isoformat()}"
    found: list[Question] | None = cache.get(key)
    if found is None:
        found = sorted(asked.public_questions(), key=lambda q: q.asked_date, reverse=True)
        found.sort(key=lambda q: (q.state not in OWING, not q.is_overdue(today)))
        cache.set(key, found, KEPT_SECONDS)
    return found


def arrived(questions: Sequence[Question]) -> int:
    return sum(question.state is State.ARRIVED for question in questions)


def _counted(today: date, now: datetime) -> Public:
    standings = {one.agency: one for one in public_standing(today)}
    since = duties.months(today)[0]
    sent = quality.public_quality(since)
    owing = [question for question in numbers(today) if question.state in OWING]
    cards = {card.key: card for card in agencies.agencies()}
    items = {item.code: item for item in law.items(today)}
    ordered = [
        one.key for one in law.agencies() if one.key in standings
    ]  # as the catalogue has them
    lines = []
    for key in ordered:
        own = [question for question in owing if question.agency == key]
        lines.append(
            Line(
                card=cards[key],
                standing=standings[key],
                tally=standings[key].tally,
                complete=standings[key].complete,
                missing=standings[key].missing,
                quality=sum(
                    (part for (agency, _m), part in sent.items() if agency == key), Quality()
                ),
                owing=len(own),
                overdue=sum(question.is_overdue(today) for question in own),
                groups=_groups(standings[key], items),
            )
        )
    spoken = spoken_figures(now)
    return Public(
        today,
        since,
        tuple(lines),
        _months([line.standing for line in lines]),
        tuple(
            (cards[one.key], spoken.by_body[one.key])
            for one in law.agencies()  # as the catalogue has them
            if one.key in spoken.by_body
        ),
        spoken.by_kind,
    )


def _groups(standing: OfAgency, items: dict[str, Item]) -> tuple[Group, ...]:
    """By domain, in the catalogue's order; a domain of which nothing can be said is left out."""
    by_domain: dict[str, list[OfDuty]] = {}
    for one in standing.duties:
        if one.has_something:
            by_domain.setdefault(items[one.duty.item].domain, []).append(one)
    return tuple(
        Group(
            domain,
            len(by_domain[domain.key]),
            duties.tally(one.tally for one in by_domain[domain.key]),
            sum(one.missing for one in by_domain[domain.key]),
        )
        for domain in law.law().domains
        if domain.key in by_domain
    )


def _months(standings: Sequence[OfAgency]) -> tuple[tuple[date, Tally], ...]:
    found: dict[date, Tally] = {}
    for one in standings:
        for month, tally in one.by_month().items():
            found[month] = found.get(month, duties.NOTHING) + tally
    return tuple(sorted(found.items()))
