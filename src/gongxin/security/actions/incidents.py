"""Writes of the register of incidents: one is opened, added to, and closed by another person. Nothing entered is changed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.journal import actions as journal
from gongxin.security import incidents
from gongxin.security.incidents import EntryKind, Incident, IncidentRefused, Note, Opening
from gongxin.security.models import Incident as IncidentRow
from gongxin.security.models import IncidentEntry
from gongxin.security.queries.incidents import incident as read_incident


@transaction.atomic
def open_incident(*, opening: Opening, by: str, now: datetime) -> UUID:
    """Enter an incident with its first entry; its id."""
    incidents.ensure_opening(opening, now)
    row = IncidentRow.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        kind=opening.kind.value,
        happened_at=opening.happened_at,
        found_at=opening.found_at,
        opened_by=by,
        opened_at=now,
    )
    note = Note(EntryKind.OPENED, opening.text.strip(), grade=opening.grade)
    _enter(row.pk, 1, note, opened_by=by, by=by, now=now)
    journal.append(
        kind="incident.opened",
        body={"incident": str(row.pk), "content": incidents.digest(note)},
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def add(*, incident: UUID, note: Note, by: str, now: datetime) -> int:
    """Enter what was found, told or done since, or a correction of an entry; its number."""
    found = _locked(incident)
    incidents.ensure_open(found)
    incidents.ensure_note(note, [one.number for one in found.entries], now)
    number = found.entries[-1].number + 1
    _enter(incident, number, note, opened_by=found.opened_by, by=by, now=now)
    journal.append(
        kind="incident.added",
        body={"incident": str(incident), "number": number, "content": incidents.digest(note)},
        by=by,
        now=now,
    )
    return number


@transaction.atomic
def close(*, incident: UUID, text: str, by: str, now: datetime) -> None:
    """End it, by another person than who opened it, once something was done about it."""
    found = _locked(incident)
    incidents.ensure_closing(found, text, by)
    number = found.entries[-1].number + 1
    note = Note(EntryKind.CLOSED, text.strip())
    _enter(incident, number, note, opened_by=found.opened_by, by=by, now=now)
    journal.append(
        kind="incident.closed",
        body={"incident": str(incident), "number": number, "content": incidents.digest(note)},
        by=by,
        now=now,
    )


def _locked(incident: UUID) -> Incident:
    """The incident, locked: its rivals are a second entry and its closing. Append-only rows take no row lock of ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [str(incident)])
    found = read_incident(incident)
    if found is None:
        raise IncidentRefused("没有这起事件", "there is no such incident")
    return found


def _enter(
    incident: UUID, number: int, note: Note, *, opened_by: str, by: str, now: datetime
) -> None:
    IncidentEntry.objects.create(
        incident_id=incident,
        number=number,
        kind=note.kind.value,
        grade=note.grade.value if note.grade else None,
        text=note.text.strip(),
        corrects=note.corrects,
        told=note.told.value if note.told else None,
        told_at=note.told_at,
        touched=list(note.touched),
        organisations=note.organisations,
        records=note.records,
        opened_by=opened_by,
        by=by,
        at=now,
    )
