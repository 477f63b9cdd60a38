"""What waits at the counter for organisations. Asks the room; decides nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.owners import queries


def waiting(visit: Visit) -> list[Task]:
    """Letters that an organisation waits for."""
    if not visit.may("letter.print", "waiting"):
        return []
    return [Task(_("单位开通函件等待打印"), queries.waiting_letters(), reverse("desk:letters"))]
