"""The three doors of the demo. Where it is no demo, there are none."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongxin.portal import exhibit, moment, tour
from gongxin.portal.render import page


@require_safe
def door(request: HttpRequest, door: str) -> HttpResponse:
    return page(request, "door", {"door": _door(door)})


@require_safe
def step(request: HttpRequest, door: str, number: int) -> HttpResponse:
    """Leads to the real page of this step, with the guide on top of it."""
    found = _door(door)
    if not 1 <= number <= tour.STEPS:
        raise Http404
    address, query = _address(found.steps[number - 1].target, exhibit.of(moment.of(request).today))
    path, hash_, anchor = address.partition("#")
    return HttpResponseRedirect(
        f"{path}?{urlencode({**query, 'door': f'{found.key}-{number}'})}{hash_}{anchor}"
    )


def _door(key: str) -> tour.Door:
    found = tour.DOORS.get(key)
    if found is None or settings.GONGXIN_MODE != "demo":
        raise Http404
    return found


def _address(target: str, shown: exhibit.Exhibit | None) -> tuple[str, dict[str, str]]:
    """The page of a target. An empty city has no exhibit: then the search page must do."""
    plain = {
        "catalogue": reverse("portal:catalogue"),
        "item": reverse("portal:item", kwargs={"code": "penalty"}),
        "try": reverse("portal:try"),
        "checks": reverse("portal:checks"),
        "refuse": reverse("portal:refuse"),
        "journal": reverse("portal:journal"),
        "rights": reverse("portal:about") + "#rights",
        "openapi": reverse("portal:programs"),
    }
    if target in plain:
        return plain[target], {}
    if shown is None:
        return reverse("portal:search"), {}
    body = reverse("portal:organisation", kwargs={"public_id": shown.organisation.public_id})
    last = shown.leaves - timedelta(days=1)
    return {
        "search": (reverse("portal:search"), {"q": shown.organisation.name}),
        "organisation": (body, {}),
        "record": (reverse("portal:record", kwargs={"record": shown.record.record}), {}),
        "day_before": (body, {"day": last.isoformat()}),
        "day_after": (body, {"day": shown.leaves.isoformat()}),
    }[target]
