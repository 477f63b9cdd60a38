"""The change feed: how the news of a record is appended, in the order of commit and without gaps. Carries no payload.

News is of what was shown alone. Of a record that nobody outside was ever given nothing is told: neither that it left nor
that it is disputed. So a row says of each record whether it stands in the set of what is shown (`add`, `modify`), or left it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

# What came with a batch, or with an act, and is still so: a version that was followed by another is not announced.
STANDING: Final = """
    FROM records_version AS v
    WHERE v.batch = %s AND v.state = 'admitted' AND NOT EXISTS (
        SELECT 1 FROM records_version AS later
        WHERE later.record = v.record AND later.number = v.number + 1)
"""
# Operations that bring a version into the set. All others are news of what stands in it, and of nothing else.
_BRINGS: Final = ("add", "modify")
# The last row of a record that moved the set says whether it stands there. Rides on change_of_record.
_APPEND: Final = """
    INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at)
    SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (ORDER BY v.row_no),
           v.jurisdiction, v.record, v.number,
           CASE WHEN o.asked = 'modify' AND before.operation IS DISTINCT FROM 'add'
                     AND before.operation IS DISTINCT FROM 'modify' THEN 'add' ELSE o.asked END,
           %s
    FROM ({versions}) AS v
    CROSS JOIN (SELECT %s::text AS asked, %s::bool AS brings) AS o
    LEFT JOIN LATERAL (
        SELECT c.operation FROM records_change AS c
        WHERE c.record = v.record AND c.operation IN ('add', 'modify', 'delete')
        ORDER BY c.sequence DESC LIMIT 1
    ) AS before ON NOT o.brings OR o.asked = 'modify'
    WHERE o.brings OR before.operation IN ('add', 'modify')
"""
_ROWS: Final = "SELECT v.jurisdiction, v.record, v.number, v.row_no "


def append_standing(*, batch: UUID, operation: str, now: datetime) -> int:
    """Change rows of all that stands from a batch or an act; returns how many. The caller holds the journal's lock."""
    return _append(_ROWS + STANDING, [batch], operation, now)


def append_act(*, act: UUID, operation: str, now: datetime) -> int:
    """Change rows of the versions that an act made, of records that are shown. The caller holds the journal's lock."""
    return _append(_ROWS + "FROM records_version AS v WHERE v.batch = %s", [act], operation, now)


def append_changes(
    *,
    jurisdiction: str,
    versions: Sequence[tuple[UUID, int]],
    operation: str,
    now: datetime,
) -> int:
    """The same of these versions; returns how many rows. The caller holds the journal's lock (it appended a leaf)."""
    records, numbers = zip(*versions, strict=True)
    return _append(
        "SELECT %s::text AS jurisdiction, made.record, made.number, made.row_no"
        " FROM unnest(%s::uuid[], %s::int[]) WITH ORDINALITY AS made(record, number, row_no)",
        [jurisdiction, list(records), list(numbers)],
        operation,
        now,
    )


def _append(versions: str, named: Sequence[Any], operation: str, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _APPEND.replace("{versions}", versions),
            [now, *named, operation, operation in _BRINGS],
        )
        return int(cursor.rowcount)
