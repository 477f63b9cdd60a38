"""Those who hold copies: proposed here, decided on the page of motions; their token collected once."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.motions import MotionKind
from gongxin.catalogue import queries as catalogue
from gongxin.desk import carrying
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.exchange.actions import partners as acts
from gongxin.exchange.queries import lines, partners
from gongxin.exchange.terms import KINDS, Plan, Reach
from gongxin.refusal import Refusal

_MOTIONS = (MotionKind.PARTNER_ADMIT, MotionKind.PARTNER_CHANGE, MotionKind.PARTNER_CLOSE)


def find_partner(visit: Visit, **address: object) -> str | None:
    """The state of the partner an address names."""
    found = partners.partner(str(address["partner"]))
    return found.state.value if found else None


@require_safe
@permitted("partner.list")
def partners_listed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The register, what each last said of its copy, and what waits for a second person."""
    last = partners.last_comparisons()
    rows = [(one, last.get(one.key)) for one in partners.partners()]
    waiting = [one for one in agencies.open_motions() if one.kind in _MOTIONS]
    return page(
        request,
        visit,
        "partners",
        {
            "rows": rows,
            "waiting": waiting if visit.may("motion.read") else [],
            "may_propose": visit.may("partner.propose"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("partner.propose")
def partner_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, and the motion it becomes."""
    if request.method != "POST":
        return _form(request, visit, {"kind": "partner", "purpose": "commercial_credit"})
    form = request.POST
    own = ("key", "kind", "zh", "en", "uscc", "purpose", "basis")
    try:
        motion = acts.propose_admission(
            plan=Plan(**{name: form.get(name, "") for name in own}, reach=_reach(form)),
            reason=form.get("reason", ""),
            today=visit.today,
            by=visit.by,
            now=visit.now,
        )
    except Refusal as refusal:
        return _form(request, visit, form.dict(), refusal)
    return _to_motion(motion)


@require_safe
@permitted("partner.read", find_partner)
def partner(request: HttpRequest, visit: Visit, partner: str) -> HttpResponse:
    """One partner: who it is, how it is reached, what it said of its copy, and what can be done."""
    return _shown(request, visit, partner, None)


@require_POST
@permitted("partner.change", find_partner)
def partner_change(request: HttpRequest, visit: Visit, partner: str) -> HttpResponse:
    motion = acts.propose_change(
        partner=partner,
        reach=_reach(request.POST),
        reason=request.POST.get("reason", ""),
        by=visit.by,
        now=visit.now,
    )
    return _to_motion(motion)


@require_POST
@permitted("partner.close", find_partner)
def partner_close(request: HttpRequest, visit: Visit, partner: str) -> HttpResponse:
    motion = acts.propose_close(
        partner=partner, reason=request.POST.get("reason", ""), by=visit.by, now=visit.now
    )
    return _to_motion(motion)


@require_POST
@permitted("partner.collect", find_partner)
def partner_collect(request: HttpRequest, visit: Visit, partner: str) -> HttpResponse:
    """The token, on this one answer and never again."""
    secret = acts.collect_token(partner=partner, by=visit.by, now=visit.now)
    return _shown(request, visit, partner, secret)


def _shown(request: HttpRequest, visit: Visit, key: str, secret: str | None) -> HttpResponse:
    found = partners.partner(key)
    assert found is not None, "the gate has found it"
    state = found.state.value
    purposes = {one.key: one for one in catalogue.purposes(visit.today)}
    return page(
        request,
        visit,
        "partner",
        {
            "partner": found,
            "purpose": purposes.get(found.purpose),
            "secret": secret,
            "comparisons": partners.comparisons(key),
            "head": lines.head(),
            "may_collect": visit.may("partner.collect", state),
            "may_change": visit.may("partner.change", state),
            "may_close": visit.may("partner.close", state),
        },
    )


def _form(
    request: HttpRequest, visit: Visit, values: dict[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "values": values,
        "kinds": KINDS,
        "purposes": catalogue.purposes(visit.today),
        "refusal": refusal,
    }
    return page(request, visit, "partner_new", context, 422 if refusal else 200)


def _reach(form: QueryDict) -> Reach:
    return Reach(form.get("webhook"), form.get("ack_key"), form.get("renew") == "yes")


def _to_motion(motion: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse(carrying.PARTNER.page, kwargs={"motion": motion}))
