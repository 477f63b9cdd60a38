"""What may be recorded, by which rules it is shown, what is checked, and what is never taken."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.agencies import queries as agencies
from gongxin.catalogue import queries as law
from gongxin.intake.findings import CHECKS
from gongxin.portal import moment
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page

SEVERITIES = ("reject", "hold", "warn", "note")


@require_safe
@open_page(seconds=60)
def items(request: HttpRequest) -> HttpResponse:
    """All items in force, and who reports which."""
    in_force = law.law_on(moment.of(request).today).items
    reporting = [
        (agency, [item for item in in_force if agency.key in item.agencies])
        for agency in agencies.agencies()
    ]
    return page(request, "catalogue", {"items": in_force, "agencies": reporting})


@require_safe
@open_page(seconds=60)
def item(request: HttpRequest, code: str) -> HttpResponse:
    found = law.law_on(moment.of(request).today).item(code)
    if found is None:
        raise Http404
    reporting = [agency for agency in agencies.agencies() if agency.key in found.agencies]
    return page(request, "item", {"item": found, "agencies": reporting})


@require_safe
@open_page(seconds=60)
def refuse(request: HttpRequest) -> HttpResponse:
    """The families of over-collection, from the same table the catalogue's linter refuses them by."""
    declined = sorted(law.declined(), key=lambda family: family.row)
    rows = [(row, list(families)) for row, families in groupby(declined, key=lambda f: f.row)]
    return page(request, "refuse", {"rows": rows})


@require_safe
@open_page(seconds=60)
def checks(request: HttpRequest) -> HttpResponse:
    groups = [
        (severity, [check for check in CHECKS.values() if check.severity == severity])
        for severity in SEVERITIES
    ]
    return page(request, "checks", {"groups": groups, "count": len(CHECKS)})
