"""Files of the catalogue: the fillable template of an item, and the whole as a machine-readable standard. Kept by anybody, about nobody."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue import publishing, templates
from gongxin.catalogue import queries as law
from gongxin.catalogue.examples import Reporter, example_row
from gongxin.jurisdiction import Item, LawInForce
from gongxin.portal import moment
from gongxin.portal.middleware import open_page

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_SECONDS = 300


@require_safe
@open_page(seconds=KEPT_SECONDS)
def template_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The headings of the item, nothing under them."""
    item = _item(request, code)
    return _file(templates.csv_template(item), CSV, f"{item.code}-v{item.version}.csv")


@require_safe
@open_page(seconds=KEPT_SECONDS)
def example_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The headings and the example row."""
    item = _item(request, code)
    return _file(
        templates.csv_template(item, [_example(item)]),
        CSV,
        f"{item.code}-v{item.version}-example.csv",
    )


@require_safe
@open_page(seconds=KEPT_SECONDS)
def template_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook with drop-downs, notes and the example row."""
    item = _item(request, code)
    return _file(
        templates.workbook_template(item, _example(item)), XLSX, f"{item.code}-v{item.version}.xlsx"
    )


@require_safe
@open_page(seconds=KEPT_SECONDS)
def schema(request: HttpRequest, code: str) -> HttpResponse:
    """JSON Schema of what is stored under the item."""
    return _json(publishing.item_schema(_item(request, code)))


@require_safe
@open_page(seconds=KEPT_SECONDS)
def schemas(request: HttpRequest) -> HttpResponse:
    """JSON Schema of every item in force."""
    return _json(publishing.schemas(_law(request)))


@require_safe
@open_page(seconds=KEPT_SECONDS)
def table(request: HttpRequest, name: str) -> HttpResponse:
    """Items, fields or code lists as CSV."""
    here = _law(request)
    written: dict[str, Callable[[], str]] = {
        "items": lambda: publishing.items_csv(here.items),
        "fields": lambda: publishing.fields_csv(here.items),
        "lists": lambda: publishing.lists_csv(law.law().code_lists),
    }
    if name not in written:
        raise Http404
    # The mark in front tells spreadsheet programs the encoding.
    return _file(written[name]().encode("utf-8-sig"), CSV, f"catalogue-{name}.csv")


def _law(request: HttpRequest) -> LawInForce:
    return law.law_on(moment.of(request).today)


def _item(request: HttpRequest, code: str) -> Item:
    found = _law(request).item(code)
    if found is None:
        raise Http404
    return found


def _example(item: Item) -> dict[str, str]:
    """The example row in the name of the first agency entitled to report it."""
    by_key = {agency.key: agency for agency in law.agencies()}
    return example_row(item, Reporter.of(by_key[item.agencies[0]]))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _json(document: dict[str, object]) -> HttpResponse:
    return JsonResponse(
        document,
        content_type="application/schema+json",
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )
