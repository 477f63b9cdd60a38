"""Reads of the fixes that were accepted for a batch, in the order in which they are applied."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gongxin.agencies.scope import acting_for
from gongxin.intake.fixes.fix import Fix, from_document
from gongxin.intake.models import AcceptedFix


@dataclass(frozen=True)
class Fixed:
    """One accepted fix of a batch, as it stands. `cells`: how many it changed when the batch was submitted."""

    number: int
    fix: Fix
    cells: int
    from_profile: bool
    accepted_by: str
    accepted_at: datetime


def fixes_of(batch: UUID, *, scope: str) -> tuple[Fixed, ...]:
    """The fixes that are applied to this batch, for whoever may see it."""
    with acting_for(scope):
        rows = AcceptedFix.objects.filter(batch=batch, undone_at__isnull=True).order_by("number")
        return tuple(
            Fixed(
                row.number,
                fix_of(row),
                row.cells,
                row.from_profile,
                row.accepted_by,
                row.accepted_at,
            )
            for row in rows
        )


def standing(batch: UUID) -> tuple[Fix, ...]:
    """The same as fixes alone, within a scope that is set already."""
    rows = AcceptedFix.objects.filter(batch=batch, undone_at__isnull=True).order_by("number")
    return tuple(fix_of(row) for row in rows)


def fix_of(row: AcceptedFix) -> Fix:
    """The fix of a stored row."""
    return from_document({"kind": row.kind, "field": row.field, "params": row.params})
