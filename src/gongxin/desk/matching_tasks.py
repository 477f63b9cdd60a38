"""What of matching and duplicates waits for a visit. No SQL, no rules."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.intake import admissions, held
from gongxin.records import twins


def waiting(visit: Visit) -> list[Task]:
    """Parties to match, questions of the centre, rows to release, pairs to look at."""
    return [
        *_unmatched(visit),
        *_questions(visit),
        *_entered(visit),
        *_twin_pairs(visit),
    ]


def _unmatched(visit: Visit) -> list[Task]:
    """Parties that nobody has matched yet, for whoever judges."""
    if not visit.may("party.judge", "waiting"):
        return []
    parties, asked, oldest = held.counts()
    days = max((visit.today - oldest).days, 0) if oldest else 0
    text = gettext("待匹配的当事人，最早的已等 {days} 天").format(days=days)
    return [Task(text, parties - asked, reverse("desk:parties"))]


def _questions(visit: Visit) -> list[Task]:
    """What the centre asked the visit's agency about its own rows."""
    if visit.scope == EVERY_AGENCY or not visit.may("party.list"):
        return []
    asked = held.counts()[1]
    return [Task(_("信用中心请本单位核实当事人"), asked, reverse("desk:parties"))]


def _entered(visit: Visit) -> list[Task]:
    """What entered after a judgement and waits for somebody else to release it."""
    if not visit.may("admission.release", "waiting"):
        return []
    mine = [a for a in admissions.waiting() if visit.by not in {a.submitted_by, a.admitted_by}]
    return [Task(_("认定后入库，等待放行"), len(mine), reverse("desk:admissions"))]


def _twin_pairs(visit: Visit) -> list[Task]:
    """Suspected duplicates."""
    if not visit.may("twin.decide", "open"):
        return []
    count, _oldest = twins.waiting_count()
    return [Task(_("疑似重复的记录"), count, reverse("desk:duplicates"))]
