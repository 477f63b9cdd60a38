"""What waits of what left a body and was sent again: to certify, and bodies to be told. Decides nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.desk import fallen
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.intake import reinsertions
from gongxin.intake.reinsertion import State


def waiting(visit: Visit) -> list[Task]:
    """For the agency that sent it again: what it may certify. For the centre: whom it owes a notice, and by when."""
    tasks: list[Task] = []
    path = reverse("desk:returns")
    if visit.scope != "*" and visit.may("return.list"):
        held = sum(one.state is State.HELD for one in reinsertions.away())
        tasks.append(Task(_("再次报送了已认定不属于该主体的内容，没有证明不收录"), held, path))
    if visit.may("return.tell", "returned"):
        owed = reinsertions.reinsertions_owed()
        days = [one.due for one in owed if one.due is not None]
        tasks.append(
            Task(_("重新收录，待通知主体"), len(owed), f"{path}#returned", min(days, default=None))
        )
    if visit.may("fallen.list"):
        found = fallen.lines(visit)
        days = [line.due for line in found if line.due is not None]
        tasks.append(
            Task(
                _("列入决定已被撤销，待撤回"),
                len(found),
                reverse("desk:fallen"),
                min(days, default=None),
            )
        )
    return tasks
