"""Who did not act in time on a correction: institutions by name, counts, days. Never about whom."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue import queries as law
from gongxin.exchange.queries import recall_lists
from gongxin.exchange.queries.recall_clock import ACT, NAMED
from gongxin.portal import moment
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page


@require_safe
@open_page(seconds=60)
def recalls(request: HttpRequest) -> HttpResponse:
    now = moment.of(request)
    context = {
        "figures": recall_lists.figures(now.now),
        "named": recall_lists.named(now.now),
        "today": now.today,
        "act": law.deadline(ACT, now.today),
        "naming": law.deadline(NAMED, now.today),
    }
    return page(request, "recalls", context)
