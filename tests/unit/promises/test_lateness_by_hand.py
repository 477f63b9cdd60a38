"""Late or in time, worked out by hand on the calendars of the State Council's notices; and against counting day by day."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin import jurisdiction
from gongxin.promises.lateness import judged
from gongxin.workdays import Calendar, CalendarMissing, add_working_days

LAW = jurisdiction.load(Path("jurisdictions"), "xingning", accept_unverified=True)
CALENDAR = Calendar.of((y.year, y.holidays, y.working_days) for y in LAW.calendar)

# Decided, arrived, limit; expected. The years 2024 to 2026 have a calendar, 2023 and 2027 have none.
BY_HAND = [
    # An ordinary week of May 2026: the 12th is a Tuesday; 7 working days end on Thursday the 21st.
    ("2026-05-12", "2026-05-21", 7, "on_time", None),
    ("2026-05-12", "2026-05-22", 7, "late", 1),
    # The 22nd is a Friday: whoever comes on Saturday or Sunday counts with Monday the 25th, two days late.
    ("2026-05-12", "2026-05-23", 7, "late", 2),
    ("2026-05-12", "2026-05-25", 7, "late", 2),
    # The last day is a Friday and it comes on Saturday: one day late, not none.
    ("2026-05-13", "2026-05-22", 7, "on_time", None),
    ("2026-05-13", "2026-05-23", 7, "late", 1),
    # A make-up day: Saturday 9 May 2026 is worked. From Wednesday the 6th, 3 working days end on it.
    ("2026-05-06", "2026-05-09", 3, "on_time", None),
    ("2026-05-06", "2026-05-10", 3, "late", 1),
    # Spring Festival 2026: 15 to 23 February off; Saturdays 14 and 28 are worked. From Wednesday 11 February the
    # seven are 12, 13, 14, 24, 25, 26, 27.
    ("2026-02-11", "2026-02-27", 7, "on_time", None),
    ("2026-02-11", "2026-02-28", 7, "late", 1),
    ("2026-02-11", "2026-03-01", 7, "late", 2),
    ("2026-02-11", "2026-03-02", 7, "late", 2),
    # Decided within the holiday: the first working day is the 24th, so seven end on Tuesday 3 March.
    ("2026-02-18", "2026-03-03", 7, "on_time", None),
    ("2026-02-18", "2026-03-04", 7, "late", 1),
    # Across a year that both have: from Tuesday 30 December 2025 the seven are 31 December, 4 (a Sunday that is
    # worked), 5, 6, 7, 8, 9 January.
    ("2025-12-30", "2026-01-09", 7, "on_time", None),
    ("2025-12-30", "2026-01-10", 7, "late", 1),
    # 2027 has no calendar. From Monday 28 December 2026 the 29th, 30th and 31st are three; the rest is not known.
    ("2026-12-28", "2026-12-31", 7, "on_time", None),
    ("2026-12-28", "2027-01-04", 7, "unknown", None),
    ("2026-12-28", "2027-01-01", 3, "late", 1),
    # Certainly late, by how many days nobody can say.
    ("2026-12-28", "2027-01-05", 3, "late", None),
    ("2026-12-01", "2027-03-01", 7, "late", None),
    # Before the calendars nothing is known, but what comes on its own day or is dated ahead is not late.
    ("2023-06-01", "2023-08-01", 7, "unknown", None),
    ("2019-06-03", "2026-06-03", 7, "unknown", None),
    ("2023-06-01", "2023-06-01", 7, "on_time", None),
    ("2026-05-12", "2026-05-11", 7, "on_time", None),
    # The day of the decision needs no calendar: it is day zero.
    ("2023-12-31", "2024-01-10", 7, "on_time", None),
    ("2023-12-31", "2024-01-11", 7, "late", 1),
]  # fmt: skip


def told(decided: date, arrived: date, limit: int) -> tuple[str, int | None]:
    frame = pl.DataFrame({"decided": [decided], "arrived": [arrived], "limit": [limit]})
    row = judged(frame, CALENDAR).row(0, named=True)
    return row["timing"], row["days_late"]


@pytest.mark.parametrize(("decided", "arrived", "limit", "timing", "days"), BY_HAND)
def test_it_agrees_with_the_table_made_by_hand(
    decided: str, arrived: str, limit: int, timing: str, days: int | None
) -> None:
    found = told(date.fromisoformat(decided), date.fromisoformat(arrived), limit)
    assert found == (timing, days)


DAYS = st.dates(date(2023, 11, 1), date(2027, 2, 28))


@given(DAYS, st.integers(0, 60), st.integers(1, 20))
def test_late_means_after_the_last_day_of_the_period(decided: date, took: int, limit: int) -> None:
    """Counted day by day with the one clock of the house; where that clock refuses, nothing is guessed."""
    arrived = decided + timedelta(days=took)
    timing, days = told(decided, arrived, limit)
    try:
        last = add_working_days(decided, limit, CALENDAR)
    except CalendarMissing:
        assert timing != "late"
        return
    assert timing == ("late" if arrived > last else "on_time")
    if timing == "late" and days is not None:
        at_work = arrived
        while not CALENDAR.is_working_day(at_work):
            at_work += timedelta(days=1)
        assert add_working_days(last, days, CALENDAR) == at_work


def test_every_row_stays_in_its_place() -> None:
    days = [date(2026, 5, d) for d in (12, 1, 28)]
    frame = pl.DataFrame({"place": [1, 2, 3], "decided": days, "arrived": days, "limit": [7, 7, 7]})
    assert judged(frame, CALENDAR)["place"].to_list() == [1, 2, 3]
