"""What waits for those who telephone about recalls. It asks its room and decides nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.exchange.queries import recall_lists


def waiting(visit: Visit) -> list[Task]:
    """For whoever may call: recalls whose recipient did not act in time."""
    if not visit.may("recall.call", "call_sheet"):
        return []
    figures = recall_lists.figures(visit.now)
    count = figures.call_sheet + figures.listed
    return [Task(_("电话催办逾期的召回"), count, reverse("desk:recalls"))]
