"""What entered after a judgement, and its release by somebody who neither sent nor judged it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.agencies import queries as agencies
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.intake import actions
from gongxin.intake import admissions as entered
from gongxin.subjects import queries as subjects


@require_safe
@permitted("admission.list")
def admissions(request: HttpRequest, visit: Visit) -> HttpResponse:
    listed = entered.admissions()
    names = {agency.key: agency for agency in agencies.agencies()}
    return page(
        request, visit, "admissions", {"listed": [(one, names[one.agency_key]) for one in listed]}
    )


def _state(visit: Visit, **address: object) -> str | None:
    identity = address["admission"]
    assert isinstance(identity, UUID)
    found = entered.admission(identity)
    return found.state if found else None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("admission.read", _state, posts="admission.release")
def admission(request: HttpRequest, visit: Visit, admission: UUID) -> HttpResponse:
    """The rows as the public will read them. A POST shows them, bound to what was seen."""
    if request.method == "POST":
        try:
            seen = bytes.fromhex(request.POST.get("seen", ""))
        except ValueError:
            raise Http404 from None
        actions.release_admission(
            admission=admission, seen_hash=seen, actor=visit.actor, by=visit.by, now=visit.now
        )
        return HttpResponseRedirect(reverse("desk:admission", args=[admission]))
    found = entered.admission(admission)
    if found is None:
        raise Http404
    rows = entered.rows_of(admission)
    visit.shown.extend(str(row.record) for row in rows)
    others = {found.submitted_by, found.admitted_by}
    context = {
        "entered": found,
        "rows": [(row, subjects.organisation(row.subject_id)) for row in rows],
        "agency": agencies.agency_by_key(found.agency_key),
        "digest": found.digest().hex(),
        "may_release": visit.may("admission.release", found.state) and visit.by not in others,
        "is_other": visit.by in others,
    }
    return page(request, visit, "admission", context)
