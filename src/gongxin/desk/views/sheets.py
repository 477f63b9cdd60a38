"""Monthly sheets: which there are, one of them with what arrived beside it, filing, signing, and the file for the centre."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue import queries as law
from gongxin.desk.duties_tasks import sheet_due_date
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.intake.reading.personal import covered
from gongxin.jurisdiction import Item
from gongxin.look import tables
from gongxin.promises import duties as rules
from gongxin.promises.actions import sheets as acts
from gongxin.promises.duties import MonthRefused
from gongxin.promises.queries import arrivals
from gongxin.promises.queries import sheets as stored
from gongxin.promises.questions import Verdict
from gongxin.promises.sheets import Filed, Line, SheetRefused, State, differences, overdue


@dataclass(frozen=True)
class MonthCell:
    """One agency's sheet of one month in the list."""

    agency: str
    month: date
    state: State
    overdue: bool

    @property
    def key(self) -> str:
        return f"{self.month:%Y-%m}"


@dataclass(frozen=True)
class FormLine:
    """One item of the form: what is filled in, and what arrived beside it."""

    item: Item
    line: Line
    arrived: int
    differs: int

    @property
    def by(self) -> int:
        return abs(self.differs)


@require_safe
@permitted("sheet.list")
def sheets(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The months that have ended, the last one first, of every agency that may be seen."""
    months = rules.months(visit.today)[-2::-1]
    states = stored.states(months)
    owing = {key for item in law.items(visit.today) for key in item.agencies}
    due = {month: sheet_due_date(month) for month in months}
    rows = [
        (card, [_cell(card.key, month, states, due[month], visit.today) for month in months])
        for card in agencies.agencies()
        if card.key in owing and visit.scope in {EVERY_AGENCY, card.key}
    ]
    late = sum(cell.overdue for _card, cells in rows for cell in cells)
    clock = law.deadline("duty.monthly_sheet", visit.today)
    context = {"months": months, "rows": rows, "overdue": late, "clock": clock}
    return page(request, visit, "sheets", context)


def _cell(
    agency: str,
    month: date,
    states: Mapping[tuple[str, date], str],
    due: date | None,
    today: date,
) -> MonthCell:
    state = State(states.get((agency, month), State.DUE.value))
    return MonthCell(agency, month, state, overdue(state, due=due, today=today))


def find_sheet(visit: Visit, **address: object) -> str | None:
    """The state of the sheet of a month that has ended, of an agency that reports something."""
    agency = str(address.get("agency"))
    try:
        month = rules.month_of(str(address.get("month")))
    except MonthRefused:
        return None
    owing = any(agency in item.agencies for item in law.items(visit.today))
    if not owing or visit.scope not in {EVERY_AGENCY, agency}:
        return None
    if month >= visit.today.replace(day=1):
        return None
    last = stored.latest(agency, month)
    return last.state.value if last else State.DUE.value


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("sheet.read", find_sheet, posts="sheet.file")
def sheet(request: HttpRequest, visit: Visit, agency: str, month: str) -> HttpResponse:
    day = rules.month_of(month)
    items = _items(agency, visit.today)
    if request.method == "POST":
        acts.file(
            agency=agency,
            month=day,
            lines=[_typed(request.POST, item.code) for item in items],
            items=[item.code for item in items],
            problems=_covered(request.POST.get("problems", "")),
            by=visit.by,
            now=visit.now,
        )
        return HttpResponseRedirect(reverse("desk:sheet", args=[agency, month]))
    versions = stored.versions(agency, day)
    last = versions[-1] if versions else None
    arrived = arrivals.arrived_of(agency, day, rules.next_month(day))
    visit.shown += [str(version.id) for version in versions]
    state = last.state if last else State.DUE
    differing = differences(last.lines, arrived) if last else []
    context = {
        "card": agencies.agency_by_key(agency),
        "month": day,
        "key": month,
        "state": state,
        "last": last,
        "earlier": versions[:-1][::-1],
        "lines": _lines(items, last, arrived),
        "differences": len(differing),
        "due_date": sheet_due_date(day),
        "overdue": overdue(state, due=sheet_due_date(day), today=visit.today),
        "clock": law.deadline("duty.monthly_sheet", day),
        "may_file": visit.may("sheet.file", state) and state is not State.FILED,
        "may_sign": visit.may("sheet.sign", state) and last and last.filed_by != visit.by,
        "seen": last.digest.hex() if last else "",
    }
    return page(request, visit, "sheet", context)


def _items(agency: str, today: date) -> list[Item]:
    return [item for item in law.items(today) if agency in item.agencies]


def _lines(items: list[Item], last: Filed | None, arrived: Mapping[str, int]) -> list[FormLine]:
    """What the last version says; where there is none, what arrived, as a start."""
    said = {line.item: line for line in last.lines} if last else {}
    found = []
    for item in items:
        here = arrived.get(item.code, 0)
        line = said.get(item.code) or Line(item.code, here, here, here, 0)
        found.append(FormLine(item, line, here, here - line.reported if last else 0))
    return found


def _typed(form: QueryDict, item: str) -> Line:
    return Line(
        item,
        _count(form, f"{item}.generated"),
        _count(form, f"{item}.self_published"),
        _count(form, f"{item}.reported"),
        _count(form, f"{item}.unreported"),
        _covered(form.get(f"{item}.basis", "")),
    )


def _count(form: QueryDict, name: str) -> int:
    text = form.get(name, "").strip() or "0"
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise SheetRefused("数量应为非负整数", "a count is a whole number from zero")
    return int(text)


def _covered(text: str) -> str:
    """Written by hand, read by many: marks of a person are covered before anything is kept."""
    return covered(text.strip())[0]


@require_POST
@permitted("sheet.sign", find_sheet)
def sheet_sign(request: HttpRequest, visit: Visit, agency: str, month: str) -> HttpResponse:
    try:
        seen = bytes.fromhex(request.POST.get("seen", ""))
        verdict = Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise FormIncomplete from None
    acts.decide(
        agency=agency,
        month=rules.month_of(month),
        seen=seen,
        verdict=verdict,
        reason=_covered(request.POST.get("reason", "")),
        by=visit.by,
        now=visit.now,
    )
    return HttpResponseRedirect(reverse("desk:sheet", args=[agency, month]))


@require_safe
@permitted("sheet.export")
def sheets_file(request: HttpRequest, visit: Visit, month: str, form: str) -> HttpResponse:
    """The signed sheets of a month as far as they may be seen, with what arrived beside them."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    day = rules.month_of(month)
    visit.shown.append(f"sheets:{month}")
    columns = [
        _("部门"),
        _("目录事项"),
        _("产生数量"),
        _("本单位公示数量"),
        _("报送数量"),
        _("未报送数量"),
        _("未报送依据"),
        _("有效入库数"),
        _("相差"),
    ]
    rows = _exported(day)
    if form == "csv":
        return download(tables.as_csv(columns, rows), tables.CSV, f"sheets-{month}.csv")
    book = tables.as_workbook(f"{_('月报')} {month}", columns, rows, made=visit.now)
    return download(book, tables.XLSX, f"sheets-{month}.xlsx")


def _exported(month: date) -> list[list[tables.Cell]]:
    cards = {card.key: card for card in agencies.agencies()}
    items = {item.code: item for item in law.law().items}
    tallies = arrivals.tallies(month, rules.next_month(month))
    return [
        [
            cards[agency].name_zh,
            items[line.item].zh,
            line.generated,
            line.self_published,
            line.reported,
            line.unreported,
            line.basis,
            (arrived := tallies.get((agency, line.item, month), rules.NOTHING).arrived),
            arrived - line.reported,
        ]
        for (agency, _month), lines in stored.signed([month]).items()
        for line in lines.values()
    ]


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
