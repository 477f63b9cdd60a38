"""How much of what an agency sent could be taken in: rows sent and rows admitted, by month. Counts of batches that the present scope may see."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for

# What a gate holds whole was sent too. A file under way says nothing yet.
_ROWS: Final = """
    SELECT b.agency_key, date_trunc('month', b.received_at AT TIME ZONE %(zone)s)::date AS month,
           sum(b.rows)::bigint, sum(b.admitted)::bigint, sum(b.duplicates)::bigint
    FROM intake_batch AS b
    WHERE b.jurisdiction = %(jurisdiction)s AND b.status IN ('finished', 'held')
      AND (b.received_at AT TIME ZONE %(zone)s)::date >= %(since)s
      AND (%(agency)s::text IS NULL OR b.agency_key = %(agency)s)
    GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Quality:
    """Rows sent and admitted. A repeated row is neither right nor wrong, so it counts in neither part of the share."""

    sent: int = 0
    admitted: int = 0
    duplicates: int = 0

    def __add__(self, other: "Quality") -> "Quality":
        return Quality(
            self.sent + other.sent,
            self.admitted + other.admitted,
            self.duplicates + other.duplicates,
        )

    @property
    def share(self) -> float | None:
        judged = self.sent - self.duplicates
        return self.admitted / judged if judged else None


def quality(since: date, agency: str | None = None) -> dict[tuple[str, date], Quality]:
    """(agency, first day of the month in which it was sent) → rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS,
            {
                "jurisdiction": settings.GONGXIN_JURISDICTION,
                "zone": settings.TIME_ZONE,
                "since": since,
                "agency": agency,
            },
        )
        return {(key, month): Quality(*counts) for key, month, *counts in cursor.fetchall()}


def public_quality(since: date) -> dict[tuple[str, date], Quality]:
    """The same of all agencies, for the public page: counts alone."""
    with acting_for(EVERY_AGENCY):
        return quality(since)
