"""Which numbers of decisions are missing, found and asked about set by set. No number and no record becomes an object: gaps do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import connection

from gongxin.catalogue import queries as catalogue
from gongxin.promises.duties import due_date
from gongxin.promises.queries import firsts
from gongxin.promises.queries.rows import rows
from gongxin.promises.series import PATTERN, Gap

# Series of this year and the one before are asked about: an older file is seldom at hand. A house number.
YEARS_BACK: Final = 1

# Numbers that arrived, in the version they arrived with: a correction has the number it had. A withdrawn record arrived too.
# Read once, because reading a number out of its text is what costs.
_NUMBERS: Final = f"""
    {firsts.UNDONE}, numbers AS MATERIALIZED (
        SELECT authority.key AS agency_key, v.item, part[1] AS series, part[2]::int AS year, part[3]::int AS serial,
               v.item_version, v.decided_date, (v.recorded_at AT TIME ZONE %(zone)s)::date AS arrived_date
        FROM records_version AS v
        JOIN agencies_agency AS authority ON authority.id = v.authority_id
        JOIN unnest(%(items)s::text[], %(versions)s::int[], %(fields)s::text[]) AS f(item, version, field)
          ON f.item = v.item AND f.version = v.item_version
        CROSS JOIN LATERAL regexp_match(upper(v.payload ->> f.field), %(pattern)s) AS part
        WHERE v.jurisdiction = %(jurisdiction)s AND {firsts.ARRIVED} AND v.decided_date >= %(since)s AND part IS NOT NULL
          AND (%(agencies)s::text[] IS NULL OR authority.key = ANY(%(agencies)s::text[]))
          AND (%(part)s::text IS NULL OR strpos(v.payload ->> f.field, %(part)s::text) > 0)
    )
"""  # noqa: S608  built of constants
# Where a record of the year was erased its number went with it, and the series can no longer be judged.
_GAPS: Final = f"""
    WITH {_NUMBERS}, erased AS MATERIALIZED (
        SELECT DISTINCT a.key AS agency_key, e.item, extract(year FROM e.decided_date)::int AS year
        FROM records_version AS e JOIN agencies_agency AS a ON a.id = e.authority_id
        WHERE e.state = 'erased'
    ), once AS (
        SELECT DISTINCT ON (agency_key, item, series, year, serial) *
        FROM numbers WHERE year >= extract(year FROM %(since)s::date)
        ORDER BY agency_key, item, series, year, serial, decided_date
    ), beside AS (
        SELECT agency_key, item, series, year, lag(serial) OVER series_of AS before, serial AS after, item_version, decided_date
        FROM once WINDOW series_of AS (PARTITION BY agency_key, item, series, year ORDER BY serial)
    )
    SELECT agency_key, item, series, year, before + 1 AS first, after - 1 AS last, item_version, decided_date
    FROM beside AS b
    WHERE after > before + 1 AND NOT EXISTS (
        SELECT 1 FROM erased AS e WHERE e.agency_key = b.agency_key AND e.item = b.item AND e.year = b.year)
    ORDER BY agency_key, item, series, year, after
"""  # noqa: S608  built of constants
_ARRIVED: Final = f"""
    WITH {_NUMBERS}
    SELECT agency_key, item, series, year, serial, min(arrived_date) AS arrived_date
    FROM numbers GROUP BY 1, 2, 3, 4, 5
"""  # noqa: S608  built of constants
_ASKED: Final = """
    SELECT q.id::text AS id, q.agency_key, q.item, q.series, q.year, q.serial
    FROM promises_question AS q
    WHERE NOT EXISTS (SELECT 1 FROM promises_arrival AS a WHERE a.question_id = q.id)
"""
_ONE_NUMBER: Final = {
    "agency_key": pl.String,
    "item": pl.String,
    "series": pl.String,
    "year": pl.Int32,
    "serial": pl.Int32,
}
_INSERT: Final = """
    INSERT INTO promises_question
        (id, jurisdiction, agency_key, item, series, year, serial, asked_date, asked_by, asked_at)
    SELECT gen_random_uuid(), %(jurisdiction)s, g.agency_key, g.item, g.series, g.year, serial, %(today)s, %(by)s, %(now)s
    FROM unnest(%(agencies)s::text[], %(items)s::text[], %(series)s::text[], %(years)s::int[], %(firsts)s::int[],
                %(lasts)s::int[]) AS g(agency_key, item, series, year, first, last)
    CROSS JOIN LATERAL generate_series(g.first, g.last) AS serial
    ON CONFLICT (agency_key, item, series, year, serial) DO NOTHING
