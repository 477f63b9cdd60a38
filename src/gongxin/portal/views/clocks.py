"""Every deadline with its source, and the working of one that a reader asks for. No case and no organisation stands here."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue import queries as law
from gongxin.deadlines import Clocks, DatedCalendar, Started, Working, due
from gongxin.portal import moment
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page
from gongxin.refusal import Refusal


@dataclass(frozen=True)
class Asked:
    """What a reader wants to be counted."""

    deadline: str
    start: str
    working: Working | None = None
    refusal: Refusal | None = None
    unreadable: bool = False


@require_safe
@open_page(seconds=60)
def clocks(request: HttpRequest) -> HttpResponse:
    today = moment.of(request).today
    whole = law.law()
    calendar = law.dated_calendar()
    rules = whole.clocks.in_force(today)
    groups = dict.fromkeys(rule.group for rule in rules)
    years = sorted(whole.calendar, key=lambda one: one.year)
    days = (date(years[0].year, 1, 1), date(years[-1].year, 12, 31)) if years else (today, today)
    asked = _asked(request, whole.clocks, calendar, days)
    if asked.deadline and asked.deadline not in {one.key for one in whole.clocks.rules}:
        raise Http404
    return page(
        request,
        "clocks",
        {
            "groups": [(key, [r for r in rules if r.group == key]) for key in groups],
            "clocks": whole.clocks,
            "years": [(one, calendar.version([one.year])) for one in years],
            "first": days[0],
            "last": days[1],
            "today": today,
            "asked": asked,
            "count": len(rules),
        },
    )


def _asked(
    request: HttpRequest, clocks: Clocks, calendar: DatedCalendar, days: tuple[date, date]
) -> Asked:
    """The working from a day of the years that have a calendar; of other days no promise is made."""
    key, start = request.GET.get("deadline", ""), request.GET.get("start", "").strip()
    if not key or not start:
        return Asked(key, start)
    try:
        day = date.fromisoformat(start)
    except ValueError:
        return Asked(key, start, unreadable=True)
    if not days[0] <= day <= days[1]:
        return Asked(key, start, unreadable=True)
    try:
        return Asked(key, start, due(clocks.rule(key, day), [Started(day)], calendar))
    except Refusal as refusal:
        return Asked(key, start, refusal=refusal)
