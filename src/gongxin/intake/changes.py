"""What the accepted fixes changed in single rows, cell by cell, out of the kept table. Values are masked as findings are."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from gongxin.agencies.scope import acting_for
from gongxin.intake import keeping, measuring
from gongxin.intake.accepted import Fixed, fixes_of
from gongxin.intake.findings import mask
from gongxin.intake.fixes.applying import apply
from gongxin.intake.models import Batch
from gongxin.intake.reading import open_table


@dataclass(frozen=True)
class Change:
    """One cell that one fix changed."""

    fixed: Fixed
    field: str
    was: str
    now: str


def changes_of(batch: UUID, rows: Collection[int], *, scope: str) -> dict[int, tuple[Change, ...]]:
    """Row → what fixes changed in it, in their order; nothing of a batch that this scope does not see."""
    with acting_for(scope):
        row = Batch.objects.filter(pk=batch).first()
    fixes = fixes_of(batch, scope=scope)
    table = open_table(keeping.folder(batch)) if row is not None and fixes and rows else None
    if row is None or table is None or row.emptied == row.rows:
        return {}
    given = measuring.setting_of(row)
    found: dict[int, list[Change]] = {}
    for number in range(table.chunk_count):
        chunk = table.chunk(number).filter(pl.col("row").is_in(list(rows)))
        if chunk.height:
            frame, _ = measuring.fields_frame(chunk, given)
            for fixed in fixes:
                before, frame = frame, apply(frame, [fixed.fix]).frame
                _compare(before, frame, fixed, found)
    return {place: tuple(changes) for place, changes in found.items()}


def _compare(
    before: pl.DataFrame, after: pl.DataFrame, fixed: Fixed, found: dict[int, list[Change]]
) -> None:
    for code in {fixed.fix.field, fixed.fix.params.get("to", "")} & set(after.columns):
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, before.height)
        was = before[code] if code in before.columns else nothing
        changed = was.ne_missing(after[code])
        cells = zip(
            after["row"].filter(changed),
            was.filter(changed),
            after[code].filter(changed),
            strict=True,
        )
        for row, old, new in cells:
            change = Change(fixed, code, mask(old) or "", mask(new) or "")
            found.setdefault(row, []).append(change)
