"""Reads of the register of incidents."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from gongxin.security.incidents import (
    Entered,
    EntryKind,
    Grade,
    Incident,
    IncidentKind,
    Note,
    Told,
)
from gongxin.security.models import Incident as Row
from gongxin.security.models import IncidentEntry

LISTED_MAX: Final = 500  # more than an office has in a decade
GRAVE: Final = frozenset({Grade.MAJOR, Grade.EXTRAORDINARY})


def incidents() -> list[Incident]:
    """All that the present scope may see: the open ones first, then the latest found first."""
    rows = Row.objects.prefetch_related("entries").order_by("-found_at", "pk")[:LISTED_MAX]
    return sorted((_incident(row) for row in rows), key=lambda one: one.state != "open")


def incident(identity: UUID) -> Incident | None:
    """One with every entry, or None."""
    row = Row.objects.prefetch_related("entries").filter(pk=identity).first()
    return _incident(row) if row else None


def open_incidents() -> list[tuple[datetime, bool]]:
    """(found, is it grave) of each that is open."""
    return [(one.found_at, one.grade in GRAVE) for one in incidents() if one.state == "open"]


def _incident(row: Row) -> Incident:
    return Incident(
        id=row.pk,
        kind=IncidentKind(row.kind),
        happened_at=row.happened_at,
        found_at=row.found_at,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        entries=tuple(_entries(sorted(row.entries.all(), key=lambda one: one.number))),
    )


def _entries(rows: Iterable[IncidentEntry]) -> Iterable[Entered]:
    for row in rows:
        note = Note(
            kind=EntryKind(row.kind),
            text=row.text,
            grade=Grade(row.grade) if row.grade else None,
            corrects=row.corrects,
            told=Told(row.told) if row.told else None,
            told_at=row.told_at,
            touched=tuple(row.touched),
            organisations=row.organisations,
            records=row.records,
        )
        yield Entered(row.number, note, row.by, row.at)
