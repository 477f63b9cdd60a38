"""Counts of the centre: by item, agency, month, class and state, with filters in the address; files only with a reason. No party, no person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.views.sheets import download
from gongxin.intake.reading.personal import covered
from gongxin.jurisdiction import SEVERITIES
from gongxin.look import charts, tables
from gongxin.look.templatetags.look import says
from gongxin.look.words import WORDS
from gongxin.promises import duties as rules
from gongxin.promises.duties import MonthRefused
from gongxin.promises.queries import statistics as counted
from gongxin.promises.queries.statistics import FACETS, Filters
from gongxin.records.lifecycle import State
from gongxin.refusal import Refusal

MONTHS = 12  # asked about unless somebody says otherwise
REASON_CHARS_MAX = 200
WORDS_OF: Mapping[str, str] = {"severity": "severity", "state": "record_state"}


class ExportRefused(Refusal):
    code = "export.refused"


@dataclass(frozen=True)
class Bar:
    """One value of a facet."""

    value: str
    text: str
    records: int


@dataclass(frozen=True)
class Asked:
    """What an address asks for, read once."""

    filters: Filters
    first: date
    last: date
    query: str  # the same again, for the form of the file


@require_safe
@permitted("statistics.read")
def statistics(request: HttpRequest, visit: Visit) -> HttpResponse:
    asked = _asked(request.GET, visit.today)
    facets = [(facet, _bars(asked.filters, facet)) for facet in FACETS]
    by_month = dict(facets)["month"]
    chart = charts.columns(
        [charts.Point(bar.value[2:], bar.records) for bar in by_month],
        title=_("各月作出的决定（条）"),
        description=_("按决定所在月份；同样的数字在旁边的表里"),
        name="months",
    )
    context = {
        "asked": asked,
        "facets": [(facet, bars, _most(bars)) for facet, bars in facets if facet != "month"],
        "by_month": by_month,
        "chart": chart,
        "whole": sum(bar.records for bar in by_month),
        "items": law.items(visit.today),
        "agencies": agencies.agencies(),
        "severities": SEVERITIES,
        "states": [state.value for state in State],
        "facet_names": list(FACETS),
        "may_export": visit.may("statistics.export"),
    }
    return page(request, visit, "statistics", context)


@require_POST
@permitted("statistics.export")
def statistics_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One facet as a file. What it is for is kept with the look, a person's marks covered."""
    facet, form = request.POST.get("facet", ""), request.POST.get("form", "")
    if facet not in FACETS or form not in {"csv", "xlsx"}:
        raise ExportRefused("没有这种统计文件", "there is no such file of statistics")
    reason = covered(request.POST.get("reason", "").strip())[0]
    if not reason or len(reason) > REASON_CHARS_MAX:
        raise ExportRefused(
            f"请写明导出的用途，不超过 {REASON_CHARS_MAX} 字",
            f"say what the file is for, in at most {REASON_CHARS_MAX} characters",
        )
    asked = _asked(request.POST, visit.today)
    visit.purpose = reason
    visit.asked = f"{facet} {asked.query}"
    columns = [str(WORDS["facet"][facet]), _("代码"), _("记录数")]
    rows: list[list[tables.Cell]] = [
        [bar.text, bar.value, bar.records] for bar in _bars(asked.filters, facet)
    ]
    name = f"statistics-{facet}-{asked.first:%Y%m}-{asked.last:%Y%m}"
    if form == "csv":
        return download(tables.as_csv(columns, rows), tables.CSV, f"{name}.csv")
    book = tables.as_workbook(_("统计"), columns, rows, made=visit.now)
    return download(book, tables.XLSX, f"{name}.xlsx")


def _asked(given: QueryDict, today: date) -> Asked:
    """From whole months to whole months; what is not understood is refused, never guessed."""
    window = rules.months(today, MONTHS)
    first = _month(given.get("first"), window[0])
    last = _month(given.get("last"), window[-1])
    if last < first:
        raise MonthRefused("起始月份在截止月份之后", "the first month is after the last")
    narrowed = {name: given.get(name) or None for name in ("item", "agency", "severity", "state")}
    filters = Filters(first, rules.next_month(last), **narrowed)
    said = {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", **narrowed}
    query = "&".join(f"{name}={value}" for name, value in said.items() if value)
    return Asked(filters, first, last, query)


def _month(text: str | None, otherwise: date) -> date:
    return rules.month_of(text) if text else otherwise


def _bars(filters: Filters, facet: str) -> list[Bar]:
    names = _names(facet)
    return [
        Bar(value, names.get(value, value), records)
        for value, records in counted.counts(filters, facet)
    ]


def _names(facet: str) -> Mapping[str, str]:
    if facet == "item":
        return {item.code: says(item) for item in law.law().items}
    if facet == "agency":
        return {card.key: says(card, "name") for card in agencies.agencies()}
    if facet in WORDS_OF:
        return {value: str(word) for value, word in WORDS[WORDS_OF[facet]].items()}
    return {}


def _most(bars: list[Bar]) -> int:
    return max((bar.records for bar in bars), default=1)
