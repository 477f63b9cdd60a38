"""Complaints, tips and requests at the desk: each party's steps, a leak that becomes an incident, the counter, the register of liability."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.cases import queries
from gongxin.cases.actions import speaking, steps
from gongxin.cases.kinds import Event, Kind, Party
from gongxin.cases.queries import spoken
from gongxin.cases.receipts import printed
from gongxin.cases.saying import WANTED
from gongxin.cases.standing import StepRefused, leak_clock
from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.views.cases import covered_text, find_case, take
from gongxin.look import evidence
from gongxin.security.actions import incidents
from gongxin.security.incidents import (
    EntryKind,
    Grade,
    IncidentKind,
    IncidentRefused,
    Note,
    Opening,
)


@evidence.with_files
@require_POST
@permitted("case.answer", find_case)
def answer(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.PLATFORM)


@evidence.with_files
@require_POST
@permitted("case.state", find_case)
def statement(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.PROVIDER)


@evidence.with_files
@require_POST
@permitted("case.head", find_case)
def head(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.HEAD)


@evidence.with_files
@require_POST
@permitted("tip.pass", find_case)
def tip_pass(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.PLATFORM)


@evidence.with_files
@require_POST
@permitted("tip.answer", find_case)
def tip_answer(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.PROVIDER)


@require_POST
@permitted("case.enter_incident", find_case)
def enter_incident(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    """The leak that is complained of becomes an incident, and each names the other: one act, one transaction."""
    found = queries.case(case)
    if found is None:
        raise Http404
    if leak_clock(found.standing) is None or found.standing.first(Event.INCIDENT) is not None:
        raise StepRefused(
            "这件投诉不是泄露，或者已经登记过安全事件",
            "the complaint is about no leak, or was entered as an incident already",
        )
    try:
        grade = Grade(request.POST.get("grade", ""))
    except ValueError:
        raise IncidentRefused("请从所列各项中选择", "choose one of those listed") from None
    opening = Opening(
        kind=IncidentKind.LEAK,
        grade=grade,
        happened_at=None,
        found_at=found.opened_at,
        text=covered_text(request.POST.get("text", "")),
    )
    incident = incidents.open_incident(opening=opening, by=visit.by, now=visit.now)
    touched = Note(EntryKind.TOUCHED, "来自投诉 · from a complaint", touched=(str(case),))
    incidents.add(incident=incident, note=touched, by=visit.by, now=visit.now)
    steps.staff_step(
        case=case,
        event=Event.INCIDENT,
        party=Party.HEAD if found.kind is Kind.OWN_COMPLAINT else Party.PLATFORM,
        told={"incident": str(incident)},
        by=visit.by,
        now=visit.now,
    )
    return HttpResponseRedirect(reverse("desk:case", args=[case]))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("request.receive")
def request_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Somebody at the counter: the officer sees who it is, enters that it was seen, and hands over the receipt."""
    if request.method != "POST":
        clock = law.deadline("request.answer", visit.today)
        return page(
            request, visit, "request_new", {"wanted": list(WANTED.values()), "clock": clock}
        )
    taken = speaking.receive_request(
        wanted=request.POST.get("wanted", ""),
        text=covered_text(request.POST.get("text", "")),
        seen=request.POST.get("seen", ""),
        by=visit.by,
        now=visit.now,
    )
    visit.purpose = "complaint"
    visit.shown.append(str(taken.case))
    assert taken.code is not None, "nobody is signed in at the counter"
    context = {
        "case": taken.case,
        "code": printed(taken.code),
        "address": request.build_absolute_uri(reverse("portal:receipt")),
    }
    return page(request, visit, "request_taken", context)


@require_safe
@permitted("liability.list")
def liability(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What bodies were responsible for: a body, an article, what was done. No account is named."""
    cards = {card.key: card for card in agencies.agencies()}
    context = {"lines": [(one, cards[one.body]) for one in spoken.liabilities()]}
    return page(request, visit, "liability", context)
