"""Writes of canaries: placed, taken away; and what was found out about a look at one. The looker is never told."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gongxin.journal import actions as journal
from gongxin.security.canaries import CanaryRefused, ensure_placeable
from gongxin.security.models import AlarmAnswer, Canary
from gongxin.security.queries import canaries as queries
from gongxin.subjects import queries as subjects
from gongxin.subjects.naming import normal


@transaction.atomic
def place(*, name: str, code: str, by: str, now: datetime) -> UUID:
    """A canary that searches of the desk meet from now on; its id."""
    name, code = name.strip(), code.strip().upper()
    found = subjects.organisation_by_code(code)
    named = any(hit.matched == "name" for hit in subjects.search_names(name, 1).hits)
    ensure_placeable(name, code, is_registered=found is not None or named)
    if Canary.objects.filter(code=code).exists():
        raise CanaryRefused("这一代码已用于警示主体", "a canary has this code already")
    row = Canary.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        name=name,
        norm=normal(name),
        code=code,
        placed_by=by,
        placed_at=now,
    )
    journal.append(kind="canary.placed", body={"canary": str(row.pk)}, by=by, now=now)
    return row.pk


@transaction.atomic
def end(*, canary: UUID, by: str, now: datetime) -> None:
    """Searches meet it no longer. Looks at it that were before stay alarms."""
    ended = Canary.objects.filter(pk=canary, ended_at__isnull=True).update(
        ended_at=now, ended_by=by
    )
    if not ended:
        raise CanaryRefused("该警示主体已撤除", "this canary was taken away already")
    journal.append(kind="canary.ended", body={"canary": str(canary)}, by=by, now=now)


@transaction.atomic
def answer(*, read: UUID, text: str, by: str, now: datetime) -> None:
    """Enter what was found out about an alarm, once. Whoever raised it does not answer it."""
    alarm = queries.alarm(read)
    if alarm is None or not text.strip():
        raise CanaryRefused("没有这次异常查阅，或没有写明情况", "no such alarm, or nothing said")
    if alarm.account == by:
        raise CanaryRefused(
            "查阅人不能自行说明后了结", "whoever looked does not settle it themselves"
        )
    if alarm.answer is not None:
        raise CanaryRefused("这次异常查阅已查明", "this alarm was looked into already")
    # Its rival is a second answer: the primary key has the last word.
    AlarmAnswer.objects.create(read=read, text=text.strip(), by=by, at=now)
    journal.append(kind="alarm.answered", body={"read": str(read)}, by=by, now=now)
