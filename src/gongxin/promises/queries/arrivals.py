"""What arrived and when: counts per agency, item and month, judged by the calendar in force, and the late records themselves.

Counts are of all that was reported, released or not, and name no record. A list of records is read through the batch
each came in with, which the wall shows to its agency alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.conf import settings
from django.db import connection

from gongxin.catalogue import queries as catalogue
from gongxin.promises.duties import NOTHING, Duty, Tally
from gongxin.promises.lateness import Timing, judged
from gongxin.promises.queries import firsts

LATE_MAX: Final = (
    500  # of one agency, item and month on a page; more than one office corrects by hand
)

# One pass over what was decided in the time asked about; a record counts once, by the version it arrived with, under whoever decided.
_ARRIVED: Final = f"""
    WITH {firsts.UNDONE}
    SELECT authority.key, v.item, v.item_version, v.decided_date,
           (v.recorded_at AT TIME ZONE %(zone)s)::date AS arrived, count(*)
    FROM records_version AS v
    JOIN agencies_agency AS authority ON authority.id = v.authority_id
    WHERE v.jurisdiction = %(jurisdiction)s AND {firsts.ARRIVED}
      AND v.decided_date >= %(since)s AND v.decided_date < %(until)s
      AND (%(agency)s::text IS NULL OR authority.key = %(agency)s)
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5
"""  # noqa: S608  built of constants
_RECORDS: Final = f"""
    WITH {firsts.UNDONE}
    SELECT v.record, v.item, v.item_version, v.decided_date AS decided, (v.recorded_at AT TIME ZONE %(zone)s)::date AS arrived,
           v.payload ->> f.field AS document, e.batch_id AS batch
    FROM records_version AS v
    JOIN intake_entered AS e ON e.id = v.batch
    JOIN agencies_agency AS authority ON authority.id = v.authority_id
    LEFT JOIN unnest(%(items)s::text[], %(versions)s::int[], %(fields)s::text[]) AS f(item, version, field)
      ON f.item = v.item AND f.version = v.item_version
    WHERE v.jurisdiction = %(jurisdiction)s AND {firsts.ARRIVED}
      AND authority.key = %(agency)s AND v.item = %(item)s
      AND v.decided_date >= %(since)s AND v.decided_date < %(until)s
    ORDER BY v.decided_date, v.record
"""  # noqa: S608  built of constants
_COUNTED: Final = {
    "agency": pl.String,
    "item": pl.String,
    "version": pl.Int32,
    "decided": pl.Date,
    "arrived": pl.Date,
    "records": pl.Int64,
}


@dataclass(frozen=True)
class LateRecord:
    """A record that came after its time, or of which that cannot be computed (`days_late` None)."""

    record: UUID
    batch: UUID
    document: str
    decided: date
    arrived: date
    limit: int
    timing: Timing
    days_late: int | None


Key = tuple[str, str, date]  # agency, item, first day of the month of the decision


def duties(today: date) -> list[Duty]:
    """Which agency reports which item today, in the order of the catalogue."""
    every = catalogue.reporting_every(today)
    return [
        Duty(
            agency,
            item.code,
            every.get(item.code, "event"),
            item.update_working_days,
        )
        for item in catalogue.items(today)
        for agency in item.agencies
    ]


def tallies(since: date, until: date, *, agency: str | None = None) -> dict[Key, Tally]:
    """What was decided from `since` until `until` (exclusive) and has arrived, by agency (or of one), item and month of the decision."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ARRIVED,
            {
                "jurisdiction": settings.GONGXIN_JURISDICTION,
                "zone": settings.TIME_ZONE,
                "since": since,
                "until": until,
                "agency": agency,
            },
        )
        counted = pl.DataFrame(cursor.fetchall(), schema=_COUNTED, orient="row")
    summed = (
        judged(counted.join(_limits(), on=["item", "version"], how="left"), catalogue.calendar())
        .group_by("agency", "item", pl.col("decided").dt.truncate("1mo").alias("month"), "timing")
        .agg(pl.col("records").sum())
    )
    found: dict[Key, Tally] = {}
    for authority, item, month, timing, records in summed.iter_rows():
        key = (authority, item, month)
        found[key] = found.get(key, NOTHING) + Tally(
            records,
            on_time=records if timing == Timing.ON_TIME else 0,
            late=records if timing == Timing.LATE else 0,
            unknown=records if timing == Timing.UNKNOWN else 0,
        )
    return found


def arrived_of(agency: str, month: date, after: date) -> dict[str, int]:
    """Item → how many decisions of this agency and month have arrived; `after` is the first day of the next month."""
    found: dict[str, int] = {}
    for (_, item, _), one in tallies(month, after, agency=agency).items():
        found[item] = found.get(item, 0) + one.arrived
    return found


def late_records(agency: str, item: str, since: date, until: date) -> list[LateRecord]:
    """The records behind a late figure, as far as the batches they came in with may be seen; at most LATE_MAX."""
    rows = _records(agency, item, since, until)
    if not rows:
        return []
    frame = pl.DataFrame(
        {
            "place": range(len(rows)),
            "item": [row["item"] for row in rows],
            "version": pl.Series([row["item_version"] for row in rows], dtype=pl.Int32),
            "decided": [row["decided"] for row in rows],
            "arrived": [row["arrived"] for row in rows],
        }
    ).join(_limits(), on=["item", "version"], how="left")
    late = (
        judged(frame, catalogue.calendar())
        .filter(pl.col("timing") != Timing.ON_TIME.value)
        .sort("days_late", "place", descending=[True, False], nulls_last=True)
        .head(LATE_MAX)
    )
    return [
        LateRecord(
            record=rows[place]["record"],
            batch=rows[place]["batch"],
            document=rows[place]["document"] or "",
            decided=rows[place]["decided"],
            arrived=rows[place]["arrived"],
            limit=limit,
            timing=Timing(timing),
            days_late=days,
        )
        for place, limit, timing, days in late.select(
            "place", "limit", "timing", "days_late"
        ).iter_rows()
    ]


def _records(agency: str, item: str, since: date, until: date) -> Sequence[Mapping[str, Any]]:
    fields = [
        (one.code, one.version, field.code)
        for one in catalogue.item_versions()
        if one.code == item and (field := one.by_role("document_number"))
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORDS,
            {
                "jurisdiction": settings.GONGXIN_JURISDICTION,
                "zone": settings.TIME_ZONE,
                "agency": agency,
                "item": item,
                "since": since,
                "until": until,
                "items": [code for code, _, _ in fields],
                "versions": [version for _, version, _ in fields],
                "fields": [field for _, _, field in fields],
            },
        )
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _limits() -> pl.DataFrame:
    """The working days of each version of each item: a record is judged by the version it came under."""
    versions = catalogue.item_versions()
    return pl.DataFrame(
        {
            "item": [item.code for item in versions],
            "version": pl.Series([item.version for item in versions], dtype=pl.Int32),
            "limit": pl.Series([item.update_working_days for item in versions], dtype=pl.Int32),
        }
    )
