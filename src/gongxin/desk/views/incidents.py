"""The register of incidents of security: entered, added to, corrected by a new entry, closed by another person."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.intake.reading.personal import covered
from gongxin.security.actions import incidents as actions
from gongxin.security.incidents import (
    ENTERED,
    EntryKind,
    Grade,
    IncidentKind,
    IncidentRefused,
    Note,
    Opening,
    Told,
)
from gongxin.security.queries import incidents as queries

E = TypeVar("E", bound=StrEnum)


def _state(visit: Visit, **address: object) -> str | None:
    del visit
    found = queries.incident(UUID(str(address["incident"])))
    return found.state if found else None


@require_safe
@permitted("incident.list")
def incidents(request: HttpRequest, visit: Visit) -> HttpResponse:
    return page(request, visit, "incidents", {"incidents": queries.incidents()})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("incident.open")
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form of the first entry."""
    if request.method != "POST":
        context = {"kinds": list(IncidentKind), "grades": list(Grade), "now": _local(visit.now)}
        return page(request, visit, "incident_new", context)
    opening = Opening(
        kind=_chosen(IncidentKind, request.POST.get("kind", "")),
        grade=_chosen(Grade, request.POST.get("grade", "")),
        happened_at=_moment(request.POST.get("happened_at", "")),
        found_at=_moment(request.POST.get("found_at", "")) or visit.now,
        text=_text(request),
    )
    made = actions.open_incident(opening=opening, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:incident", args=[made]))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("incident.read", find=_state, posts="incident.add")
def incident(request: HttpRequest, visit: Visit, incident: UUID) -> HttpResponse:
    """Every entry in order; posted, one more."""
    if request.method == "POST":
        actions.add(incident=incident, note=_note(request), by=visit.by, now=visit.now)
        return HttpResponseRedirect(reverse("desk:incident", args=[incident]) + "#entries")
    found = queries.incident(incident)
    if found is None:
        raise Http404
    corrected = {one.note.corrects: one.number for one in found.entries if one.note.corrects}
    context = {
        "incident": found,
        "entries": [(one, corrected.get(one.number)) for one in found.entries],
        "kinds": list(ENTERED),
        "grades": list(Grade),
        "told": list(Told),
        "may_add": visit.may("incident.add", found.state),
        "may_close": visit.may("incident.close", found.state) and found.opened_by != visit.by,
        "is_mine": found.opened_by == visit.by,
    }
    return page(request, visit, "incident", context)


@require_POST
@permitted("incident.close", find=_state)
def close(request: HttpRequest, visit: Visit, incident: UUID) -> HttpResponse:
    actions.close(incident=incident, text=_text(request), by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:incident", args=[incident]))


def _note(request: HttpRequest) -> Note:
    given = request.POST
    kind = _chosen(EntryKind, given.get("kind", ""))
    grade, told = given.get("grade", ""), given.get("told", "")
    is_notice = kind is EntryKind.TOLD
    return Note(
        kind=kind,
        text=_text(request),
        grade=_chosen(Grade, grade) if grade else None,
        corrects=_count(given.get("corrects", "")) if kind is EntryKind.CORRECTED else None,
        told=_chosen(Told, told) if is_notice and told else None,
        told_at=_moment(given.get("told_at", "")) if is_notice else None,
        touched=tuple(given.get("touched", "").replace("\x00", "").split()),
        organisations=_count(given.get("organisations", "")),
        records=_count(given.get("records", "")),
    )


def _text(request: HttpRequest) -> str:
    """What was written, a person's marks covered before it is kept."""
    text, _ = covered(request.POST.get("text", "").replace("\x00", ""))
    return text


def _chosen(of: type[E], value: str) -> E:
    try:
        return of(value)
    except ValueError:
        raise IncidentRefused("请从所列各项中选择", "choose one of those listed") from None


def _count(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise IncidentRefused("数量须为整数", "a count is a whole number")
    return int(text)


def _moment(text: str) -> datetime | None:
    """A moment on the clock of the city, as the browser's field writes it."""
    if not text.strip():
        return None
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise IncidentRefused("时间不对", "this is no moment")
    return found if found.tzinfo else timezone.make_aware(found)


def _local(now: datetime) -> str:
    return timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
