"""What waits for whoever is signed in: each task asks its room, the first page prints the answers. No SQL, no rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.desk.guard import Visit
from gongxin.intake import admissions, held
from gongxin.records import twins


@dataclass(frozen=True)
class Task:
    """One thing to do: what, how many, where, and until when (the earliest day)."""

    text: Promise | str
    count: int
    address: str  # path of the page where it is done
    due_date: date | None = None


def unmatched(visit: Visit) -> list[Task]:
    """Parties that nobody has matched yet, for whoever judges."""
    if not visit.may("party.judge", "waiting"):
        return []
    parties, asked, oldest = held.counts()
    days = max((visit.today - oldest).days, 0) if oldest else 0
    text = gettext("待匹配的当事人，最早的已等 {days} 天").format(days=days)
    return [Task(text, parties - asked, reverse("desk:parties"))]


def questions(visit: Visit) -> list[Task]:
    """What the centre asked the visit's agency about its own rows."""
    if visit.scope == EVERY_AGENCY or not visit.may("party.list"):
        return []
    asked = held.counts()[1]
    return [Task(_("信用中心请本单位核实当事人"), asked, reverse("desk:parties"))]


def entered(visit: Visit) -> list[Task]:
    """What entered after a judgement and waits for somebody else to release it."""
    if not visit.may("admission.release", "waiting"):
        return []
    mine = [a for a in admissions.waiting() if visit.by not in {a.submitted_by, a.admitted_by}]
    return [Task(_("认定后入库，等待放行"), len(mine), reverse("desk:admissions"))]


def twin_pairs(visit: Visit) -> list[Task]:
    """Suspected duplicates."""
    if not visit.may("twin.decide", "open"):
        return []
    count, _oldest = twins.waiting_count()
    return [Task(_("疑似重复的记录"), count, reverse("desk:duplicates"))]


# One function a module of the desk; each says what of its kind waits for this visit.
SOURCES: Final[tuple[Callable[[Visit], list[Task]], ...]] = (
    unmatched,
    questions,
    entered,
    twin_pairs,
)


def tasks(visit: Visit) -> list[Task]:
    """Everything that waits, the earliest due first, then what has no day."""
    found = [task for source in SOURCES for task in source(visit) if task.count]
    return sorted(found, key=lambda task: (task.due_date or date.max, str(task.text)))
