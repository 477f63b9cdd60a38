"""The change feed: how the news of a record is appended, in the order of commit and without gaps. Carries no payload.

News is of what was shown, now or once. Of a record that nobody outside was ever given nothing is told: neither that it left
nor that it is disputed. `add` and `modify` of a version that stands bring it into the set of what is shown; `delete` takes
the record out of it; all else is said beside it. An exit, in force or fallen, is news of the entries that it ends.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.deadlines import CITY
from gongxin.records import queries

# What came with a batch, or with an act, and is still so: a version that was followed by another is not announced.
STANDING: Final = """
    FROM records_version AS v
    WHERE v.batch = %(batch)s AND v.state = 'admitted' AND NOT EXISTS (
        SELECT 1 FROM records_version AS later
        WHERE later.record = v.record AND later.number = v.number + 1)
"""
# What a row says of a record depends on the rows before it: whether it stands in the set, and whether it ever did. Both
# ride on change_of_record, and are not asked of what a batch brings for the first time.
_BEFORE: Final = """
    SELECT c.operation <> 'delete' AND stood.state = 'admitted' AS stands
    FROM records_change AS c
    JOIN records_version AS stood ON stood.record = c.record AND stood.number = c.number
    WHERE c.record = v.record AND c.operation IN ('add', 'modify', 'delete')
    ORDER BY c.sequence DESC LIMIT 1
"""
# Hidden today, as the read model says it of one record; here asked once for all: those that cases hide are few.
_MASKED: Final = """
    SELECT m.record FROM records_maskevent AS m
    WHERE m.event = 'placed' AND m.from_date <= %(today)s AND NOT EXISTS (
        SELECT 1 FROM records_maskevent AS later
        WHERE later.record = m.record AND later.holder = m.holder AND later.id > m.id)
"""
# What an exit has ended, or somebody hides today, does not come into the set: where it stands there it leaves, else nothing is said.
_APPEND: Final = """
    INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at, cause)
    SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (ORDER BY v.row_no),
           v.jurisdiction, v.record, v.number,
           CASE WHEN kept.away THEN 'delete'
                WHEN o.asked = 'modify' AND v.state = 'admitted' AND before.stands IS NOT TRUE THEN 'add'
                ELSE o.asked END,
           %(now)s, CASE WHEN v.lifted THEN 'exit' END
    FROM ({versions}) AS v
    CROSS JOIN (SELECT %(asked)s::text AS asked) AS o
    CROSS JOIN LATERAL (
        SELECT v.lifted OR (v.state = 'admitted' AND o.asked IN ('add', 'modify') AND v.record IN ({masked})) AS away
    ) AS kept
    LEFT JOIN LATERAL ({before}) AS before ON o.asked = 'modify' OR kept.away
    WHERE CASE WHEN kept.away THEN before.stands IS TRUE ELSE
          o.asked = 'add'
       OR (o.asked = 'modify' AND v.state = 'admitted')
       OR EXISTS (SELECT 1 FROM records_change AS c WHERE c.record = v.record AND c.operation IN ('add', 'modify')) END
""".replace("{before}", _BEFORE).replace("{masked}", _MASKED)
_ROWS: Final = "SELECT v.jurisdiction, v.record, v.number, v.row_no, v.state, {lifted} AS lifted "
_ENDED: Final = "(v.state = 'admitted' AND {text})"
# One by one: what would come into the set is released, or it is told by its release.
_NAMED: Final = """
    SELECT %(jurisdiction)s::text AS jurisdiction, v.record, v.number, made.row_no, v.state, {lifted} AS lifted
    FROM unnest(%(records)s::uuid[], %(numbers)s::int[]) WITH ORDINALITY AS made(record, number, row_no)
    JOIN records_version AS v ON v.record = made.record AND v.number = made.number
    WHERE v.state <> 'admitted' OR %(asked)s NOT IN ('add', 'modify') OR EXISTS (
        SELECT 1 FROM records_release AS r
        WHERE r.batch = v.batch OR (r.record = v.record AND r.number = v.number))
"""
# Entries that exits among these versions name, now or in the version before, and that stand in the set though they are ended,
# or do not stand in it though nothing ends them. Rides on version_of_subject and on the primary keys.
_ENTRIES: Final = """
    SELECT v.record, v.number, v.jurisdiction, {lifted} AS lifted
    FROM (
        SELECT DISTINCT entry.record, entry.number
        FROM ({made}) AS made
        JOIN records_version AS x ON x.record = made.record AND x.number IN (made.number, made.number - 1)
        JOIN catalogue_ending AS e ON e.jurisdiction = x.jurisdiction AND e.exit_code = x.item
        JOIN records_version AS entry ON entry.subject_id = x.subject_id AND entry.item = e.item_code
        WHERE entry.authority_id = x.authority_id AND entry.state = 'admitted'
          AND upper(entry.payload ->> e.item_field) = upper(x.payload ->> e.exit_field)
          AND NOT EXISTS (SELECT 1 FROM records_version AS later
                          WHERE later.record = entry.record AND later.number = entry.number + 1)
    ) AS named
    JOIN records_version AS v ON v.record = named.record AND v.number = named.number
    LEFT JOIN LATERAL ({before}) AS before ON true
    WHERE {lifted} = coalesce(before.stands, false)
