"""What waits of keys and sources: to be collected, to be renewed, or not read. No SQL, no rules."""

from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongxin.agencies import key_reading
from gongxin.agencies.keys import State
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.intake import drawing
from gongxin.intake.sources import SourceState

# House number: a department needs some weeks to change a key in its own system.
ENDS_SOON_DAYS: Final = 30


def waiting(visit: Visit) -> list[Task]:
    """Keys to be collected or renewed, and sources that could not be read, for whoever may do something about them."""
    tasks: list[Task] = []
    if visit.may("key.propose"):
        found = key_reading.keys_listed(visit.today)
        uncollected = [key for key in found if key.state is State.WAITING]
        if visit.may("key.collect", "waiting"):
            tasks.append(Task(_("接口密钥待领取"), len(uncollected), reverse("desk:keys")))
        soon = visit.today + timedelta(days=ENDS_SOON_DAYS)
        ending = [key for key in found if key.state is State.LIVE and key.ends_date <= soon]
        first = min((key.ends_date for key in ending), default=None)
        tasks.append(Task(_("接口密钥即将到期"), len(ending), reverse("desk:keys"), first))
    if visit.may("source.propose"):
        broken = [
            one
            for one in drawing.sources_listed()
            if one.state is SourceState.OPEN and one.last_error
        ]
        tasks.append(Task(_("数据库直连读取失败"), len(broken), reverse("desk:sources")))
    return tasks
