"""Reads of cases: behind the wall of the agency one acts for, or all of one body's. State and due day are computed when asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import SPOKEN, Event, Kind, Party, Stage, State
from gongxin.cases.saying import REVOCATIONS, Word
from gongxin.cases.standing import Case, Clocked, Happened, Standing, owed, standing
from gongxin.catalogue import queries as law
from gongxin.deadlines import CITY, Clocks, DatedCalendar, DeadlineAbsent, Started, Working, due
from gongxin.deadlines import State as ClockState
from gongxin.deadlines import state as clock_state
from gongxin.deadlines.working import months_later
from gongxin.records.lifecycle import State as RecordState

# How long the notice of a revocation is shown; our own choice, no text with a number was read.
NOTICE_MONTHS: Final = 6
PLATFORM: Final = "platform"  # in the figures: what the centre owed
NOTICES_MAX: Final = 200  # on one page

# Who reported each of these records, and how it stands. Rides on the primary key.
_REPORTED: Final = """
    SELECT DISTINCT ON (v.record) v.record, v.number, v.item, v.item_version, v.state, v.subject_id, v.decided_date, v.payload::text,
           provider.key, authority.uscc
    FROM records_version AS v
    JOIN agencies_agency AS provider ON provider.id = v.provider_id
    JOIN agencies_agency AS authority ON authority.id = v.authority_id
    WHERE v.record = ANY(%(records)s) ORDER BY v.record, v.number DESC
"""
_CASES: Final = """
    SELECT c.id, c.kind, c.agency_key, c.subject_id, c.records, c.opened_at
    FROM cases_case AS c WHERE {which} ORDER BY c.opened_at, c.id
"""
_EVENTS: Final = """
    SELECT e.case_id, e.number, e.event, e.party, e.by, e.at, e.on_date, e.told::json
    FROM cases_caseevent AS e JOIN cases_case AS c ON c.id = e.case_id
    WHERE {which} ORDER BY e.case_id, e.number
"""


_WORDS: Final = """
    SELECT w.case_id, w.number, w.key, w.text
    FROM cases_words AS w JOIN cases_case AS c ON c.id = w.case_id
    WHERE {which} ORDER BY w.id
