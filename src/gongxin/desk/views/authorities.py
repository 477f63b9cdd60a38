"""The registers of the law here: bodies with their names over time and what they may report, divisions, working days."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.agencies import queries as agencies
from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.security import condition
from gongxin.workdays import Calendar

DIVISIONS_MAX: Final = 200  # on a page; more is for asking narrower


@dataclass(frozen=True)
class Day:
    """One square of the calendar. `kind`: work, off (a weekend), holiday, moved (a weekend day that is worked), none."""

    day: date | None
    kind: str


@dataclass(frozen=True)
class Month:
    first: date
    weeks: tuple[tuple[Day, ...], ...]
    working: int


def _agency(visit: Visit, **address: object) -> str | None:
    del visit
    known = {agency.key for agency in law.agencies()}
    return "known" if address["key"] in known else None


@require_safe
@permitted("law.read")
def authorities(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every body, with how many items it may report and how many names it is known by."""
    in_force = law.law_on(visit.today).items
    found = [
        (agency, sum(agency.key in item.agencies for item in in_force), len(agency.names))
        for agency in law.agencies()
    ]
    return page(request, visit, "authorities", {"authorities": found})


@require_safe
@permitted("law.read", find=_agency)
def authority(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """One body: its names and aliases with their days, and the items it may report today."""
    found = next((one for one in law.agencies() if one.key == key), None)
    if found is None:
        raise Http404
    items = [item for item in law.law_on(visit.today).items if key in item.agencies]
    names = sorted(found.names, key=lambda n: (n.valid_from or date.min, n.kind, n.name))
    borne = [
        (name, (name.valid_from is None or name.valid_from <= visit.today)
         and (name.valid_until is None or visit.today < name.valid_until))
        for name in names
    ]  # fmt: skip
    card = agencies.agency_by_key(key)
    context = {"authority": found, "names": borne, "items": items, "card": card}
    return page(request, visit, "authority", context)


@require_safe
@permitted("law.read")
def divisions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The code sets by year, and the divisions whose code or name holds what was typed."""
    sets = law.divisions()
    chosen = next(
        (one for one in sets if one.key == request.GET.get("set")), sets[0] if sets else None
    )
    text = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    held = [
        one
        for one in (chosen.divisions if chosen else ())
        if not text or one.code.startswith(text) or text in one.name
    ]
    context = {
        "sets": sets,
        "chosen": chosen,
        "text": text,
        "divisions": held[:DIVISIONS_MAX],
        "count": len(held),
        "most": DIVISIONS_MAX,
    }
    return page(request, visit, "divisions", context)


@require_safe
@permitted("law.read")
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A year of working days as proclaimed, and how far the proclaimed calendar reaches."""
    proclaimed = {one.year: one for one in law.law().calendar}
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() else visit.today.year
    known = law.calendar()
    ends = condition.calendar_ends(known, visit.today)
    context = {
        "years": sorted(proclaimed),
        "year": year,
        "proclaimed": proclaimed.get(year),
        "months": _months(year, known) if year in known.years else [],
        "line": condition.calendar_line(known, visit.today),
        "ends": ends,
        "today": visit.today,
        "alarm_date": ends - condition.CALENDAR_ALARM if ends else None,
    }
    return page(request, visit, "calendar", context)


def _months(year: int, known: Calendar) -> list[Month]:
    found = []
    for number in range(1, 13):
        first = date(year, number, 1)
        weeks = tuple(
            tuple(_day(one, number, known) for one in week)
            for week in months.Calendar().monthdatescalendar(year, number)
        )
        last = date(year, number, months.monthrange(year, number)[1])
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        found.append(Month(first, weeks, sum(known.is_working_day(day) for day in days)))
    return found


def _day(day: date, month: int, known: Calendar) -> Day:
    if day.month != month:
        return Day(None, "none")
    if day in known.working_days:
        return Day(day, "moved")
    if day in known.holidays:
        return Day(day, "holiday")
    return Day(day, "work" if known.is_working_day(day) else "off")
