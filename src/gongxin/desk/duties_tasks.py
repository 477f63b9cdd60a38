"""What waits of duties: sheets to file or sign, questions to answer or sign, and for the centre what is overdue."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.agencies.roles import AGENCY_ROLES
from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.promises import duties
from gongxin.promises.queries import questions, sheets
from gongxin.promises.questions import OWING, State
from gongxin.promises.sheets import State as SheetState


def waiting(visit: Visit) -> list[Task]:
    return [*_sheets(visit), *_questions(visit)]


def sheet_due_date(month: date) -> date | None:
    """Until when the sheet of a month is due; None where no calendar reaches."""
    end = duties.last_day(month)
    days = law.deadline("duty.monthly_sheet", end).count
    return duties.due_date(end, days, law.calendar())


def _sheets(visit: Visit) -> list[Task]:
    """Of one's own agency alone: last month's sheet, and whatever waits for a signature."""
    agency = visit.actor.agency_key
    if agency is None or not AGENCY_ROLES & visit.actor.roles:
        return []
    months = duties.months(visit.today)[:-1]
    states = sheets.states(months)
    tasks = []
    last = months[-1]
    owed = states.get((agency, last)) in {None, SheetState.RETURNED}
    if owed and visit.may("sheet.file") and _has_duties(agency, visit.today):
        path = reverse("desk:sheet", args=[agency, f"{last:%Y-%m}"])
        tasks.append(Task(_("上月月报待填报"), 1, path, sheet_due_date(last)))
    filed = [month for month in months if states.get((agency, month)) == SheetState.FILED]
    if filed and visit.may("sheet.sign", SheetState.FILED):
        path = reverse("desk:sheet", args=[agency, f"{filed[0]:%Y-%m}"])
        tasks.append(Task(_("月报待签发"), len(filed), path, sheet_due_date(filed[0])))
    return tasks


def _has_duties(agency: str, today: date) -> bool:
    return any(agency in item.agencies for item in law.items(today))


def _questions(visit: Visit) -> list[Task]:
    if not visit.may("question.list"):
        return []
    found = questions.questions()
    path = reverse("desk:questions")
    tasks = []
    if visit.may("question.answer", State.OPEN):
        owed = [q for q in found if q.state in {State.OPEN, State.PROMISED}]
        tasks.append(Task(_("缺号询问待答"), len(owed), path, _first(q.due_date for q in owed)))
    if visit.may("question.sign", State.ANSWERED):
        answered = [q for q in found if q.state is State.ANSWERED]
        tasks.append(
            Task(_("缺号答复待签发"), len(answered), path, _first(q.due_date for q in answered))
        )
    if visit.may("question.ask"):
        overdue = [q for q in found if q.state in OWING and q.is_overdue(visit.today)]
        tasks.append(Task(_("部门逾期未答的缺号询问"), len(overdue), f"{path}?show=overdue"))
    return tasks


def _first(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