"""


@dataclass(frozen=True)
class Reported:
    """A record as it stands, with whoever reported it: what a case is opened on."""

    record: UUID
    number: int
    item: str
    item_version: int
    state: RecordState
    subject_id: int | None
    decided_date: date
    payload: Mapping[str, str | None]
    provider: str
    authority_code: str

    def value(self, role: str) -> str:
        """What the record says in the field of this role; blank where it says nothing."""
        field = law.item_shape(self.item, self.item_version).by_role(role)
        return (self.payload.get(field.code) if field else None) or ""


def reported(record: UUID) -> Reported | None:
    """The record whether or not the public may read it. For acts; a door shows nothing of it."""
    return _reported([record]).get(record)


def _reported(records: Sequence[UUID]) -> dict[UUID, Reported]:
    """Those of these records that there are."""
    found = {}
    for row in _rows(_REPORTED, {"records": list(records)}):
        key, number, item, version, state, subject, decided, payload, provider, authority = row
        told: dict[str, str | None] = orjson.loads(payload)
        found[key] = Reported(
            key,
            number,
            item,
            version,
            RecordState(state),
            subject,
            decided,
            told,
            provider,
            authority,
        )
    return found


def record_of(found: Case) -> Reported:
    """The record of a case that is about one."""
    told = reported(found.records[0])
    assert told is not None, "a record stays for ever"
    return told


def case(identity: UUID) -> Case | None:
    """One case that the present scope may see, or None: absent and foreign look the same."""
    return next(iter(read("c.id = %(case)s", {"case": identity})), None)


def cases() -> list[Case]:
    """Every case that the present scope may see, the oldest first."""
    return read("true", {})


def cases_of(subject_id: int) -> list[Case]:
    """Every case of a body, whoever reported the records: for the body itself. The newest first."""
    with acting_for(EVERY_AGENCY):
        return read("c.subject_id = %(subject)s", {"subject": subject_id})[::-1]


def cases_about(records: Sequence[UUID]) -> list[Case]:
    """Every case about any of these records, in any scope: for what is printed beside a record, and for what rivals it."""
    with acting_for(EVERY_AGENCY):
        return read("c.records && %(records)s", {"records": list(records)})


def took_part(identity: UUID) -> frozenset[str]:
    """The accounts that acted in a case, in any scope; of one that is not there, nobody."""
    with acting_for(EVERY_AGENCY):
        found = case(identity)
    return frozenset(one.by for one in found.events) if found else frozenset()


def cases_among(identities: Sequence[UUID]) -> list[Case]:
    """Those of these cases that the present scope may see."""
    return read("c.id = ANY(%(cases)s)", {"cases": list(identities)})


@dataclass(frozen=True)
class Measure:
    """The clocks and the calendar of the law, read once for as many cases as are looked at."""

    clocks: Clocks
    calendar: DatedCalendar

    def working(self, clock: Clocked) -> Working:
        """The due day of a clock and how it follows, by the rule of the day it started and the calendar as it stands."""
        return due(self.clocks.rule(clock.key, clock.started), clock.ticks, self.calendar)


def measure() -> Measure:
    return Measure(law.clocks(), law.dated_calendar())


def working(clock: Clocked) -> Working:
    """The same for one clock."""
    return measure().working(clock)


@dataclass(frozen=True)
class Due:
    """How the clock of a case stands at a moment."""

    working: Working
    state: ClockState

    @property
    def is_overdue(self) -> bool:
        return self.state is ClockState.OVERDUE


def due_of(found: Standing, now: datetime, measured: Measure | None = None) -> Due | None:
    """The clock that runs in this case; None: nobody owes anything by a day."""
    clock = found.clock
    if clock is None:
        return None
    counted = (measured or measure()).working(clock)
    return Due(counted, clock_state(counted, now))


def workings(found: Standing) -> list[Working]:
    """Every clock the case had, in order, with its working."""
    measured = measure()
    return [measured.working(clock) for clock in found.clocks]


@dataclass(frozen=True)
class Answers:
    """How one body answered what it owed in cases: in time, late, and what is overdue now. They add up; nobody is ranked."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0

    def plus(self, state: ClockState) -> "Answers":
        return Answers(
            self.in_time + (state is ClockState.ANSWERED),
            self.late + (state is ClockState.ANSWERED_LATE),
            self.overdue + (state is ClockState.OVERDUE),
        )


def answers(found: Iterable[Case], now: datetime) -> dict[str, Answers]:
    """The figures of each body that owed an answer in these cases, the platform under its own name, by key."""
    figures: dict[str, Answers] = {}
    measured = measure()
    for one in found:
        for clock in owed(one.standing):
            counted = measured.working(clock)
            whose = one.agency_key if clock.stage is Stage.DECIDE else PLATFORM
            figures[whose] = figures.get(whose, Answers()).plus(clock_state(counted, now))
    return dict(sorted(figures.items()))


@dataclass(frozen=True)
class Named:
    """What a record of a case is called: its item, document number and day. The number is blank where it was erased."""

    record: UUID
    zh: str
    en: str
    document_number: str
    decided_date: date
    state: RecordState


def records_named(records: Sequence[UUID]) -> list[Named]:
    """These records as they stand, in the order given, whether or not the public may read them. One query."""
    known = _reported(records)
    found = []
    for one in (known[record] for record in records if record in known):
        item = law.item_shape(one.item, one.item_version)
        number = one.value("document_number")
        found.append(Named(one.record, item.zh, item.en, number, one.decided_date, one.state))
    return found


@dataclass(frozen=True)
class Statement:
    """What the body itself says beside a record. Covered before it was kept; no account is named."""

    text: str
    on: date


def statements(record: UUID) -> list[Statement]:
    """The statements that stand beside a record: the last of each case that was not dropped."""
    found = []
    for one in cases_about([record]):
        said = one.standing.last(Event.SAY)
        if said is not None and one.state not in {State.DROPPED, State.UPHELD}:
            found.append(Statement(said.told["text"], said.on))
    return found


