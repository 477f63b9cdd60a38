"""Reads of the register of trainings. Needs the wall's setting."""

from dataclasses import dataclass
from datetime import date, datetime

from gongxin.agencies.models import Training
from gongxin.agencies.trainings import Course


@dataclass(frozen=True)
class Attended:
    id: int
    course: Course
    attended_date: date
    valid_until: date
    recorded_by: str
    recorded_at: datetime
    struck_by: str | None
    struck_at: datetime | None


def trainings(username: str) -> list[Attended]:
    """Every entry of an account, struck ones too, the latest day first."""
    rows = Training.objects.filter(account__username=username).order_by("-attended_date", "-pk")
    return [
        Attended(
            row.pk,
            Course(row.course),
            row.attended_date,
            row.valid_until,
            row.recorded_by,
            row.recorded_at,
            row.struck_by,
            row.struck_at,
        )
        for row in rows
    ]
