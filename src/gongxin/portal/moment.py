"""The instant and the civil day of one request. Only views ask, once; in the demo alone a reader may choose the day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

AHEAD_MAX = timedelta(days=4 * 366)  # beyond the longest ceiling of the law nothing more happens


@dataclass(frozen=True)
class Moment:
    now: datetime
    today: date  # the true civil day
    day: date  # the day the page is read for: today, or the one chosen in the demo
    unreadable: bool = False  # something was typed that is no day

    @property
    def is_moved(self) -> bool:
        return self.day != self.today


def of(request: HttpRequest) -> Moment:
    """Now; with `?day=` in the demo, what the public may read on that day given what is known now.

    It moves the day of the rules alone: a fact withdrawn or repaired is gone on every day.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    text = request.GET.get("day", "").strip()
    if settings.GONGXIN_MODE != "demo" or not text:
        return Moment(now, today, today)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Moment(now, today, today, unreadable=True)
    if not today - AHEAD_MAX <= day <= today + AHEAD_MAX:
        return Moment(now, today, today, unreadable=True)
    return Moment(now, today, day)
