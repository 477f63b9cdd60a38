"""Reads of monthly sheets, behind the wall of the agency one acts for."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from gongxin.promises.models import Sheet
from gongxin.promises.queries.rows import rows
from gongxin.promises.questions import Verdict
from gongxin.promises.sheets import Filed, Line

# The latest signed version of each month. Rides on sheet_version_once.
_SIGNED: Final = """
    SELECT s.agency_key, s.month, l.item, l.generated, l.self_published, l.reported, l.unreported, l.basis
    FROM (
        SELECT DISTINCT ON (s.agency_key, s.month) s.id, s.agency_key, s.month
        FROM promises_sheet AS s
        JOIN promises_sheetverdict AS v ON v.sheet_id = s.id AND v.verdict = 'signed'
        WHERE s.month = ANY(%(months)s)
        ORDER BY s.agency_key, s.month, s.number DESC
    ) AS s
    JOIN promises_sheetline AS l ON l.sheet_id = s.id
    ORDER BY s.agency_key, s.month, l.item
"""
_STATES: Final = """
    SELECT DISTINCT ON (s.agency_key, s.month) s.agency_key, s.month, coalesce(v.verdict, 'filed') AS verdict
    FROM promises_sheet AS s LEFT JOIN promises_sheetverdict AS v ON v.sheet_id = s.id
    WHERE s.month = ANY(%(months)s)
    ORDER BY s.agency_key, s.month, s.number DESC
"""


def versions(agency: str, month: date) -> list[Filed]:
    """Every version of a month's sheet, the first one first."""
    found = (
        Sheet.objects.filter(agency_key=agency, month=month)
        .select_related("decided")
        .prefetch_related("lines")
        .order_by("number")
    )
    return [_filed(row) for row in found]


def latest(agency: str, month: date) -> Filed | None:
    found = versions(agency, month)
    return found[-1] if found else None


def signed(months: Sequence[date]) -> dict[tuple[str, date], dict[str, Line]]:
    """(agency, month) → item → what the latest signed version says."""
    found: dict[tuple[str, date], dict[str, Line]] = {}
    for row in rows(_SIGNED, {"months": list(months)}):
        key = row.pop("agency_key"), row.pop("month")
        found.setdefault(key, {})[row["item"]] = Line(**row)
    return found


def states(months: Sequence[date]) -> dict[tuple[str, date], str]:
    """(agency, month) → filed, signed or returned, by the latest version. What has none is due."""
    return {
        (row["agency_key"], row["month"]): row["verdict"]
        for row in rows(_STATES, {"months": list(months)})
    }


def _filed(row: Sheet) -> Filed:
    decided = getattr(row, "decided", None)
    lines = sorted(row.lines.all(), key=lambda line: line.item)
    return Filed(
        id=UUID(str(row.pk)),
        agency=row.agency_key,
        month=row.month,
        number=row.number,
        lines=tuple(
            Line(
                one.item,
                one.generated,
                one.self_published,
                one.reported,
                one.unreported,
                one.basis,
            )
            for one in lines
        ),
        problems=row.problems,
        digest=bytes(row.digest),
        filed_by=row.filed_by,
        filed_at=row.filed_at,
        verdict=Verdict(decided.verdict) if decided else None,
        decided_by=decided.decided_by if decided else None,
        decided_at=decided.decided_at if decided else None,
        reason=decided.reason if decided else None,
    )
