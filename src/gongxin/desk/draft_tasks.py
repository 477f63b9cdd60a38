"""Drafts that wait for whoever uploaded them."""

from django.urls import reverse

from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.intake import drafting
from gongxin.intake.batches import Status


def waiting(visit: Visit) -> list[Task]:
    """Each draft of one's own by the name of its file, until the day on which it would be forgotten."""
    if not visit.may("draft.work", Status.DRAFT):
        return []
    return [
        Task(one.file_name, one.rows, reverse("desk:draft", args=[one.batch]), one.until)
        for one in drafting.waiting(scope=visit.scope, by=visit.by)
    ]
