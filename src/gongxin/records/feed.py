"""The change feed: how the news of a record is appended, in the order of commit and without gaps. Carries no payload.

News is of what was shown, now or once. Of a record that nobody outside was ever given nothing is told: neither that it left
nor that it is disputed. `add` and `modify` of a version that stands bring it into the set of what is shown; `delete` takes
the record out of it; all else is said beside it.
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
# What a row says of a record depends on the rows before it: whether it stands in the set, and whether it ever did. Both
# ride on change_of_record, and are not asked of what a batch brings for the first time.
_APPEND: Final = """
    INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at)
    SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (ORDER BY v.row_no),
           v.jurisdiction, v.record, v.number,
           CASE WHEN o.asked = 'modify' AND v.state = 'admitted' AND before.stands IS NOT TRUE THEN 'add' ELSE o.asked END,
           %s
    FROM ({versions}) AS v
    CROSS JOIN (SELECT %s::text AS asked) AS o
    LEFT JOIN LATERAL (
        SELECT c.operation <> 'delete' AND stood.state = 'admitted' AS stands
        FROM records_change AS c
        JOIN records_version AS stood ON stood.record = c.record AND stood.number = c.number
        WHERE c.record = v.record AND c.operation IN ('add', 'modify', 'delete')
        ORDER BY c.sequence DESC LIMIT 1
    ) AS before ON o.asked = 'modify'
    WHERE o.asked = 'add'
       OR (o.asked = 'modify' AND v.state = 'admitted')
       OR EXISTS (SELECT 1 FROM records_change AS c WHERE c.record = v.record AND c.operation IN ('add', 'modify'))
"""
_ROWS: Final = "SELECT v.jurisdiction, v.record, v.number, v.row_no, v.state "
# One by one: what would come into the set is released, or it is told by its release.
_NAMED: Final = """
    SELECT %s::text AS jurisdiction, made.record, made.number, made.row_no, v.state
    FROM unnest(%s::uuid[], %s::int[]) WITH ORDINALITY AS made(record, number, row_no)
    JOIN records_version AS v ON v.record = made.record AND v.number = made.number
    WHERE v.state <> 'admitted' OR %s NOT IN ('add', 'modify') OR EXISTS (
        SELECT 1 FROM records_release AS r
        WHERE r.batch = v.batch OR (r.record = v.record AND r.number = v.number))
"""


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
    return _append(_NAMED, [jurisdiction, list(records), list(numbers), operation], operation, now)


def _append(versions: str, named: Sequence[Any], operation: str, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            _APPEND.replace("{versions}", versions),
            [now, *named, operation],
        )
        return int(cursor.rowcount)
