"""What whoever works here must have been taught, how long it holds, and where an account stands. A duty with a clock; no mark, no order. Pure.

The courses and their times are the house's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from gongxin.refusal import Refusal

HOLDS: Final = timedelta(days=365)
FIRST_WITHIN: Final = timedelta(days=30)  # of the day on which the account was opened
SAID_BEFORE: Final = timedelta(days=14)  # how long before its end a duty shows among what waits


class Course(StrEnum):
    """Courses that everybody attends each year."""

    SECURITY = "security"  # 账号与信息安全
    DATA = "data"  # 信用信息与个人信息保护


class TrainingRefused(Refusal):
    """A training cannot be recorded like this."""

    code = "training.refused"


class Standing(StrEnum):
    VALID = "valid"
    SOON = "soon"  # ends, or is due for the first time, within the fortnight
    OVER = "over"


@dataclass(frozen=True)
class State:
    """Where an account stands with one course."""

    course: Course
    due_date: date  # the last day on which it is fine
    attended: bool  # at all; else the day is that of a first attendance

    def standing(self, today: date) -> Standing:
        if today > self.due_date:
            return Standing.OVER
        return Standing.SOON if today > self.due_date - SAID_BEFORE else Standing.VALID


def states(opened_date: date, attended: Iterable[tuple[str, date]]) -> tuple[State, ...]:
    """Where an account stands with each course. `attended`: (course, first day on which it no longer holds)."""
    last: dict[str, date] = {}
    for course, until in attended:
        last[course] = max(until, last.get(course, until))
    return tuple(
        State(course, last[course] - timedelta(days=1), attended=True)
        if course in last
        else State(course, opened_date + FIRST_WITHIN, attended=False)
        for course in Course
    )
