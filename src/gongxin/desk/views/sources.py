"""Databases of a department that are asked on a schedule: asked for here, watched, paused, closed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.motions import MotionKind
from gongxin.catalogue import queries as catalogue
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.machines import find_source
from gongxin.desk.render import page
from gongxin.desk.views.keys import agency_asked, items_of, whole
from gongxin.intake import drawing
from gongxin.intake.actions import sources as acts
from gongxin.intake.sources import (
    EVERY_MINUTES_MAX,
    EVERY_MINUTES_MIN,
    Place,
    Plan,
    SourceKind,
    SourceRefused,
    Transport,
)
from gongxin.refusal import Refusal


@require_safe
@permitted("source.list")
def sources(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The sources of this agency, or of all, and what waits for a second person."""
    waiting = [one for one in agencies.open_motions() if one.kind is MotionKind.SOURCE_OPEN]
    context = {"sources": drawing.sources_listed(), "waiting": waiting}
    return page(request, visit, "sources", {**context, "may_propose": visit.may("source.propose")})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("source.propose")
def source_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, and the motion it becomes. A password that was typed is never shown again."""
    agency = agency_asked(request, visit)
    if agency is None:
        return page(request, visit, "choose_agency", {"agencies": agencies.agencies()})
    if request.method != "POST":
        first = {"kind": "postgresql", "port": 5432, "transport": "tls", "every_minutes": 60}
        return _form(request, visit, agency, first)
    try:
        acts.propose(
            plan=_plan(request.POST, agency),
            password=request.POST.get("password", ""),
            reason=request.POST.get("reason", ""),
            today=visit.today,
            by=visit.by,
            now=visit.now,
        )
    except Refusal as refusal:
        typed = {k: v for k, v in request.POST.dict().items() if k != "password"}
        return _form(request, visit, agency, typed, refusal)
    return HttpResponseRedirect(reverse("desk:sources"))


@require_safe
@permitted("source.read", find_source)
def source(request: HttpRequest, visit: Visit, source: UUID) -> HttpResponse:
    """One source: where it reads, how far it came, what went wrong."""
    found = drawing.source(source)
    assert found is not None
    item = next((one for one in catalogue.items(visit.today) if one.code == found.item), None)
    context = {
        "source": found,
        "item": item,
        "may_pause": visit.may("source.pause", found.state),
        "may_resume": visit.may("source.resume", found.state),
        "may_close": visit.may("source.close", found.state),
    }
    return page(request, visit, "source", context)


@require_POST
@permitted("source.pause", find_source)
def source_pause(request: HttpRequest, visit: Visit, source: UUID) -> HttpResponse:
    acts.pause(source=source, by=visit.by, now=visit.now)
    return _back(source)


@require_POST
@permitted("source.resume", find_source)
def source_resume(request: HttpRequest, visit: Visit, source: UUID) -> HttpResponse:
    acts.resume(source=source, by=visit.by, now=visit.now)
    return _back(source)


@require_POST
@permitted("source.close", find_source)
def source_close(request: HttpRequest, visit: Visit, source: UUID) -> HttpResponse:
    acts.close(source=source, by=visit.by, now=visit.now)
    return _back(source)


def _back(source: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:source", args=[source]))


def _form(
    request: HttpRequest,
    visit: Visit,
    agency: str,
    values: dict[str, Any],
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "agency": agencies.agency_by_key(agency),
        "items": items_of(agency, visit),
        "kinds": [kind.value for kind in SourceKind],
        "transports": [transport.value for transport in Transport],
        "values": values,
        "refusal": refusal,
        "minutes_min": EVERY_MINUTES_MIN,
        "minutes_max": EVERY_MINUTES_MAX,
    }
    return page(request, visit, "source_new", context, 422 if refusal else 200)


def _plan(form: QueryDict, agency: str) -> Plan:
    kind, transport = form.get("kind", ""), form.get("transport", "")
    if kind not in set(SourceKind) or transport not in set(Transport):
        raise SourceRefused(
            "请选择数据库类型和传输方式", "choose the kind of database and how it is reached"
        )
    place = Place(
        kind=SourceKind(kind),
        host=form.get("host", "").strip(),
        port=whole(form, "port"),
        transport=Transport(transport),
        database=form.get("database", "").strip(),
        user_name=form.get("user_name", "").strip(),
        view=form.get("view", "").strip(),
        cursor_column=form.get("cursor_column", "").strip(),
    )
    return Plan(
        agency,
        form.get("label", "").strip(),
        form.get("item", ""),
        place,
        whole(form, "every_minutes"),
    )
