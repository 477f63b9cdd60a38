"""How agencies keep their duty to report, and which numbers of decisions are missing and why. No record, no party, no order of merit."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongxin.agencies import queries as agencies
from gongxin.catalogue import queries as law
from gongxin.look import charts, tables
from gongxin.portal import moment
from gongxin.portal import punctuality as figures
from gongxin.portal.middleware import open_page
from gongxin.portal.punctuality import KEPT_SECONDS
from gongxin.portal.render import page
from gongxin.promises.duties import Standing
from gongxin.promises.questions import State, Verdict

NUMBERS_MAX = 200  # on one page; whoever looks for one number types it
QUERY_CHARS_MAX = 40


@require_safe
@open_page(seconds=KEPT_SECONDS)
def punctuality(request: HttpRequest) -> HttpResponse:
    at = moment.of(request)
    found = figures.of(at.today, at.now)
    chart = charts.columns(
        [
            charts.Point(f"{month:%y-%m}", round(100 * (tally.share or 0)))
            for month, tally in found.months
        ],
        title=_("按时报送的比例（%）"),
        description=_("按决定所在月份，最近十三个月；同样的数字在旁边的表里"),
        name="punctuality",
    )
    return page(request, "punctuality", {"found": found, "chart": chart})


@require_safe
@open_page(seconds=KEPT_SECONDS)
def punctuality_csv(request: HttpRequest) -> HttpResponse:
    """The same by agency, item and month, for programs; codes and both names."""
    at = moment.of(request)
    found = figures.of(at.today, at.now)
    items = {item.code: item for item in law.items(found.today)}
    columns = ["computed_on", "agency", "agency_zh", "agency_en", "item", "item_zh", "item_en", "month", "arrived",
               "on_time", "late", "cannot_be_computed", "standing"]  # fmt: skip
    rows: list[list[tables.Cell]] = []
    for line in found.lines:
        for one in line.standing.duties:
            standing = {period.month: period.standing.value for period in one.periods}
            names = items[one.duty.item]
            rows += [
                [
                    *(found.today, line.card.key, line.card.name_zh, line.card.name_en),
                    *(one.duty.item, names.zh, names.en, f"{part.month:%Y-%m}"),
                    *(part.tally.arrived, part.tally.on_time, part.tally.late, part.tally.unknown),
                    standing.get(part.month, ""),  # of a yearly duty in December alone
                ]
                for part in one.months
                if part.tally.arrived or standing.get(part.month) == Standing.MISSING
            ]
    return HttpResponse(
        tables.as_csv(columns, rows),
        content_type=tables.CSV,
        headers={"Content-Disposition": 'attachment; filename="punctuality.csv"'},
    )


@require_safe
@open_page(seconds=KEPT_SECONDS)
def missing_numbers(request: HttpRequest) -> HttpResponse:
    """Why a number is missing: asked, overdue, or answered and by what. `q` is a part of a number."""
    today = moment.of(request).today
    questions = figures.numbers(today)
    query = request.GET.get("q", "").strip()[:QUERY_CHARS_MAX]
    fits = [q for q in questions if query in str(q.number)]
    context = {
        "query": query,
        "today": today,
        "counts": {
            "all": len(questions),
            "overdue": sum(q.is_overdue(today) for q in questions),
            "arrived": figures.arrived(questions),
            "settled": sum(q.state is State.SETTLED for q in questions),
        },
        "rows": [
            (
                q,
                q.is_overdue(today),
                q.last if q.last and q.last.verdict is Verdict.SIGNED else None,
            )
            for q in fits[:NUMBERS_MAX]
        ],
        "more": max(len(fits) - NUMBERS_MAX, 0),
        "clock": law.deadline("duty.missing_number", today),
        "cards": {card.key: card for card in agencies.agencies()},
        "items": {item.code: item for item in law.law().items},
    }
    return page(request, "missing_numbers", context)
