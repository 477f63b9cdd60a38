"""Who looked at what: everybody's looks for the auditor, one's own for each, the counts beside the median, the file to take away."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.agencies.policy import POLICY, RULES
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.disclosures import queries
from gongxin.disclosures.queries import PAGE, Sought, StaffLook

PAGES_MAX: Final = 2_000
DAYS_SHOWN: Final = 14
COLUMNS: Final = ("id", "at", "account", "role", "agency", "action", "purpose", "reason", "asked", "shown")  # fmt: skip
# What a spreadsheet program reads as the beginning of a formula.
FORMULA: Final = "=+-@\t\r"


@require_safe
@permitted("read.mine")
def mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _listed(request, visit, Sought(account=visit.by), "my_looks")


@require_safe
@permitted("read.list")
def everybodys(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _listed(request, visit, _sought(request), "looks")


@require_safe
@permitted("read.export")
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The looks asked for, as CSV. A cell never begins as a formula does."""
    text = "".join(_lines(queries.all_staff_looks(_sought(request))))
    return HttpResponse(
        "\ufeff" + text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="looks-{visit.today}.csv"'},
    )


@require_safe
@permitted("read.figures")
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How often each account looked, day by day, beside the median of its role: by day and name, never by count."""
    last = _day(request.GET.get("last", "")) or visit.today
    first = last - timedelta(days=DAYS_SHOWN - 1)
    counted = queries.look_counts(first, last, zone=settings.TIME_ZONE)
    context = {
        "counts": counted,
        "first": first,
        "last": last,
        "times": queries.STANDS_OUT_TIMES,
        "least": queries.STANDS_OUT_MIN,
    }
    return page(request, visit, "look_figures", context)


def _listed(request: HttpRequest, visit: Visit, sought: Sought, template: str) -> HttpResponse:
    number = _number(request.GET.get("page", ""))
    found, count = queries.staff_looks(sought, page=number)
    last = max(1, -(-count // PAGE))
    asked = {
        "account": sought.account if template == "looks" else "",
        "action": sought.action,
        "first": sought.first.isoformat() if sought.first else "",
        "last": sought.last.isoformat() if sought.last else "",
        "shown": sought.shown,
    }
    context = {
        "looks": [(look, RULES.get(look.action)) for look in found],
        "count": count,
        "number": number,
        "pages": last,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < last else None,
        "sought": asked,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "rules": [rule for rule in POLICY if rule.recorded],
    }
    return page(request, visit, template, context)


def _sought(request: HttpRequest) -> Sought:
    return Sought(
        account=_asked(request, "account"),
        action=_asked(request, "action"),
        first=_day(_asked(request, "first")),
        last=_day(_asked(request, "last")),
        shown=_asked(request, "shown"),
    )


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:100]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    return min(max(int(text), 1), PAGES_MAX) if text.isascii() and text.isdigit() else 1


def _lines(looks: Iterator[StaffLook]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\n"
    for look in looks:
        out = io.StringIO()
        cells = (
            str(look.id), look.at.isoformat(), look.account, look.role, look.agency_key,
            look.action, look.purpose, look.reason or "", look.asked or "", " ".join(look.shown),
        )  # fmt: skip
        csv.writer(out, lineterminator="\n").writerow(map(harmless, cells))
        yield out.getvalue()


def harmless(cell: str) -> str:
    """The cell, behind an apostrophe where a program would read a formula."""
    return f"'{cell}" if cell[:1] in FORMULA and cell else cell
