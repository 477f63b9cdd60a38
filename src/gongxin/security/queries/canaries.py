"""Reads of canaries, and the alarms that follow from the looks that were kept: no job raises them, none can miss one."""

from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.security.canaries import LISTING, Alarm, Canary
from gongxin.security.models import Canary as Row
from gongxin.subjects.naming import normal

ALARMS_MAX: Final = 500
MET_MAX: Final = 3  # in one search

# Rides on read_of_what for each of a handful of canaries. A list of hits is no look, the name or code itself is one.
_ALARMS = """
    SELECT r.id AS read, c.id AS canary, r.account, r.role, r.agency_key, r.action, r.purpose, r.reason, r.at,
           a.text AS answer, a.by AS answered_by, a.at AS answered_at
    FROM security_canary AS c
    JOIN disclosures_staffread AS r ON r.shown @> ARRAY[c.public_id::text]
    LEFT JOIN security_alarmanswer AS a ON a.read = r.id
    WHERE r.at >= c.placed_at AND (c.ended_at IS NULL OR r.at < c.ended_at)
      AND (r.action <> %(listing)s OR r.asked = c.name OR upper(r.asked) = c.code)
      AND (%(read)s::uuid IS NULL OR r.id = %(read)s::uuid)
    ORDER BY a.at IS NOT NULL, r.at DESC, r.id, c.id
    LIMIT %(limit)s
"""
_OPEN = """
    SELECT count(DISTINCT r.id)
    FROM security_canary AS c
    JOIN disclosures_staffread AS r ON r.shown @> ARRAY[c.public_id::text]
    WHERE r.at >= c.placed_at AND (c.ended_at IS NULL OR r.at < c.ended_at)
      AND (r.action <> %(listing)s OR r.asked = c.name OR upper(r.asked) = c.code)
      AND NOT EXISTS (SELECT 1 FROM security_alarmanswer AS a WHERE a.read = r.id)
"""


def canaries() -> list[Canary]:
    """All that were ever placed, the latest first."""
    return [_canary(row) for row in Row.objects.order_by("-placed_at", "pk")]


def canary(identity: UUID) -> Canary | None:
    row = Row.objects.filter(pk=identity).first()
    return _canary(row) if row else None


def canary_shown(public_id: UUID) -> Canary | None:
    """The standing canary whose page has this id."""
    row = Row.objects.filter(public_id=public_id, ended_at__isnull=True).first()
    return _canary(row) if row else None


def met(text: str) -> list[Canary]:
    """The standing canaries that a search for this text meets, as it meets an organisation."""
    norm = normal(text)
    if len(norm) < 2:
        return []
    rows = Row.objects.filter(ended_at__isnull=True, norm__contains=norm) | Row.objects.filter(
        ended_at__isnull=True, code=text.strip().upper()
    )
    return [_canary(row) for row in rows.order_by("norm", "pk")[:MET_MAX]]


def alarms() -> list[Alarm]:
    """Looks at canaries, what nobody has looked into first, then the latest."""
    return [Alarm(**row) for row in _rows(_ALARMS, read=None, limit=ALARMS_MAX)]


def alarm(read: UUID) -> Alarm | None:
    """The alarm of this look, or None."""
    return next((Alarm(**row) for row in _rows(_ALARMS, read=read, limit=1)), None)


def open_alarms() -> int:
    """How many nobody has looked into."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"listing": LISTING})
        return int(cursor.fetchone()[0])


def _rows(statement: str, **parameters: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"listing": LISTING, **parameters})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _canary(row: Row) -> Canary:
    return Canary(
        row.pk, row.public_id, row.name, row.code, row.placed_by, row.placed_at, row.ended_at
    )
