"""How many decisions are reported after the time for it. Judges nobody, and no day without a calendar."""

from datetime import date, timedelta

from gongxin.intake.rules.byrow import code_of
from gongxin.intake.rules.cells import Column, Report, where
from gongxin.jurisdiction.values import Item
from gongxin.workdays import Calendar, CalendarMissing, add_working_days

_LOOK_BACK_DAYS = 60  # longer than any period of a few working days with a long holiday in it


def check(
    item: Item, columns: dict[str, Column], calendar: Calendar, today: date, report: Report
) -> None:
    """Count the rows whose time for reporting had run out."""
    code, days = code_of(item, "decided"), item.update_working_days
    if code is None or days <= 0:
        return
    last = _last_late_day(days, calendar, today)
    if last is None:
        return
    late = where((columns[code].values <= last.isoformat()).fill_null(value=False))
    if not late.is_empty():
        first = int(report.rows.gather(late.head(1))[0])
        report.whole("report.late", code, {"count": len(late), "first": first, "days": days})


def _last_late_day(days: int, calendar: Calendar, today: date) -> date | None:
    """The latest decision day whose period is over; None where the calendar does not reach."""
    try:
        for back in range(1, _LOOK_BACK_DAYS):
            day = today - timedelta(days=back)
            if add_working_days(day, days, calendar) < today:
                return day
    except CalendarMissing:
        return None
    return None
