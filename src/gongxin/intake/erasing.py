"""Empties what a batch keeps of rows whose time is over: cells in its folder, parties of held rows. Each batch leaves a proof.

A row goes when the record it became, or repeats, was erased. One that became no record goes when the item's months have
passed since it was received. Files first, then the mark with its leaf: a kill between them is made good by the next run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.catalogue.publication import add_months
from gongxin.intake import actions, keeping
from gongxin.intake.batches import Outcome, Status
from gongxin.intake.conveyor import alone_on
from gongxin.intake.models import Batch, Row
from gongxin.records import queries as records

# Whether a row's record began with this very row: then it is counted with the records, whatever was judged of it.
_OWN = """
    EXISTS (SELECT 1 FROM records_version AS own
            WHERE own.record = r.record AND own.number = 1 AND own.batch = r.batch_id AND own.row_no = r.row_no)
"""
# Rows beside the records that repeat one which was erased, and are not emptied yet.
_REPEATS = """
    SELECT r.batch_id, array_agg(r.row_no)
    FROM unnest(%s::uuid[]) AS erased(record) JOIN intake_row AS r ON r.record = erased.record
    WHERE NOT r.emptied AND r.outcome <> 'admitted' AND NOT {own}
    GROUP BY r.batch_id
""".replace("{own}", _OWN)
_EMPTIED = """
    SELECT r.batch_id, count(*) FROM intake_row AS r WHERE r.emptied AND r.outcome <> 'admitted' AND NOT {own}
    GROUP BY r.batch_id
""".replace("{own}", _OWN)
# Rows that entered after they were held: the versions of their records carry the admission's id.
_LATE = """
    SELECT r.batch_id, array_agg(r.row_no)
    FROM unnest(%s::uuid[]) AS erased(record) JOIN intake_row AS r ON r.record = erased.record
    WHERE r.outcome = 'admitted' AND NOT {own}
    GROUP BY r.batch_id
""".replace("{own}", _OWN)
# Rows that wait again, and whose record, their own, was erased meanwhile: counted with the records alone.
_REOPENED = """
    SELECT r.batch_id, count(*)
    FROM unnest(%s::uuid[]) AS erased(record) JOIN intake_row AS r ON r.record = erased.record
    WHERE r.outcome <> 'admitted' AND {own}
    GROUP BY r.batch_id
""".replace("{own}", _OWN)


@dataclass(frozen=True)
class Kept:
    """A batch of which rows must be emptied; `until`: the end of the months since it was received, if the item has any."""

    batch: UUID
    item: str
    rows: int
    emptied: int
    until: date | None
    is_over: bool


def due(today: date) -> list[Kept]:
    """Batches of which something must go on that day, oldest first."""
    return [kept for kept, _ in _due(today)]


def empty_due(*, today: date, by: str, now: datetime) -> int:
    """Empty what must go on `today`, batch by batch; returns how many rows went."""
    rows = 0
    for kept, repeats in _due(today):
        with alone_on(kept.batch) as alone:
            if alone:
                rows += _empty(kept, repeats, today=today, by=by, now=now)
    return rows


def _empty(kept: Kept, repeats: set[int], *, today: date, by: str, now: datetime) -> int:
    gone = _gone(kept, repeats)
    if keeping.emptied(kept.batch) != len(gone):
        if len(gone) == kept.rows:
            keeping.empty_all(kept.batch)
        else:
            keeping.empty_rows(kept.batch, gone)
    with acting_for(EVERY_AGENCY):
        return actions.mark_emptied(batch=kept.batch, rows=gone, today=today, by=by, now=now)


def _due(today: date) -> Iterator[tuple[Kept, set[int]]]:
    """Each batch of which more must go than has gone, in its row or in its folder, with its rows that repeat the erased, or became it after a judgement."""
    erased = records.erased_by_batch()
    with acting_for(EVERY_AGENCY):
        with connection.cursor() as cursor:
            cursor.execute(_REPEATS, [records.erased_records()])
            repeats = {batch: set(rows) for batch, rows in cursor.fetchall()}
            cursor.execute(_LATE, [records.erased_records()])
            entered = {batch: set(rows) for batch, rows in cursor.fetchall()}
            cursor.execute(_REOPENED, [records.erased_records()])
            reopened = dict(cursor.fetchall())
            cursor.execute(_EMPTIED)
            beside = dict(cursor.fetchall())
        batches = list(
            Batch.objects.filter(status__in=[Status.FINISHED, Status.HELD]).order_by(
                "received_at", "pk"
            )
        )
    months = {(i.code, i.version): i.retention_months for i in catalogue.item_versions()}
    for row in batches:
        kept = _kept(row, months, today)
        again, late = repeats.get(row.pk, set()), entered.get(row.pk, set())
        gone = erased.get(row.pk, 0) + len(late)
        known = gone + beside.get(row.pk, 0) + len(again)
        if kept.is_over:
            # All that became no record; of a batch held whole that is every row.
            twice = reopened.get(row.pk, 0)
            known = row.rows if row.status == Status.HELD else gone + _beside(row) - twice
        if known and (known != row.emptied or keeping.emptied(row.pk) != known):
            yield kept, again | late


def _kept(row: Batch, months: Mapping[tuple[str, int], int | None], today: date) -> Kept:
    count = months.get((row.item, row.item_version))
    # The day of the batch's law is the day on which it was received.
    until = None if count is None else add_months(row.law_date, count)
    is_over = until is not None and until <= today
    return Kept(row.pk, row.item, row.rows, row.emptied, until, is_over)


def _beside(row: Batch) -> int:
    return row.duplicates + row.held + row.rejected + row.corrected


def _gone(kept: Kept, repeats: set[int]) -> set[int]:
    """The numbers of every row of the batch of which nothing may be kept."""
    with acting_for(EVERY_AGENCY):
        row = Batch.objects.get(pk=kept.batch)
        if kept.is_over and row.status == Status.HELD:
            return set(range(1, row.rows + 1))
        beside = Row.objects.filter(batch=kept.batch).exclude(outcome=Outcome.ADMITTED)
        if not kept.is_over:
            beside = beside.filter(emptied=True)
        numbers = set(beside.values_list("row_no", flat=True))
    return numbers | repeats | records.erased_of_batch(kept.batch)
