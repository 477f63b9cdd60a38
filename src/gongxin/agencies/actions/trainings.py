"""Writes of the register of trainings: recorded by somebody else, struck out where it was a mistake."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from gongxin.agencies.models import Account, Training
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.agencies.trainings import HOLDS, Course, TrainingRefused
from gongxin.journal import actions as journal


@transaction.atomic
def record(
    *, username: str, course: Course, attended_date: date, today: date, by: str, now: datetime
) -> int:
    """Enter that the account attended the course on that day; the entry's id."""
    if username == by:
        raise TrainingRefused(
            "自己的培训由别人登记", "a training of one's own is recorded by somebody else"
        )
    if attended_date > today:
        raise TrainingRefused("培训日还没到", "that day has not come yet")
    # Its rival: the same entry made twice.
    account = (
        Account.objects.select_for_update(of=("self",))
        .select_related("agency")
        .filter(username=username, is_active=True)
        .first()
    )
    if account is None:
        raise TrainingRefused("该账号已经停用", "this account is closed")
    held = Training.objects.filter(
        account=account, course=course, attended_date=attended_date, struck_at__isnull=True
    )
    if held.exists():
        raise TrainingRefused("这次培训已经登记", "this training was recorded already")
    row = Training.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=account.agency.key if account.agency else EVERY_AGENCY,
        account=account,
        course=course,
        attended_date=attended_date,
        valid_until=attended_date + HOLDS,
        recorded_by=by,
        recorded_at=now,
    )
    journal.append(kind="training.recorded", body=_body(row), by=by, now=now)
    return row.pk


@transaction.atomic
def strike(*, training: int, by: str, now: datetime) -> None:
    """Strike out what was entered by mistake; it stays to be read."""
    row = (
        Training.objects.select_for_update(of=("self",))  # its rival: striking it twice
        .select_related("account")
        .filter(pk=training, struck_at__isnull=True)
        .first()
    )
    if row is None:
        raise TrainingRefused("没有这条登记", "there is no such entry")
    if row.account.username == by:
        raise TrainingRefused(
            "自己的培训由别人改", "a training of one's own is corrected by somebody else"
        )
    row.struck_at, row.struck_by = now, by
    row.save(update_fields=["struck_at", "struck_by"])
    journal.append(kind="training.struck", body=_body(row), by=by, now=now)


def _body(row: Training) -> dict[str, str | int | None]:
    return {
        "account": row.account.username,
        "course": str(row.course),
        "day": row.attended_date.isoformat(),
    }
