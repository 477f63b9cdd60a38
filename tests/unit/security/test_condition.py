"""When a line of the page of security is well, to be watched, or bad; by hand, at the borders."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.security import condition
from gongxin.security.condition import Archiving, Done, Level, Topic
from gongxin.workdays import Calendar

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
YEARS = Calendar.of([(2025, (), ()), (2026, (), ())])


@pytest.mark.parametrize(
    ("hours", "well", "expected"),
    [
        (0, True, "green"),
        (26, True, "green"),
        (27, True, "yellow"),
        (7 * 24, True, "yellow"),
        (7 * 24 + 1, True, "red"),
        (1, False, "red"),
    ],
)
def test_a_backup_grows_old(hours: int, well: bool, expected: str) -> None:
    done = Done(NOW - timedelta(hours=hours), well=well)
    assert condition.by_age(Topic.BACKUP, done, condition.BACKUP, NOW).level == expected


def test_what_was_never_done_is_bad_and_what_nobody_counts_is_not_well() -> None:
    assert condition.by_age(Topic.DRILL, None, condition.DRILL, NOW).level is Level.RED
    assert condition.by_count(Topic.SIGN_INS, None, (20, 100)).level is Level.YELLOW


@pytest.mark.parametrize(
    ("is_on", "kept", "failed", "expected"),
    [
        (False, None, None, "yellow"),
        (True, None, None, "yellow"),
        (True, 5, None, "green"),
        (True, 5, 9, "green"),  # it failed once, and went on
        (True, 9, 5, "red"),
        (True, None, 5, "red"),
    ],
)
def test_an_archive_that_fails_is_bad_and_none_at_all_needs_care(
    is_on: bool, kept: int | None, failed: int | None, expected: str
) -> None:
    kept_at, failed_at = (
        None if minutes is None else NOW - timedelta(minutes=minutes) for minutes in (kept, failed)
    )
    assert condition.archive_line(Archiving(is_on, kept_at, failed_at)).level == expected


@pytest.mark.parametrize(
    ("today", "level", "until"),
    [
        (date(2026, 10, 31), "green", date(2026, 12, 31)),
        (date(2026, 11, 1), "yellow", date(2026, 12, 31)),  # 29 days of November, 31 of December
        (date(2026, 12, 31), "yellow", date(2026, 12, 31)),
        (date(2027, 1, 1), "red", None),
        (date(2024, 12, 31), "red", None),  # before the first year proclaimed
        (date(2025, 6, 1), "green", date(2026, 12, 31)),
    ],
)
def test_the_calendar_asks_for_its_next_year_60_days_before_it_ends(
    today: date, level: str, until: date | None
) -> None:
    line = condition.calendar_line(YEARS, today)
    assert (line.level, line.until) == (level, until)


def test_a_gap_between_years_is_an_end() -> None:
    gap = Calendar.of([(2026, (), ()), (2028, (), ())])
    assert condition.calendar_ends(gap, date(2026, 1, 1)) == date(2026, 12, 31)


def test_an_incident_that_is_grave_or_stays_open_is_red() -> None:
    fresh, old = NOW - timedelta(days=1), NOW - timedelta(days=31)
    levels = [
        condition.incidents_line(opened, NOW).level
        for opened in ([], [(fresh, False)], [(fresh, True)], [(old, False)])
    ]
    assert levels == ["green", "yellow", "red", "red"]


@given(st.integers(0, 500), st.integers(0, 500))
def test_more_of_what_is_counted_is_never_better(one: int, other: int) -> None:
    order = [Level.GREEN, Level.YELLOW, Level.RED]
    few, many = sorted((one, other))
    levels = [
        order.index(condition.by_count(Topic.SIGN_INS, n, (20, 100)).level) for n in (few, many)
    ]
    assert levels == sorted(levels)
