"""What agencies owe the centre and how they keep it: all of them for the centre, its own for an agency, each figure down to its records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.queries import AgencyCard
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.intake import quality
from gongxin.intake.quality import Quality
from gongxin.jurisdiction import Item
from gongxin.look import charts
from gongxin.promises import duties as rules
from gongxin.promises.duties import MonthRefused, Tally
from gongxin.promises.queries import arrivals
from gongxin.promises.queries import questions as asked
from gongxin.promises.queries.arrivals import LATE_MAX
from gongxin.promises.queries.standing import OfAgency, OfDuty, of_agencies
from gongxin.promises.questions import OWING, Question

ALL = "all"  # every month that the pages look at


@dataclass(frozen=True)
class Row:
    """One agency in the list of the centre."""

    card: AgencyCard
    standing: OfAgency
    quality: Quality
    owing: int
    overdue: int


@dataclass(frozen=True)
class ItemRow:
    """One item in the page of an agency."""

    item: Item
    duty: OfDuty


@dataclass(frozen=True)
class MonthRow:
    month: date
    tally: Tally

    @property
    def key(self) -> str:
        return f"{self.month:%Y-%m}"


def months_of(standings: Iterable[OfAgency]) -> list[MonthRow]:
    """The months of several agencies added up."""
    found: dict[date, Tally] = {}
    for one in standings:
        for month, tally in one.by_month().items():
            found[month] = found.get(month, Tally()) + tally
    return [MonthRow(month, tally) for month, tally in sorted(found.items())]


def chart_of(months: list[MonthRow]) -> str:
    """Percent in time, month by month; a month with nothing that can be judged has no column."""
    return charts.columns(
        [charts.Point(f"{row.month:%y-%m}", round(100 * (row.tally.share or 0))) for row in months],
        title=_("按时报送的比例（%）"),
        description=_("按决定所在月份，最近十三个月；同样的数字在旁边的表里"),
        name="punctuality",
    )


def find_duty(visit: Visit, **address: object) -> str | None:
    """An agency that reports something, for whoever may meet it."""
    agency = address.get("agency")
    known = any(agency in item.agencies for item in law.items(visit.today))
    return "duty" if known and visit.scope in {EVERY_AGENCY, agency} else None


@require_safe
@permitted("duty.list")
def duties(request: HttpRequest, visit: Visit) -> HttpResponse:
    standings = of_agencies(visit.today)
    cards = {card.key: card for card in agencies.agencies()}
    since = rules.months(visit.today)[0]
    sent = quality.quality(since)
    open_questions = [q for q in asked.questions() if q.state in OWING]
    rows = [
        Row(
            cards[one.agency],
            one,
            sum((part for (key, _m), part in sent.items() if key == one.agency), Quality()),
            *_questions(open_questions, one.agency, visit.today),
        )
        for one in standings
    ]
    months = months_of(standings)
    context = {
        "rows": rows,
        "months": months,
        "chart": chart_of(months),
        "whole": rules.tally(one.tally for one in standings),
        "missing": sum(one.missing for one in standings),
        "overdue": sum(row.overdue for row in rows),
        "since": since,
    }
    return page(request, visit, "duties", context)


@require_safe
@permitted("duty.read", find_duty)
def duties_of(request: HttpRequest, visit: Visit, agency: str) -> HttpResponse:
    (found,) = of_agencies(visit.today, agency)
    items = {item.code: item for item in law.items(visit.today)}
    since = rules.months(visit.today)[0]
    sent = quality.quality(since, agency)
    owing, overdue = _questions(
        [q for q in asked.questions() if q.state in OWING], agency, visit.today
    )
    months = months_of([found])
    context = {
        "card": agencies.agency_by_key(agency),
        "standing": found,
        "rows": [ItemRow(items[one.duty.item], one) for one in found.duties],
        "months": months,
        "chart": chart_of(months),
        "quality": sum(sent.values(), Quality()),
        "owing": owing,
        "overdue": overdue,
        "since": since,
    }
    return page(request, visit, "duties_of", context)


@require_safe
@permitted("duty.late", find_duty)
def late(request: HttpRequest, visit: Visit, agency: str, item: str, month: str) -> HttpResponse:
    """The records behind a late figure, as far as the wall of their batches lets them be seen."""
    window = rules.months(visit.today)
    since, until = window[0], rules.next_month(window[-1])
    if month != ALL:
        since = rules.month_of(month)
        until = rules.next_month(since)
    known = law.law_on(visit.today).item(item)
    if known is None or agency not in known.agencies:
        raise MonthRefused("该部门没有这项报送责任", "the agency does not report this item")
    records = arrivals.late_records(agency, item, since, until)
    tallies = arrivals.tallies(since, until)
    whole = rules.tally(
        one for (key, code, _month), one in tallies.items() if (key, code) == (agency, item)
    )
    visit.shown += [str(one.record) for one in records]
    context = {
        "card": agencies.agency_by_key(agency),
        "item": known,
        "month": since if month != ALL else None,
        "since": since,
        "records": records,
        "whole": whole,
        "hidden": min(whole.late + whole.unknown, LATE_MAX) - len(records),
        "most": LATE_MAX,
    }
    return page(request, visit, "late", context)


def _questions(owing: list[Question], agency: str, today: date) -> tuple[int, int]:
    own = [question for question in owing if question.agency == agency]
    return len(own), sum(question.is_overdue(today) for question in own)
