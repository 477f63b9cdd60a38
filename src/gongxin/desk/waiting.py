"""What waits for whoever is signed in: each task asks its room, the first page prints the answers. No SQL, no rules."""

from collections.abc import Callable
from datetime import date
from typing import Final

from gongxin.desk import (
    access_tasks,
    case_tasks,
    draft_tasks,
    duties_tasks,
    exchange_tasks,
    machine_tasks,
    matching_tasks,
    notice_tasks,
    oversight_tasks,
    owner_tasks,
    recall_tasks,
    return_tasks,
)
from gongxin.desk.guard import Visit
from gongxin.desk.tasks import Task
from gongxin.desk.views import batches, motions

__all__ = ["SOURCES", "Task", "tasks"]

# One function a module of the desk; each says what of its kind waits for this visit.
SOURCES: Final[tuple[Callable[[Visit], list[Task]], ...]] = (
    batches.waiting,
    motions.waiting,
    access_tasks.waiting,
    case_tasks.waiting,
    draft_tasks.waiting,
    duties_tasks.waiting,
    exchange_tasks.waiting,
    machine_tasks.waiting,
    matching_tasks.waiting,
    notice_tasks.waiting,
    oversight_tasks.waiting,
    owner_tasks.waiting,
    recall_tasks.waiting,
    return_tasks.waiting,
)


def tasks(visit: Visit) -> list[Task]:
    """Everything that waits, the earliest due first, then what has no day."""
    found = [task for source in SOURCES for task in source(visit) if task.count]
    return sorted(found, key=lambda task: (task.due_date or date.max, str(task.text)))
