"""What waits of cases: those whose next step is this visit's, the earliest due day first. Decides nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.agencies.roles import Role
from gongxin.cases import queries
from gongxin.cases.kinds import Party
from gongxin.cases.standing import Case, leak_clock
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task

# Which action of the table of access lets somebody act for a party.
ACTIONS = (
    (Party.PLATFORM, "case.check"),
    (Party.PLATFORM, "case.carry_out"),
    (Party.PROVIDER, "case.decide"),
    (Party.REVIEWER, "case.review"),
    (Party.PLATFORM, "case.answer"),
    (Party.PROVIDER, "case.state"),
    (Party.HEAD, "case.head"),
    (Party.PLATFORM, "tip.pass"),
    (Party.PROVIDER, "tip.answer"),
)


def is_mine(visit: Visit, found: Case) -> bool:
    """Whether the next step of an open case is one this visit may take."""
    return found.standing.is_open and any(
        found.standing.turn is party and visit.may(action, found.state) for party, action in ACTIONS
    )


def waiting(visit: Visit) -> list[Task]:
    if not visit.may("case.list"):
        return []
    found = queries.cases()
    mine = [one for one in found if is_mine(visit, one)]
    measured = queries.measure()
    dues = [
        due
        for one in mine
        if (due := queries.due_of(one.standing, visit.now, measured)) is not None
    ]
    days = [due.working.due for due in dues if due.working.due is not None]
    late = sum(due.is_overdue for due in dues)
    path = reverse("desk:cases")
    tasks = [
        Task(_("案件待办理"), len(mine), path, min(days, default=None)),
        Task(_("其中逾期的案件"), late, path),
        Task(_("泄露的投诉：立即登记安全事件"), _leaks(found, visit), f"{path}?show=open"),
    ]
    if Role.CENTRE_SUPERVISOR in visit.actor.roles:
        tasks.append(Task(_("升级：各方逾期的案件"), _overdue(found, visit), f"{path}?show=open"))
    return tasks


def _leaks(found: list[Case], visit: Visit) -> int:
    """Leaks that are complained of and were not entered yet, for whoever may enter them."""
    return sum(
        clock is not None and clock.is_open and visit.may("case.enter_incident", one.state)
        for one in found
        for clock in (leak_clock(one.standing),)
    )


def _overdue(found: list[Case], visit: Visit) -> int:
    """What anybody is late with goes to the head of the centre, with nothing to be sent."""
    measured = queries.measure()
    dues = (queries.due_of(one.standing, visit.now, measured) for one in found)
    return sum(due.is_overdue for due in dues if due is not None)
