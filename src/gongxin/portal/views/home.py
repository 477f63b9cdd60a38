"""The first page: what this is, the search box, what is public today in numbers."""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongxin.look import charts
from gongxin.portal import figures, moment, tour
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page


@require_safe
@open_page(seconds=5)
def home(request: HttpRequest) -> HttpResponse:
    live = figures.of(moment.of(request).today)
    chart = charts.columns(
        [charts.Point(m.label, m.records) for m in live.by_month],
        title=_("今天公开的记录，按作出决定的月份"),
        description=_("每根柱是一个月，高度是这个月作出、今天仍在公开的记录数。"),
        name="months",
    )
    return page(
        request,
        "home",
        {
            "figures": live,
            "chart": mark_safe(chart),  # noqa: S308  escaped where it is drawn
            "doors": tour.DOORS.values(),
        },
    )
