"""What may be recorded, by which rules it is shown, what is checked, and what is never taken."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue import contents
from gongxin.catalogue import queries as law
from gongxin.catalogue.difference import difference
from gongxin.catalogue.publishing import NOT_AT_HAND
from gongxin.intake.findings import CHECKS
from gongxin.portal import moment
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page

SEVERITIES = ("reject", "hold", "warn", "note")


@require_safe
@open_page(seconds=60)
def items(request: HttpRequest) -> HttpResponse:
    """All items in force, by domain, by agency or by audience."""
    in_force = law.law_on(moment.of(request).today).items
    views = {
        "domain": lambda: contents.by_domain(in_force, law.law().domains),
        "agency": lambda: contents.by_agency(in_force, law.agencies()),
        "audience": lambda: contents.by_audience(in_force),
    }
    by = request.GET.get("by", "domain")
    if by not in views:
        raise Http404
    return page(
        request,
        "catalogue",
        {"by": by, "groups": views[by](), "count": len(in_force), "not_at_hand": NOT_AT_HAND},
    )


@require_safe
@open_page(seconds=60)
def item(request: HttpRequest, code: str) -> HttpResponse:
    here = law.law_on(moment.of(request).today)
    found = here.item(code)
    if found is None:
        raise Http404
    whole = law.law()
    return page(
        request,
        "item",
        {
            "item": found,
            "agencies": [agency for agency in whole.agencies if agency.key in found.agencies],
            "domain": next(domain for domain in whole.domains if domain.key == found.domain),
            "ended_by": [one for one in here.items if one.ends and one.ends.item == code],
            "ends": here.item(found.ends.item) if found.ends else None,
            "versions": [one for one in whole.items if one.code == code],
        },
    )


@require_safe
@open_page(seconds=60)
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition that was put in force, and what differs between two of them, side by side."""
    known = law.loadings()
    digests = [loading.digest for loading in known]
    chosen = [request.GET.get(name, "") for name in ("old", "new")]
    if not any(chosen) and len(digests) > 1:
        chosen = [digests[1], digests[0]]
    if any(one and one not in digests for one in chosen):
        raise Http404
    old, new = chosen
    changes = difference(law.edition(old), law.edition(new)) if old and new else ()
    context = {"loadings": known, "old": old, "new": new, "changes": changes}
    return page(request, "editions", context)


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
