"""One record filled in by hand, for agencies that report few: the form is the catalogue item's, the way in is a file's."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.catalogue import contents
from gongxin.catalogue import queries as catalogue
from gongxin.desk import filling
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.views.uploads import agencies_of, items_of
from gongxin.intake import single
from gongxin.intake.single import Filled


@require_safe
@permitted("form.fill")
def forms(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The items that may be reported, each with its form."""
    groups = contents.by_domain(items_of(visit), catalogue.law().domains)
    return page(request, visit, "forms", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("form.fill")
def form(request: HttpRequest, visit: Visit) -> HttpResponse:
    """GET: the form of an item. POST: what was filled in, checked; it enters once nothing is wrong with it."""
    asked = request.POST.get("item") or request.GET.get("item", "")
    item = next((one for one in items_of(visit) if one.code == asked), None)
    if item is None:
        if asked:
            raise Http404
        return HttpResponseRedirect(reverse("desk:forms"))
    reporting = [one for one in agencies_of(visit) if one.key in item.agencies]
    keys = [one.key for one in reporting]
    agency = request.POST.get("agency") or keys[0]
    values = filling.given(request, item)
    trial = None
    if request.method == "POST" and agency in keys:
        filled = Filled(item, agency, values)
        trial = single.tried(filled, today=visit.today)
        if trial.admitted:
            batch = single.enter(filled, by=visit.by, now=visit.now, today=visit.today)
            return HttpResponseRedirect(reverse("desk:batch", kwargs={"batch": batch}))
    return page(
        request,
        visit,
        "form",
        {
            "item": item,
            "rows": filling.rows(item, values, trial),
            "causes": filling.causes_of_all(trial),
            "agencies": reporting if visit.scope == "*" else [],
            "agency": agency,
            "is_wrong": trial is not None,
        },
        422 if trial else 200,
    )
