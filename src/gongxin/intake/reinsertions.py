"""Reads of what left a body and came again: rows that wait for a certificate, and those in again whose subject is to be told. Behind the wall."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from gongxin.catalogue import queries as law
from gongxin.deadlines import Answered, Started, Working, due
from gongxin.intake.reinsertion import CLOCK, Owed, State

ROWS_MAX: Final = 200  # in the queue at once; what was ever found to be another's is little
RETURNED_MAX: Final = 200

# Rides on row_held; what is kept beside a row is found by its key.
_ROWS: Final = """
    SELECT r.batch_id, r.row_no, r.agency_key, b.item, b.item_version, b.received_at, b.submitted_by, r.codes, r.record,
           r.party->>'name', r.party->>'code', r.contest, c.record, c.holder, c.at,
           coalesce(c.subject, (SELECT v.subject_id FROM records_version AS v
                                WHERE v.record = c.record ORDER BY v.number DESC LIMIT 1)),
           (SELECT count(*) FROM intake_row AS other WHERE other.contest = r.contest AND other.outcome = 'held'),
           CASE WHEN 'record.tombstoned' = ANY(r.codes) THEN 'gone' WHEN motion.state = 'open' THEN 'certified' ELSE 'held' END
    FROM intake_row AS r
    JOIN intake_batch AS b ON b.id = r.batch_id
    LEFT JOIN records_contested AS c ON c.id = r.contest
    LEFT JOIN LATERAL (
        SELECT m.state FROM intake_certificate AS given JOIN agencies_motion AS m ON m.id = given.motion
        WHERE given.batch_id = r.batch_id AND given.row_no = r.row_no ORDER BY given.certified_at DESC LIMIT 1
    ) AS motion ON true
    WHERE r.outcome = 'held' AND NOT r.emptied AND b.undone_at IS NULL AND b.status IN ('admitting', 'finished') AND {which}
    ORDER BY b.received_at, r.batch_id, r.row_no LIMIT %(limit)s
"""
_WAITS: Final = "r.contest IS NOT NULL AND NOT 'record.tombstoned' = ANY(r.codes)"
_CERTIFICATES: Final = """
    SELECT g.id, g.batch_id, g.row_no, g.contest, g.subject, g.answers, g.checked, g.why, g.paper_number, g.paper_date,
           g.paper_digest, g.motion, g.certified_by, g.certified_at, m.state
    FROM intake_certificate AS g JOIN agencies_motion AS m ON m.id = g.motion
    WHERE {which} ORDER BY g.certified_at, g.id
"""
_RETURNED: Final = """
    SELECT i.id, i.agency_key, i.record, i.number, g.subject, i.at, i.on_date, i.by, g.batch_id, g.row_no, g.id,
           t.channel, t.proof, t.by, t.at
    FROM intake_reinsertion AS i
    JOIN intake_certificate AS g ON g.id = i.certificate_id
    LEFT JOIN intake_reinsertiontold AS t ON t.reinsertion_id = i.id
    WHERE {which} ORDER BY i.at DESC, i.id LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Away:
    """A row that holds what left a body before: why it is held, by which finding, and how often the same came."""

    batch: UUID
    row_no: int
    agency_key: str
    item: str
    item_version: int
    received_at: datetime
    submitted_by: str
    codes: tuple[str, ...]
    record: UUID | None
    name: str | None
    code: str | None
    contest: int | None
    contested_record: UUID | None
    holder: str | None  # the case that found it
    found_at: datetime | None
    subject_id: int | None
    times: int
    state: State


@dataclass(frozen=True)
class Certified:
    """A certificate as it was given, and what the second person made of it."""

    id: UUID
    batch: UUID
    row_no: int
    contest: int
    subject_id: int
    answers: tuple[str, ...]
    checked: str
    why: str
    paper_number: str
    paper_date: date
    paper_digest: str
    motion: UUID
    certified_by: str
    certified_at: datetime
    motion_state: str


@dataclass(frozen=True)
class Returned:
    """A record that is in again, and whether its subject was told."""

    id: UUID
    agency_key: str
    record: UUID
    number: int
    subject_id: int
    at: datetime
    on_date: date
    by: str
    batch: UUID
    row_no: int
    certificate: UUID
    channel: str | None
    proof: str | None
    told_by: str | None
    told_at: datetime | None

    @property
    def state(self) -> State:
        return State.TOLD if self.told_at else State.RETURNED


def away() -> list[Away]:
    """The queue: rows that wait for a certificate, or for the second person; the longest waiting first."""
    return _away(_WAITS, {})


def away_of(batch: UUID) -> list[Away]:
    """Those of one batch."""
    return _away(f"{_WAITS} AND r.batch_id = %(batch)s", {"batch": batch})


def row(batch: UUID, row_no: int) -> Away | None:
    """One row that left before, or that stays away for ever; None where the present scope sees none."""
    which = "r.batch_id = %(batch)s AND r.row_no = %(row)s AND (r.contest IS NOT NULL OR 'record.tombstoned' = ANY(r.codes))"
    return next(iter(_away(which, {"batch": batch, "row": row_no})), None)


def certificates_of(batch: UUID, row_no: int) -> list[Certified]:
    """Every certificate that was given of a row, in order."""
    which = "g.batch_id = %(batch)s AND g.row_no = %(row)s"
    return _certificates(which, {"batch": batch, "row": row_no})


def returned() -> list[Returned]:
    """What is in again, the latest first."""
    return _returned("true", {})


def reinsertion(identity: UUID) -> Returned | None:
    """One that the present scope may see."""
    return next(iter(_returned("i.id = %(id)s", {"id": identity})), None)


def reinsertion_of_row(batch: UUID, row_no: int) -> Returned | None:
    """The one that a row became."""
    which = "g.batch_id = %(batch)s AND g.row_no = %(row)s"
    return next(iter(_returned(which, {"batch": batch, "row": row_no})), None)


def reinsertions_owed() -> list[Owed]:
    """Every subject that is to be told that a record of its came back, with the clock of the notice. The first to be told first."""
    untold = _returned("t.id IS NULL", {})
    return [
        Owed(one.id, one.agency_key, one.record, one.number, one.subject_id, one.at, clock_of(one.on_date))
        for one in reversed(untold)
    ]  # fmt: skip


def clock_of(on: date, told: date | None = None) -> Working:
    """The working of the notice that a reinsertion of this day owes, by the rule of the day and the calendar as it stands."""
    ticks = (Started(on),) if told is None else (Started(on), Answered(told))
    return due(law.clocks().rule(CLOCK, on), ticks, law.dated_calendar())


def _away(which: str, named: Mapping[str, Any]) -> list[Away]:
    rows = _fetch(_ROWS.replace("{which}", which), {**named, "limit": ROWS_MAX})
    return [Away(*_told(row, {7: tuple, 17: State})) for row in rows]


def _certificates(which: str, named: Mapping[str, Any]) -> list[Certified]:
    rows = _fetch(_CERTIFICATES.replace("{which}", which), named)
    return [Certified(*_told(row, {5: tuple, 10: lambda mac: bytes(mac).hex()})) for row in rows]


def _told(row: Sequence[Any], forms: Mapping[int, Callable[[Any], Any]]) -> list[Any]:
    """A row with some of its values in the form that is handed out."""
    return [forms[place](value) if place in forms else value for place, value in enumerate(row)]


def _returned(which: str, named: Mapping[str, Any]) -> list[Returned]:
    rows = _fetch(_RETURNED.replace("{which}", which), {**named, "limit": RETURNED_MAX})
    return [Returned(*row) for row in rows]


def _fetch(sql: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
