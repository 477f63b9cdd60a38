"""What waits of notices: letters to print and post, what came back, what is overdue. Asks the room; decides nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.notices.queries import lists
from gongxin.notices.queries.clock import NoticeClock
from gongxin.notices.queries.lists import View


def waiting(visit: Visit) -> list[Task]:
    """For the centre, whose clock it is. What is overdue goes to the supervisor besides: silence escalates."""
    if not visit.may("notice.print"):
        return []
    found = lists.figures(visit.now)
    oldest = NoticeClock().working(found.oldest_at).due if found.oldest_at else None
    tasks = [
        Task(_("通知函件等待打印"), found.to_print, _to(View.PRINT), oldest),
        Task(_("通知函件等待交寄"), found.to_post, _to(View.POST)),
        Task(_("通知函件被退回"), found.returned, _to(View.RETURNED)),
    ]
    if visit.may("notice.announce", "owed"):
        tasks.append(Task(_("逾期没有告知主体的通知"), found.overdue, _to(View.OVERDUE)))
    return tasks


def _to(view: View) -> str:
    return f"{reverse('desk:notices')}?view={view.value}"
