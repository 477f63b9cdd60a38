"""What waits for those who watch over the platform, and for whoever decides on the law. Each asks its room; decides nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.catalogue import proposing
from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.security import condition
from gongxin.security.condition import Level
from gongxin.security.queries import canaries, incidents
from gongxin.security.queries import condition as facts


def waiting(visit: Visit) -> list[Task]:
    return [
        *_alarms(visit),
        *_incidents(visit),
        *_security(visit),
        *_calendar(visit),
        *_editions(visit),
    ]


def _alarms(visit: Visit) -> list[Task]:
    """For whoever watches: looks at canaries that nobody has looked into."""
    if not visit.may("alarm.list"):
        return []
    return [Task(_("查明异常查阅"), canaries.open_alarms(), reverse("desk:alarms"))]


def _incidents(visit: Visit) -> list[Task]:
    """For whoever may close: incidents that are open."""
    if not visit.may("incident.close", "open"):
        return []
    count = len(incidents.open_incidents())
    return [Task(_("处置未结的安全事件"), count, reverse("desk:incidents"))]


def _security(visit: Visit) -> list[Task]:
    """For the head of the office and whoever answers for security: lines that are bad."""
    if not visit.may("incident.close", "open"):
        return []
    count = facts.red(visit.today, visit.now)
    return [Task(_("处理安全状况中的红色项"), count, reverse("desk:security"))]


def _calendar(visit: Visit) -> list[Task]:
    """For the head of the centre, from 60 days before the proclaimed calendar ends."""
    if not visit.may("calendar.tend"):
        return []
    known = law.calendar()
    if condition.calendar_line(known, visit.today).level is Level.GREEN:
        return []
    ends = condition.calendar_ends(known, visit.today)
    return [Task(_("补充下一年的工作日历"), 1, reverse("desk:calendar"), ends or visit.today)]


def _editions(visit: Visit) -> list[Task]:
    """For whoever decides: editions that another proposed and whose comments are over."""
    if not visit.may("edition.decide", "open"):
        return []
    ripe = [
        one
        for one in proposing.proposals()
        if one.state.value == "open"
        and one.proposed_by != visit.by
        and not one.is_open_on(visit.today)
    ]
    return [Task(_("审批目录新版"), len(ripe), reverse("desk:proposals"))]
