"""Reads of the feed: its lines, and what stands in the set after one of them. Shows no payload.

What a line says follows from rows that are never changed, so it is the same at every reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.catalogue import queries as catalogue
from gongxin.exchange import lines
from gongxin.exchange.lines import Line, Row
from gongxin.records import queries as records
from gongxin.records.lifecycle import State

# What stood before a row is what the last row of its record that moved the set left there. Rides on the primary keys of
# records_change and records_version, and on change_of_record.
_ROWS: Final = """
    SELECT c.sequence, c.at, c.record, c.number, c.operation, v.commitment, v.state, prior.state AS state_before,
           CASE WHEN before.operation <> 'delete' AND stood.state = 'admitted'
                     AND NOT stood.item || '/' || stood.item_version = ANY(%(internal)s)
                THEN stood.commitment END AS stood,
           NOT v.item || '/' || v.item_version = ANY(%(internal)s) AS is_for_all,
           before.operation = 'delete' AND before.number = c.number AS was_shown, c.cause = 'exit' AS by_exit
    FROM records_change AS c
    JOIN records_version AS v ON v.record = c.record AND v.number = c.number
    LEFT JOIN records_version AS prior ON prior.record = c.record AND prior.number = c.number - 1
    LEFT JOIN LATERAL (
        SELECT p.number, p.operation FROM records_change AS p
        WHERE p.record = c.record AND p.sequence < c.sequence AND p.operation IN ('add', 'modify', 'delete')
        ORDER BY p.sequence DESC LIMIT 1
    ) AS before ON true
    LEFT JOIN records_version AS stood ON stood.record = c.record AND stood.number = before.number
    WHERE c.sequence > %(after)s
    ORDER BY c.sequence LIMIT %(limit)s
"""
# A step through the set after a line, in the order of records: so many rows by change_of_record, of each record the last. The
# step ends within a record's rows where it must, since the last of them comes first. LIMIT inside, or all of it is sorted.
_SET: Final = """
    WITH step AS MATERIALIZED (
        SELECT c.record, c.sequence, c.number, c.operation FROM records_change AS c
        WHERE c.record > %(after)s AND c.sequence <= %(through)s AND c.operation IN ('add', 'modify', 'delete')
        ORDER BY c.record, c.sequence DESC LIMIT %(limit)s
    )
    SELECT DISTINCT ON (s.record) s.record, s.number, v.commitment,
           s.operation <> 'delete' AND v.state = 'admitted'
           AND NOT v.item || '/' || v.item_version = ANY(%(internal)s) AS stands
    FROM step AS s
    JOIN records_version AS v ON v.record = s.record AND v.number = s.number
    ORDER BY s.record, s.sequence DESC
"""


@dataclass(frozen=True)
class Standing:
    """A version that stands in the set."""

    record: UUID
    number: int
    element: bytes


@dataclass(frozen=True)
class Step:
    """A step through the set. `last`: the record behind which the next begins; None: it was at its end."""

    found: tuple[Standing, ...]
    last: UUID | None


def head() -> int:
    """The last line there is; 0: none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(sequence), 0) FROM records_change")
        (found,) = cursor.fetchone()
    return int(found)


def lines_after(sequence: int, limit: int) -> list[Line]:
    """The lines behind this one, without a gap."""
    found = _read(_ROWS, {"after": sequence, "limit": limit, "internal": internal_items()})
    return [lines.line(_row(values)) for values in found]


def standing_after(record: UUID, through: int, limit: int) -> Step:
    """A step through what stands in the set after line `through`, behind this record."""
    rows = _read(
        _SET,
        {"after": record, "through": through, "limit": limit, "internal": internal_items()},
    )
    found = tuple(Standing(one, number, bytes(element)) for one, number, element, stands in rows if stands)  # fmt: skip
    return Step(found, rows[-1][0] if rows else None)


def hidden_among(found: Sequence[Standing], today: date) -> list[UUID]:
    """Those that stand and that nobody may read on `today`: over, lifted, masked, of a body that is shown no more."""
    shown = records.readable_among([one.record for one in found], today)
    return [one.record for one in found if (one.record, one.number) not in shown]


def internal_items() -> list[str]:
    """Item versions whose audience is not the public: nothing of them is told, not even that there is something."""
    return [
        f"{item.code}/{item.version}"
        for item in catalogue.item_versions()
        if item.audience != "public"
    ]


def _row(values: Sequence[Any]) -> Row:
    (
        sequence,
        at,
        record,
        number,
        operation,
        element,
        state,
        before,
        stood,
        is_for_all,
        was_shown,
        by_exit,
    ) = values
    return Row(
        sequence=sequence,
        at=at,
        record=record,
        number=number,
        operation=operation,
        element=bytes(element),
        state=State(state),
        state_before=State(before) if before else None,
        stood=bytes(stood) if stood is not None else None,
        is_for_all=is_for_all,
        was_shown=bool(was_shown),
        by_exit=bool(by_exit),
    )


def _read(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
