"""One thing that waits for whoever is signed in. Decides nothing."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Task:
    """One thing to do: what, how many, where, and until when (the earliest day)."""

    text: Promise | str
    count: int
    address: str  # path of the page where it is done
    due_date: date | None = None