"""
_ARRIVALS: Final = """
    INSERT INTO promises_arrival (question_id, agency_key, arrived_date)
    SELECT q.id, q.agency_key, came.arrived_date
    FROM unnest(%(questions)s::uuid[], %(days)s::date[]) AS came(id, arrived_date)
    JOIN promises_question AS q ON q.id = came.id
    ON CONFLICT (question_id) DO NOTHING
"""


@dataclass(frozen=True)
class SeriesGap:
    """A hole in a series. `next_decided`: of the number after it, on which the missing ones were decided at the latest."""

    agency: str
    item: str
    series: str
    year: int
    gap: Gap
    next_decided: date
    due_date: date | None  # when the missing ones were due to be reported; None: no calendar

    def is_due(self, today: date) -> bool:
        return self.due_date is not None and self.due_date < today


def _parameters(since: date, asked: pl.DataFrame | None = None) -> dict[str, Any]:
    """What is read: the field of the number in every version of every item that has one; of these numbers alone."""
    only = None if asked is None else set(asked["item"])
    fields = [
        (item.code, item.version, field.code)
        for item in catalogue.item_versions()
        if (only is None or item.code in only) and (field := item.by_role("document_number"))
    ]
    serials = [] if asked is None else asked["serial"].unique().to_list()
    return {
        "jurisdiction": settings.GONGXIN_JURISDICTION,
        "zone": settings.TIME_ZONE,
        "since": since,
        "pattern": PATTERN,
        "items": [code for code, _, _ in fields],
        "versions": [version for _, version, _ in fields],
        "fields": [field for _, _, field in fields],
        "agencies": None if asked is None else asked["agency_key"].unique().to_list(),
        # Of one number, only texts that hold its digits are read at all.
        "part": str(serials[0]) if len(serials) == 1 else None,
    }


def since(today: date) -> date:
    return date(today.year - YEARS_BACK, 1, 1)


def gaps(today: date) -> list[SeriesGap]:
    """Every hole of the series of these years, in order. Numbers are given in their order, so what stands before a
    number that arrived was decided no later than it."""
    calendar = catalogue.calendar()
    limits = {
        (item.code, item.version): item.update_working_days for item in catalogue.item_versions()
    }
    return [
        SeriesGap(
            row["agency_key"],
            row["item"],
            row["series"],
            row["year"],
            Gap(row["first"], row["last"]),
            row["decided_date"],
            due_date(row["decided_date"], limits[row["item"], row["item_version"]], calendar),
        )
        for row in rows(_GAPS, _parameters(since(today)))
    ]


def insert_questions(
    found: Sequence[SeriesGap], jurisdiction: str, today: date, *, by: str, now: datetime
) -> int:
    """A question for each number of these holes whose time is over; how many are new. For the act that asks."""
    due = [one for one in found if one.is_due(today) and not one.gap.is_break]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "jurisdiction": jurisdiction,
                "today": today,
                "by": by,
                "now": now,
                "agencies": [one.agency for one in due],
                "items": [one.item for one in due],
                "series": [one.series for one in due],
                "years": [one.year for one in due],
                "firsts": [one.gap.first for one in due],
                "lasts": [one.gap.last for one in due],
            },
        )
        return int(cursor.rowcount)


def came(asked: pl.DataFrame) -> dict[str, date]:
    """Of these numbers (`id`, and the columns of a number), which have arrived, and when: id → day.

    The two sides meet here and not in SQL: the wall hides from the planner how many questions there are.
    """
    if asked.is_empty():
        return {}
    # A number of January may be of a decision of December.
    since = date(int(asked["year"].min()) - 1, 1, 1)  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVED, _parameters(since, asked))
        schema = {**_ONE_NUMBER, "arrived_date": pl.Date}
        numbers = pl.DataFrame(cursor.fetchall(), schema=schema, orient="row")
    found = asked.join(numbers, on=list(_ONE_NUMBER))
    return dict(found.select("id", "arrived_date").iter_rows())


def asked_frame(found: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of questions as `came` takes them."""
    return pl.DataFrame(
        [{"id": str(row["id"]), **{name: row[name] for name in _ONE_NUMBER}} for row in found],
        schema={"id": pl.String, **_ONE_NUMBER},
    )


def insert_arrivals() -> int:
    """Note which numbers arrived after they were asked about; how many are new. For the act that asks."""
    found = came(asked_frame(rows(_ASKED, {})))
    with connection.cursor() as cursor:
        cursor.execute(_ARRIVALS, {"questions": list(found), "days": list(found.values())})
        return int(cursor.rowcount)
