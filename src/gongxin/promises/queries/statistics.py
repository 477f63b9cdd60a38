"""Counts of records by item, agency, month, class and state, for the centre. Through the batches the present scope may see; no facet leads to a party or a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings

from gongxin.promises.queries.rows import rows

FACETS: Final[Mapping[str, str]] = {
    "item": "v.item",
    "agency": "authority.key",
    "month": "to_char(v.decided_date, 'YYYY-MM')",
    "severity": "v.severity",
    "state": "v.state",
}
# The latest version of each record, counted under whoever decided. A batch that the wall hides takes its records along.
_COUNTS: Final = """
    SELECT {facet} AS value, count(*) AS records
    FROM records_version AS v
    JOIN records_version AS entered ON entered.record = v.record AND entered.number = 1
    JOIN intake_entered AS e ON e.id = entered.batch
    JOIN agencies_agency AS authority ON authority.id = v.authority_id
    WHERE v.jurisdiction = %(jurisdiction)s AND v.decided_date >= %(since)s AND v.decided_date < %(until)s
      AND (%(item)s::text IS NULL OR v.item = %(item)s) AND (%(agency)s::text IS NULL OR authority.key = %(agency)s)
      AND (%(severity)s::text IS NULL OR v.severity = %(severity)s) AND (%(state)s::text IS NULL OR v.state = %(state)s)
      AND NOT EXISTS (
          SELECT 1 FROM records_version AS later WHERE later.record = v.record AND later.number = v.number + 1)
    GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True)
class Filters:
    """What is counted: decisions from `since` until `until` (exclusive), narrowed by what is named."""

    since: date
    until: date
    item: str | None = None
    agency: str | None = None
    severity: str | None = None
    state: str | None = None


def counts(filters: Filters, facet: str) -> list[tuple[str, int]]:
    """How many records there are for each value of one facet, by value. Every value that has one stands in it."""
    sql = _COUNTS.replace("{facet}", FACETS[facet])
    found = rows(
        sql,
        {
            "jurisdiction": settings.GONGXIN_JURISDICTION,
            "since": filters.since,
            "until": filters.until,
            "item": filters.item,
            "agency": filters.agency,
            "severity": filters.severity,
            "state": filters.state,
        },
    )
    return [(row["value"], row["records"]) for row in found]