@dataclass(frozen=True)
class Notice:
    """The public reason of a withdrawal: which decision, what became of it, by whose paper. No party and no facts."""

    case: UUID
    decision: str  # the number of the decision that fell; blank once its record is erased
    document: str
    authority: str
    cause: Word
    published: date
    until: date  # exclusive
    reinstated: Happened | None


def notices(today: date) -> list[Notice]:
    """The notices that are shown on a day, the newest first. They are in no search."""
    with acting_for(EVERY_AGENCY):
        told = read("c.kind = 'revocation'", {})
    found = []
    for one in told:
        done = one.standing.last(Event.CARRY_OUT)
        reported = one.standing.first(Event.REPORT)
        if done is None or reported is None:
            continue
        again = one.standing.last(Event.REINSTATE)
        since = again or done  # what is new is read as long as what was
        until = months_later(since.on, NOTICE_MONTHS)
        if done.on <= today < until:
            said = reported.told
            cause = REVOCATIONS[said["cause"]]
            fell = record_of(one).value("document_number")
            found.append(
                Notice(
                    one.id,
                    fell,
                    said["document"],
                    said["authority"],
                    cause,
                    done.on,
                    until,
                    again,
                )
            )
    return sorted(found, key=lambda notice: notice.published, reverse=True)[:NOTICES_MAX]


def false_commitments(subject_id: int) -> list[Case]:
    """Repairs of this body that were refused for a false commitment."""
    return [
        one
        for one in cases_of(subject_id)
        if (no := one.standing.last(Event.REFUSE)) is not None and no.told.get("false_commitment")
    ]


def barred_until(subject_id: int) -> date | None:
    """Until when a false commitment bars another application. Where the law's number is not known nobody is barred."""
    found = false_commitments(subject_id)
    if not found:
        return None
    last = max(one.standing.events[-1].on for one in found)
    try:
        rule = law.deadline("repair.bar_after_false_commitment", last)
    except DeadlineAbsent:
        return None
    return due(rule, [Started(last)], law.dated_calendar()).due


def city_day(now: datetime) -> date:
    """The civil day in the city."""
    return now.astimezone(CITY).date()


def read(which: str, asked: Mapping[str, Any]) -> list[Case]:
    """The cases that a condition over `c` chooses. Words that are kept apart stand with their step until they are over."""
    found = _rows(_CASES.replace("{which}", which), asked)
    apart: dict[tuple[UUID, int], dict[str, str]] = {}
    if any(Kind(row[1]) in SPOKEN for row in found):
        for identity, number, key, text in _rows(_WORDS.replace("{which}", which), asked):
            apart.setdefault((identity, number), {})[key] = text
    return _cases_of(found, which, asked, apart)


def read_without_words(which: str, asked: Mapping[str, Any]) -> list[Case]:
    """The same for what is only counted: nothing of what people said."""
    return _cases_of(_rows(_CASES.replace("{which}", which), asked), which, asked, {})


def _cases_of(
    rows: Sequence[tuple[Any, ...]],
    which: str,
    asked: Mapping[str, Any],
    apart: Mapping[tuple[UUID, int], Mapping[str, str]],
) -> list[Case]:
    if not rows:
        return []
    events: dict[UUID, list[Happened]] = {}
    for identity, number, event, party, by, at, on, told in _rows(
        _EVENTS.replace("{which}", which), asked
    ):
        said = {**told, **apart.get((identity, number), {})}
        one = Happened(number, Event(event), Party(party), by, at, on, said)
        events.setdefault(identity, []).append(one)
    return [
        Case(
            id=identity,
            kind=Kind(kind),
            agency_key=agency,
            subject_id=subject,
            records=tuple(records),
            opened_at=opened,
            standing=standing(Kind(kind), events[identity]),
        )
        for identity, kind, agency, subject, records, opened in rows
    ]


def _rows(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
