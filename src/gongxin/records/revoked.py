"""Reads of entries that fell: an exit says that the decision of entry was revoked, and its source has not withdrawn it yet.

Nobody may read them by then; what is owed is the withdrawal with its public reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.catalogue import queries as catalogue

ROWS_MAX: Final = 200  # on one page; lists are short, and revocations few
# From the news that exits caused, which are few, to the exits of the same body. Rides on change_by_exit, on the primary key and
# on the versions of a subject.
_FALLEN: Final = """
    SELECT v.record, v.item, v.item_version, v.decided_date, provider.key, told.at, min(x.decided_date)
    FROM (SELECT c.record, min(c.at) AS at FROM records_change AS c
          WHERE c.cause IS NOT NULL AND c.operation = 'delete' GROUP BY c.record) AS told
    JOIN records_version AS v ON v.record = told.record AND v.state = 'admitted'
    JOIN agencies_agency AS provider ON provider.id = v.provider_id
    JOIN catalogue_ending AS e ON e.jurisdiction = v.jurisdiction AND e.item_code = v.item
    JOIN records_version AS x ON x.subject_id = v.subject_id AND x.item = e.exit_code AND x.state = 'admitted'
    JOIN unnest(%(exits)s::text[], %(fields)s::text[], %(values)s::text[]) AS says(exit_code, field, value)
         ON says.exit_code = x.item AND x.payload ->> says.field = says.value
    WHERE x.authority_id = v.authority_id
      AND upper(x.payload ->> e.exit_field) = upper(v.payload ->> e.item_field)
      AND %(agency)s IN ('*', provider.key)
      AND NOT EXISTS (SELECT 1 FROM records_version AS later WHERE later.record = v.record AND later.number = v.number + 1)
      AND NOT EXISTS (SELECT 1 FROM records_version AS later WHERE later.record = x.record AND later.number = x.number + 1)
    GROUP BY v.record, v.item, v.item_version, v.decided_date, provider.key, told.at
    ORDER BY told.at, v.record LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Fallen:
    """An entry whose exit says that it was revoked, and that stands unwithdrawn."""

    record: UUID
    item: str
    item_version: int
    decided_date: date
    agency_key: str  # whoever reported it
    told_at: datetime  # when the exit was taken in
    exit_date: date


def entries(agency: str) -> list[Fallen]:
    """Those that this agency reported; "*": everybody's. The longest waiting first."""
    says = [
        (item.code, item.ends.revoked_field, value)
        for item in catalogue.law().items
        if item.ends is not None
        for value in item.ends.revoked
    ]
    if not says:
        return []
    exits, fields, values = zip(*says, strict=True)
    named = {
        "exits": list(exits),
        "fields": list(fields),
        "values": list(values),
        "agency": agency,
        "limit": ROWS_MAX,
    }
    return [Fallen(*row) for row in _rows(_FALLEN, named)]


def _rows(sql: str, named: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        return list(cursor.fetchall())
