"""Until when a notice is to be told, and from when on it is overdue, by the deadline in force on the day it was owed."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from gongxin.catalogue import queries as law
from gongxin.deadlines import CITY, Started, Working, due, overdue_at

SUBJECT: Final = "notice.subject"
# How far back the last day is looked for whose notices are overdue: longer than any holiday and a missing calendar.
_DAYS_BACK_MAX: Final = 800
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class NoticeClock:
    """Each day is counted once."""

    _known: dict[date, Working] = field(default_factory=dict)

    def working(self, owed_at: datetime) -> Working:
        day = civil(owed_at)
        if day not in self._known:
            self._known[day] = due(law.deadline(SUBJECT, day), [Started(day)], law.dated_calendar())
        return self._known[day]

    def overdue_before(self, now: datetime) -> datetime:
        """Of notices owed before this moment the time is over."""
        first = since()
        today = civil(now)
        for days in range(_DAYS_BACK_MAX):
            day = today - timedelta(days=days)
            if day < first:
                break
            moment = overdue_at(self.working(datetime.combine(day, time.min, CITY)))
            if moment is not None and moment <= now:
                return datetime.combine(day + timedelta(days=1), time.min, CITY)
        return _NEVER


def since() -> date:
    """From which day on the duty to tell is in force: nothing before it owes a letter."""
    return min(one.in_force_from for one in law.clocks().rules if one.key == SUBJECT)


def civil(moment: datetime) -> date:
    return moment.astimezone(CITY).date()
