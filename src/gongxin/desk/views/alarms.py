"""Looks at canaries: what the auditor and the security administrator see of them, and what was found out. The looker is not told."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.intake.reading.personal import covered
from gongxin.security.actions import canaries as actions
from gongxin.security.canaries import DIVISION
from gongxin.security.queries import canaries as queries


def _alarm_state(visit: Visit, **address: object) -> str | None:
    del visit
    found = queries.alarm(UUID(str(address["read"])))
    return found.state if found else None


def _canary_state(visit: Visit, **address: object) -> str | None:
    del visit
    found = queries.canary(UUID(str(address["canary"])))
    if found is None:
        return None
    return "standing" if found.ended_at is None else "ended"


@require_safe
@permitted("alarm.list")
def alarms(request: HttpRequest, visit: Visit) -> HttpResponse:
    return page(request, visit, "alarms", {"alarms": queries.alarms()})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("alarm.read", find=_alarm_state, posts="alarm.answer")
def alarm(request: HttpRequest, visit: Visit, read: UUID) -> HttpResponse:
    """One look; posted, what was found out about it."""
    if request.method == "POST":
        text, _ = covered(request.POST.get("text", "").replace("\x00", ""))
        actions.answer(read=read, text=text, by=visit.by, now=visit.now)
        return HttpResponseRedirect(reverse("desk:alarms"))
    found = queries.alarm(read)
    if found is None:
        raise Http404
    visit.shown.append(str(found.canary))
    return page(request, visit, "alarm", {"alarm": found})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("canary.list", posts="canary.place")
def canaries(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Those that stand and stood; posted, one more."""
    if request.method == "POST":
        actions.place(
            name=request.POST.get("name", "").replace("\x00", ""),
            code=request.POST.get("code", "").replace("\x00", ""),
            by=visit.by,
            now=visit.now,
        )
        return HttpResponseRedirect(reverse("desk:canaries"))
    context = {"canaries": queries.canaries(), "division": DIVISION}
    return page(request, visit, "canaries", context)


@require_POST
@permitted("canary.end", find=_canary_state)
def end(request: HttpRequest, visit: Visit, canary: UUID) -> HttpResponse:
    del request
    actions.end(canary=canary, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:canaries"))
