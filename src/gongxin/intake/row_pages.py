"""Rows of a batch a page at a time, and its causes: what a program asks for. Named SQL behind the wall of the agency."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.db import connection

from gongxin.agencies.scope import acting_for
from gongxin.intake import keeping, queries
from gongxin.intake.batches import Outcome, Status
from gongxin.intake.causes import EXAMPLES_MAX, Cause, causes
from gongxin.intake.resolving import CONTESTED

PAGE_ROWS_MAX: Final = 1_000
# Rides on the primary keys of intake_batch and intake_row, and on the index of records_version by batch.
_PAGE: Final = """
    SELECT n, e.outcome, e.codes, coalesce(e.record, v.record)
    FROM intake_batch AS b
    CROSS JOIN generate_series(%(first)s::int, least(%(last)s::int, b.rows)) AS n
    LEFT JOIN intake_row AS e ON e.batch_id = b.id AND e.row_no = n
    LEFT JOIN records_version AS v ON v.batch = b.id AND v.row_no = n AND v.number = 1
    WHERE b.id = %(batch)s
    ORDER BY n
"""


# What left before and stays out: a certificate brings back the one, and nothing the other.
AWAY: Final = (CONTESTED, "record.tombstoned")
# Rides on the primary key.
_AWAY: Final = """
    SELECT c, count(*), (array_agg(r.row_no ORDER BY r.row_no))[:%(examples)s]
    FROM intake_row AS r CROSS JOIN LATERAL unnest(r.codes) AS c
    WHERE r.batch_id = %(batch)s AND r.outcome = 'held' AND c = ANY(%(codes)s) GROUP BY c ORDER BY c
"""


@dataclass(frozen=True)
class Page:
    """Some rows in order. `after`: the number to ask on from, or None at the end."""

    rows: list[dict[str, Any]]
    after: int | None


def page(batch: UUID, *, scope: str, after: int, limit: int) -> Page:
    """Rows after this number: [{"row", "outcome", "codes", "record"}]; BatchRefused where there is no such batch."""
    assert 1 <= limit <= PAGE_ROWS_MAX
    receipt = queries.receipt(batch, scope=scope)
    if receipt.status == Status.HELD:
        last = min(after + limit, receipt.rows)
        held = [
            _row(number, Outcome.HELD.value, list(receipt.gates), None)
            for number in range(after + 1, last + 1)
        ]
        return Page(held, last if last < receipt.rows else None)
    with acting_for(scope), connection.cursor() as cursor:
        cursor.execute(_PAGE, {"batch": batch, "first": after + 1, "last": after + limit})
        found = cursor.fetchall()
    warned = _warned(batch, after, after + limit)
    rows = []
    for number, outcome, codes, record in found:
        if outcome is not None:
            rows.append(_row(number, outcome, codes, record))
        elif record is not None or (receipt.status == Status.FINISHED):
            rows.append(_row(number, Outcome.ADMITTED.value, warned.get(number, []), record))
        else:
            rows.append(_row(number, "waiting", [], None))
    last = after + len(rows)
    return Page(rows, last if rows and last < receipt.rows else None)


def causes_of(batch: UUID, *, scope: str) -> tuple[Cause, ...]:
    """What there is to put right in a batch that this agency may see, grouped by cause; notes left out. What left and came again stands first."""
    queries.receipt(batch, scope=scope)
    found = keeping.findings(batch)
    grave = found.filter(pl.col("severity") != "note") if not found.is_empty() else found
    return (*_away(batch, scope), *causes(grave))


def _away(batch: UUID, scope: str) -> tuple[Cause, ...]:
    """Rows that hold what left before: no finding about the row itself, so it is asked of the rows."""
    with acting_for(scope), connection.cursor() as cursor:
        cursor.execute(_AWAY, {"batch": batch, "codes": list(AWAY), "examples": EXAMPLES_MAX})
        found = cursor.fetchall()
    return tuple(Cause(code, "", "hold", rows, tuple(some), (), {}) for code, rows, some in found)


def _row(number: int, outcome: str, codes: list[str], record: UUID | None) -> dict[str, Any]:
    return {
        "row": number,
        "outcome": outcome,
        "codes": codes,
        "record": str(record) if record else None,
    }


def _warned(batch: UUID, after: int, until: int) -> dict[int, list[str]]:
    """The codes of warnings of these rows."""
    found = keeping.findings(batch)
    if found.is_empty():
        return {}
    mine = found.filter((pl.col("row") > after) & (pl.col("row") <= until))
    grave = mine.filter(pl.col("severity") != "note")
    return dict(grave.group_by("row").agg(pl.col("code").unique().sort()).iter_rows())
