"""From when a recall is overdue and from when its recipient is named, by the deadlines in force on the day it was opened."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from gongxin.catalogue import queries as law
from gongxin.deadlines import CITY, Started, due, overdue_at
from gongxin.exchange.recalls import Moments

ACT: Final = "recall.act"
NAMED: Final = "recall.named"
# How far back the last day is looked for whose recalls are over: longer than any holiday and a missing calendar.
_DAYS_BACK_MAX: Final = 800
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class RecallClock:
    """Each day is counted once."""

    _known: dict[tuple[str, date], tuple[date | None, datetime | None]] = field(
        default_factory=dict
    )

    def moments(self, opened_at: datetime) -> Moments:
        day = civil(opened_at)
        return Moments(self._of(ACT, day)[1], self._of(NAMED, day)[1])

    def act_by(self, opened_at: datetime) -> date | None:
        """The last day on which the recipient is in time; None: no calendar says it."""
        return self._of(ACT, civil(opened_at))[0]

    def opened_before(self, deadline: str, now: datetime) -> datetime:
        """Of recalls opened before this moment the deadline is over."""
        today = civil(now)
        for days in range(_DAYS_BACK_MAX):
            day = today - timedelta(days=days)
            moment = self._of(deadline, day)[1]
            if moment is not None and moment <= now:
                return datetime.combine(day + timedelta(days=1), time.min, CITY)
        return _NEVER

    def _of(self, deadline: str, day: date) -> tuple[date | None, datetime | None]:
        if (deadline, day) not in self._known:
            working = due(law.deadline(deadline, day), [Started(day)], law.dated_calendar())
            self._known[deadline, day] = (working.due, overdue_at(working))
        return self._known[deadline, day]


def civil(moment: datetime) -> date:
    return moment.astimezone(CITY).date()
