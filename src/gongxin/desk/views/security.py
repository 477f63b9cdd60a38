"""The state of security on one page, for the head of the office: each line a word, what it rests on, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.security.condition import Level
from gongxin.security.queries import condition


@require_safe
@permitted("security.status")
def status(request: HttpRequest, visit: Visit) -> HttpResponse:
    lines = condition.lines(visit.today, visit.now)
    counts = {level.value: sum(line.level is level for line in lines) for level in Level}
    context = {
        "lines": lines,
        "counts": counts,
        "backups": condition.backups(),
        "unwalled": condition.unwalled(),
    }
    return page(request, visit, "security", context)