""".replace("{before}", _BEFORE)
_TELL: Final = """
    INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at, cause)
    SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (ORDER BY e.record),
           e.jurisdiction, e.record, e.number, %(operation)s, %(now)s, 'exit'
    FROM ({entries}) AS e WHERE {which}
"""


def append_standing(*, batch: UUID, operation: str, now: datetime) -> int:
    """Change rows of all that stands from a batch or an act; returns how many. The caller holds the journal's lock."""
    named = {"batch": batch}
    versions = _asking(_ROWS + STANDING, is_asked=_has_exit(batch))
    return _append(versions, named, operation, now)


def append_act(*, act: UUID, operation: str, now: datetime) -> int:
    """Change rows of the versions that an act made, of records that are shown. The caller holds the journal's lock."""
    source = "FROM records_version AS v WHERE v.batch = %(batch)s"
    done = _append(_asking(_ROWS + source, is_asked=_has_exit(act)), {"batch": act}, operation, now)
    if _is_exit(act):
        tell_entries(f"SELECT v.record, v.number {source}", {"batch": act}, now=now)
    return done


def append_changes(
    *,
    jurisdiction: str,
    versions: Sequence[tuple[UUID, int]],
    operation: str,
    now: datetime,
) -> int:
    """The same of these versions; returns how many rows. The caller holds the journal's lock (it appended a leaf)."""
    records, numbers = zip(*versions, strict=True)
    named = {"jurisdiction": jurisdiction, "records": list(records), "numbers": list(numbers)}
    enters = operation in {"add", "modify"}
    done = _append(_asking(_NAMED, is_asked=enters), named, operation, now)
    if operation not in {"mark", "unmark"}:
        made = (
            "SELECT * FROM unnest(%(records)s::uuid[], %(numbers)s::int[]) AS made(record, number)"
        )
        tell_entries(made, named, now=now)
    return done


def append_exits(*, batch: UUID, rows: tuple[int, int], now: datetime) -> None:
    """News of the entries that the exits of a chunk end: they count once they are stored, released or not."""
    made = "SELECT v.record, v.number FROM records_version AS v WHERE v.batch = %(batch)s AND v.row_no BETWEEN %(first)s AND %(last)s"
    tell_entries(made, {"batch": batch, "first": rows[0], "last": rows[1]}, now=now)


def tell_entries(made: str, named: Mapping[str, Any], *, now: datetime) -> None:
    """Take from copies the entries that these exits end, and give back those that none ends any more, as far as the read model shows them."""
    entries = _ENTRIES.replace("{made}", made).replace("{lifted}", queries.lifted_text())
    told = {**named, "now": now, "today": now.astimezone(CITY).date()}
    with connection.cursor() as cursor:
        tell = _TELL.replace("{entries}", entries)
        cursor.execute(tell.replace("{which}", "e.lifted"), {**told, "operation": "delete"})
        cursor.execute(f"SELECT e.record FROM ({entries}) AS e WHERE NOT e.lifted", told)  # noqa: S608 - texts of ours
        back = [record for (record,) in cursor.fetchall()]
        if back:
            shown = [record for record, _ in queries.readable_among(back, told["today"])]
            which = "NOT e.lifted AND e.record = ANY(%(shown)s)"
            told = {**told, "operation": "add", "shown": shown}
            cursor.execute(tell.replace("{which}", which), told)


def _append(versions: str, named: Mapping[str, Any], operation: str, now: datetime) -> int:
    told = {**named, "asked": operation, "now": now, "today": now.astimezone(CITY).date()}
    with connection.cursor() as cursor:
        cursor.execute(_APPEND.replace("{versions}", versions), told)
        return int(cursor.rowcount)


def _asking(versions: str, *, is_asked: bool) -> str:
    """With the question whether an exit ended each: left out where no item of theirs has one."""
    text = _ENDED.replace("{text}", queries.lifted_text()) if is_asked else "false"
    return versions.replace("{lifted}", text)


def _has_exit(batch: UUID) -> bool:
    """Whether what came under this id can be ended by an exit: one item a batch."""
    return _ending("item_code", batch)


def _is_exit(batch: UUID) -> bool:
    return _ending("exit_code", batch)


def _ending(column: str, batch: UUID) -> bool:
    """Rides on version_of_batch."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM catalogue_ending AS e WHERE e.{column} ="  # noqa: S608 - one of two columns
            " (SELECT v.item FROM records_version AS v WHERE v.batch = %s LIMIT 1))",
            [batch],
        )
        (found,) = cursor.fetchone()
    return bool(found)
