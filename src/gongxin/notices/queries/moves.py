"""Which clocks of open cases another calendar moved, at each loading of the law that brought one. Computed; nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from gongxin.cases import queries as cases
from gongxin.cases.standing import Case, Clocked, standing
from gongxin.catalogue import queries as law
from gongxin.deadlines import DatedCalendar, Working, due
from gongxin.notices.telling import CASES, ENDS

# A loading that brought another calendar than the one before it. There are one or two a year.
_LOADINGS: Final = """
    SELECT l.id, l.at, was.digest AS before, e.digest AS after
    FROM catalogue_loading AS l
    JOIN catalogue_edition AS e ON e.id = l.edition_id
    CROSS JOIN LATERAL (
        SELECT b.edition_id FROM catalogue_loading AS b
        WHERE b.jurisdiction = l.jurisdiction AND b.id < l.id ORDER BY b.id DESC LIMIT 1
    ) AS previous
    JOIN catalogue_edition AS was ON was.id = previous.edition_id
    WHERE l.jurisdiction = %(jurisdiction)s AND l.at >= %(since)s::date AND was.id <> e.id
      AND e.law -> 'calendar' IS DISTINCT FROM was.law -> 'calendar'
    ORDER BY l.id
"""
# Cases that may have been open then: brought before, and not ended before.
_OPEN: Final = """
    SELECT c.id FROM cases_case AS c
    WHERE c.opened_at < %(at)s AND c.kind = ANY(%(cases)s) AND (%(subject)s::bigint IS NULL OR c.subject_id = %(subject)s)
      AND NOT EXISTS (
          SELECT 1 FROM cases_caseevent AS e
          WHERE e.case_id = c.id AND e.event = ANY(%(ends)s) AND e.event <> 'reject' AND e.at < %(at)s)
    ORDER BY c.id
"""


@dataclass(frozen=True)
class Moved:
    """A clock whose due day another calendar moved: the case, the loading that brought it, and both workings."""

    case: UUID
    loading: int
    before: Working
    after: Working


def moved(since: date, *, subject_id: int | None = None, case: UUID | None = None) -> list[Moved]:
    """Every clock that was moved since a day; of one subject or one case, where that is asked."""
    found = []
    for row in _rows(_LOADINGS, {"jurisdiction": settings.GONGXIN_JURISDICTION, "since": since}):
        loading, at, before, after = row
        asked = {
            "at": at,
            "cases": [one.value for one in CASES],
            "ends": [one.value for one in ENDS],
            "subject": subject_id,
        }
        ids = [one for (one,) in _rows(_OPEN, asked) if case in {None, one}]
        if ids:
            found += _moves(ids, loading, at, before, after)
    return found


def _moves(ids: Sequence[UUID], loading: int, at: datetime, before: str, after: str) -> list[Moved]:
    rules = law.edition(after).clocks
    old = DatedCalendar.of(law.edition(before).calendar)
    new = DatedCalendar.of(law.edition(after).calendar)
    found = []
    for one in cases.cases_among(ids):
        clock = _as_of(one, at)
        if clock is not None:
            rule = rules.rule(clock.key, clock.started)
            was, now = due(rule, clock.ticks, old), due(rule, clock.ticks, new)
            if was.due != now.due:
                found.append(Moved(one.id, loading, was, now))
    return found


def _as_of(case: Case, at: datetime) -> Clocked | None:
    return standing(case.kind, [one for one in case.events if one.at < at]).clock


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())
