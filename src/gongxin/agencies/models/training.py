"""The table of trainings attended: which account, which course, which day, until when it holds. Behind the wall."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongxin.agencies.models.account import Account
from gongxin.agencies.trainings import Course


class Training(models.Model):
    """One course attended. What was entered by mistake is struck out, never deleted."""

    jurisdiction = models.TextField()
    agency_key = models.TextField()  # "*": of the centre and the administrators
    account = models.ForeignKey(Account, models.PROTECT, related_name="trainings")
    course = models.CharField(max_length=16)
    attended_date = models.DateField()
    valid_until = models.DateField()  # the first day on which it no longer holds
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "course", "attended_date"],
                condition=Q(struck_at__isnull=True),
                name="training_once_a_day",
            ),
            models.CheckConstraint(
                name="training_course_is_known", condition=Q(course__in=[c.value for c in Course])
            ),
            models.CheckConstraint(name="training_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="training_holds_for_a_time", condition=Q(valid_until__gt=F("attended_date"))
            ),
            models.CheckConstraint(
                name="training_struck_when_and_by_whom",
                condition=Q(struck_at__isnull=True, struck_by__isnull=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.course}"
