"""What waits for whoever is signed in: each task asks its room, the first page prints the answers. No SQL, no rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise

from gongxin.desk.guard import Visit


@dataclass(frozen=True)
class Task:
    """One thing to do: what, how many, where, and until when (the earliest day)."""

    text: Promise | str
    count: int
    address: str  # path of the page where it is done
    due_date: date | None = None


# One function a module of the desk; each says what of its kind waits for this visit.
SOURCES: Final[tuple[Callable[[Visit], list[Task]], ...]] = ()


def tasks(visit: Visit) -> list[Task]:
    """Everything that waits, the earliest due first, then what has no day."""
    found = [task for source in SOURCES for task in source(visit) if task.count]
    return sorted(found, key=lambda task: (task.due_date or date.max, str(task.text)))
