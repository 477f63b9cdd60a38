"""Whether a decision was reported in time, and by how many working days it was late. Pure, over whole columns.

A day without a proclaimed calendar is never guessed: where the answer hangs on one, it is "unknown".
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import polars as pl

from gongxin.workdays import Calendar

_ONE_DAY: Final = timedelta(days=1)
_DAYS: Final = {
    "day": pl.Date,
    "ordinal": pl.Int32,  # working days from the first day of the run up to this one
    "last": pl.Date,  # the last day of the years in a row that are proclaimed
    "last_ordinal": pl.Int32,
}


class Timing(StrEnum):
    ON_TIME = "on_time"  # by the last day of the period
    LATE = "late"
    UNKNOWN = "unknown"  # no calendar: cannot be computed


def ordinals(calendar: Calendar) -> pl.DataFrame:
    """Every proclaimed day, and the day before each run of years, with its number among the working days of the run."""
    rows: list[tuple[date, int, date, int]] = []
    for first, last in _runs(sorted(calendar.years)):
        ordinal = 0
        run = [(first - _ONE_DAY, 0)]
        for k in range((last - first).days + 1):
            day = first + timedelta(days=k)
            ordinal += calendar.is_working_day(day)
            run.append((day, ordinal))
        rows += [(day, number, last, ordinal) for day, number in run]
    return pl.DataFrame(rows, schema=_DAYS, orient="row")


def _runs(years: list[int]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for year in years:
        first, last = date(year, 1, 1), date(year, 12, 31)
        if found and found[-1][1] == first - _ONE_DAY:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def judged(frame: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """`decided`, `arrived` (days) and `limit` (working days), with `timing` and `days_late` beside them.

    The day of the decision is day zero. What arrives on a day off counts with the next working day. `days_late` is
    null where it is not late, or where the calendar ends between the last day and the arrival.
    """
    days = ordinals(calendar)
    before = days.select(pl.col("day").alias("eve"), pl.col("ordinal").alias("_eve"), "last")
    # How many working days the arrival took: 1 for the first one after the decision.
    took = pl.col("_eve") + 1 - pl.col("ordinal")
    over = took - pl.col("limit")
    passed = pl.col("last_ordinal") - pl.col("ordinal") >= pl.col("limit")
    return (
        frame.with_columns(eve=pl.col("arrived") - pl.duration(days=1))
        .join(days, left_on="decided", right_on="day", how="left", maintain_order="left")
        .join(before, on=["eve", "last"], how="left", maintain_order="left")
        .with_columns(
            timing=pl.when(pl.col("arrived") <= pl.col("decided"))
            .then(pl.lit(Timing.ON_TIME.value))
            .when(over <= 0)
            .then(pl.lit(Timing.ON_TIME.value))
            .when((over > 0) | passed)
            .then(pl.lit(Timing.LATE.value))
            .otherwise(pl.lit(Timing.UNKNOWN.value)),
            days_late=pl.when((pl.col("arrived") > pl.col("decided")) & (over > 0)).then(over),
        )
        .drop("eve", "ordinal", "last", "last_ordinal", "_eve")
    )
