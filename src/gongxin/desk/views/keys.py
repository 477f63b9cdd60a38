"""Keys by which an agency's programs act: asked for here, collected once, revoked at once."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import key_reading
from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import keys as acts
from gongxin.agencies.keys import PER_DAY_MAX, PER_MINUTE_MAX, KeyRefused, Plan, Scope
from gongxin.agencies.motions import MotionKind
from gongxin.catalogue import queries as catalogue
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.machines import find_key
from gongxin.desk.render import page
from gongxin.jurisdiction import Item
from gongxin.refusal import Refusal

_DAYS: Final = 365


@require_safe
@permitted("key.list")
def keys(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The keys of this agency, or of all, and what waits for a second person."""
    waiting = [one for one in agencies.open_motions() if one.kind is MotionKind.KEY_ISSUE]
    context = {"keys": key_reading.keys_listed(visit.today), "waiting": waiting}
    return page(request, visit, "keys", {**context, "may_propose": visit.may("key.propose")})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("key.propose")
def key_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, and the motion it becomes."""
    agency = agency_asked(request, visit)
    if agency is None:
        return page(request, visit, "choose_agency", {"agencies": agencies.agencies()})
    if request.method != "POST":
        return _form(request, visit, agency, _first(visit))
    try:
        acts.propose(
            plan=_plan(request.POST, agency),
            reason=request.POST.get("reason", ""),
            today=visit.today,
            by=visit.by,
            now=visit.now,
        )
    except Refusal as refusal:
        return _form(request, visit, agency, _typed(request.POST), refusal)
    return HttpResponseRedirect(reverse("desk:keys"))


@require_safe
@permitted("key.read", find_key)
def key(request: HttpRequest, visit: Visit, key: UUID) -> HttpResponse:
    """One key: what it is for, who holds it, and what can be done about it."""
    return _shown(request, visit, key, None)


@require_POST
@permitted("key.collect", find_key)
def key_collect(request: HttpRequest, visit: Visit, key: UUID) -> HttpResponse:
    """The secret, on this one answer and never again."""
    secret = acts.collect(key=key, today=visit.today, by=visit.by, now=visit.now)
    return _shown(request, visit, key, secret)


@require_POST
@permitted("key.revoke", find_key)
def key_revoke(request: HttpRequest, visit: Visit, key: UUID) -> HttpResponse:
    acts.revoke(key=key, reason=request.POST.get("reason", ""), by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:key", args=[key]))


def agency_asked(request: HttpRequest, visit: Visit) -> str | None:
    """Whose key or source: one's own agency's, else the one chosen; None where none was."""
    if visit.actor.scope == visit.actor.agency_key:
        return visit.actor.agency_key
    chosen = request.POST.get("agency") or request.GET.get("agency", "")
    known = {one.key for one in agencies.agencies()}
    return chosen if chosen in known else None


def items_of(agency: str, visit: Visit) -> list[Item]:
    """What this agency may report today."""
    return [item for item in catalogue.items(visit.today) if agency in item.agencies]


def _shown(request: HttpRequest, visit: Visit, identity: UUID, secret: str | None) -> HttpResponse:
    found = key_reading.key(identity, visit.today)
    assert found is not None
    names = {item.code: item for item in catalogue.items(visit.today)}
    context = {
        "key": found,
        "items": [names.get(code, code) for code in found.items],
        "secret": secret,
        "may_collect": visit.may("key.collect", found.state),
        "may_revoke": visit.may("key.revoke", found.state),
    }
    return page(request, visit, "key", context)


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
        "values": values,
        "refusal": refusal,
        "tomorrow": visit.today + timedelta(days=1),
        "per_minute_max": PER_MINUTE_MAX,
        "per_day_max": PER_DAY_MAX,
    }
    return page(request, visit, "key_new", context, 422 if refusal else 200)


def _first(visit: Visit) -> dict[str, Any]:
    ends = visit.today + timedelta(days=_DAYS)
    return {
        "scopes": [scope.value for scope in Scope],
        "items": [],
        "per_minute": 60,
        "per_day": 5_000,
        "ends_date": ends.isoformat(),
    }


def _typed(form: QueryDict) -> dict[str, Any]:
    return {**form.dict(), "items": form.getlist("items"), "scopes": form.getlist("scopes")}


def _plan(form: QueryDict, agency: str) -> Plan:
    return Plan(
        agency_key=agency,
        label=form.get("label", ""),
        scopes=tuple(form.getlist("scopes")),
        items=tuple(form.getlist("items")),
        addresses=tuple(form.get("addresses", "").split()),
        per_minute=whole(form, "per_minute"),
        per_day=whole(form, "per_day"),
        ends_date=_day(form.get("ends_date", "")),
        department_code=form.get("department_code", "").strip() or None,
        tables=_tables(form.get("tables", "")),
    )


def whole(form: QueryDict, name: str) -> int:
    """A whole number of a form; 0, which no field takes, for anything else."""
    text = form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min  # the room says that it does not fit


def _tables(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        code, equals, item = (part.strip() for part in line.partition("="))
        if not equals or code in found:
            raise KeyRefused(
                "表代码对应须每行一个“表代码=事项代码”，不重复",
                "each line of the table codes is code=item, each code once",
                details={"field": "tables"},
            )
        found[code] = item
    return found
