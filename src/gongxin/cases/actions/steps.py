"""Writes that carry a case on: one step of one party, with everything that follows from it, in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gongxin.agencies.scope import acting_for
from gongxin.cases import queries
from gongxin.cases.actions import effects, entering
from gongxin.cases.kinds import COMPLAINTS, Event, Kind, Party, State
from gongxin.cases.saying import said
from gongxin.cases.standing import Case, Happened, StepRefused, after
from gongxin.catalogue import queries as law
from gongxin.deadlines import Extended, Paused, Started, admitted, due
from gongxin.records import locks

SUPPLEMENT: Final = "request.supplement_notice"


@transaction.atomic
def open_case(
    *,
    kind: Kind,
    records: tuple[queries.Reported, ...],
    party: Party,
    told: Mapping[str, str],
    by: str,
    now: datetime,
) -> UUID:
    """Open a case about records with its first event. For the acts that file; they have looked whether it may be filed."""
    first = records[0]
    event = Event.REPORT if kind is Kind.REVOCATION else Event.FILE
    locks.some_records(one.record for one in records)
    with acting_for(first.provider):
        new = entering.enter_case(
            kind=kind,
            agency_key=first.provider,
            subject_id=first.subject_id,
            records=tuple(one.record for one in records),
            by=by,
            now=now,
        )
        kept = {**said(event, kind, told), "number": str(first.number)}
        _go(new, _happened(new, event, party, kept, by, now), by=by, now=now)
    return new.id


@transaction.atomic
def open_spoken(
    *,
    kind: Kind,
    agency_key: str,
    subject_id: int | None,
    told: Mapping[str, str],
    by: str,
    now: datetime,
) -> UUID:
    """Open a case about no record, for whoever must answer it. For the acts that file."""
    with acting_for(agency_key):
        new = entering.enter_case(
            kind=kind, agency_key=agency_key, subject_id=subject_id, records=(), by=by, now=now
        )
        kept = said(Event.FILE, kind, told)
        _go(new, _happened(new, Event.FILE, Party.SUBJECT, kept, by, now), by=by, now=now)
    return new.id


@transaction.atomic
def subject_step(
    *,
    case: UUID,
    subject_id: int,
    event: Event,
    told: Mapping[str, str],
    by: str,
    now: datetime,
) -> Case:
    """A step of the body itself: complete, appeal, declare or give up a case of its own."""
    found = next((one for one in queries.cases_of(subject_id) if one.id == case), None)
    if found is None:
        raise StepRefused("没有这个案件", "there is no such case")
    with acting_for(found.agency_key):
        return staff_step(case=case, event=event, party=Party.SUBJECT, told=told, by=by, now=now)


@transaction.atomic
def staff_step(
    *,
    case: UUID,
    event: Event,
    party: Party,
    told: Mapping[str, str],
    by: str,
    now: datetime,
) -> Case:
    """A step of whoever acts for `party`, on a case that the present scope may see."""
    with connection.cursor() as cursor:
        # Races with another step of this case. The row cannot be locked, for nobody may change it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"case:{case}"])
    found = queries.case(case)
    if found is None:
        raise StepRefused("没有这个案件", "there is no such case")
    # Before the journal's lock, which is everybody's and comes last: races with an act on one of the records.
    locks.some_records(found.records)
    kept = said(event, found.kind, told)
    if event is Event.CORRECT:
        kept["number"] = str(queries.record_of(found).number)
    with acting_for(found.agency_key):
        return _go(found, _happened(found, event, party, kept, by, now), by=by, now=now)


def _happened(
    found: Case, event: Event, party: Party, told: Mapping[str, str], by: str, now: datetime
) -> Happened:
    number = len(found.events) + 1
    return Happened(number, event, party, by, now, queries.city_day(now), told)


def _go(found: Case, one: Happened, *, by: str, now: datetime) -> Case:
    """Decide, write, let follow what follows, testify."""
    then = replace(found, standing=after(found.standing, one))
    _ensure_no_part(found, one)
    _ensure_told_in_time(found, one)
    _ensure_clock(found, then, one)
    entering.enter_step(case=found, one=one, by=by, now=now)
    effects.follow(before=found, then=then, by=by, now=now)
    return then


def _ensure_no_part(found: Case, one: Happened) -> None:
    """Whoever acted in the case that is complained of has no part in the complaint; the body that is heard has."""
    filed = found.standing.first(Event.FILE)
    about = filed.told.get("about") if filed is not None and found.kind in COMPLAINTS else None
    if not about or one.party in {Party.SUBJECT, Party.PROVIDER}:
        return
    if one.by in queries.took_part(UUID(about)):
        raise StepRefused(
            "投诉的是您办理过的案件，须由没有参与的人办理",
            "the complaint is about a case in which you took part; somebody else must deal with it",
        )


def _ensure_told_in_time(found: Case, one: Happened) -> None:
    """What a request lacks is told within its own time; later the request is answered as it is."""
    filed = found.standing.first(Event.FILE)
    if found.kind is not Kind.REQUEST or one.event is not Event.ASK or filed is None:
        return
    if found.state is State.REVIEWING:
        return
    told = due(law.deadline(SUPPLEMENT, filed.on), [Started(filed.on)], law.dated_calendar())
    if told.due is not None and one.on > told.due:
        raise StepRefused(
            f"告知补正的期限已于 {told.due:%Y-%m-%d} 届满，按现有材料答复",
            f"what is missing had to be told by {told.due:%Y-%m-%d}; answer the request as it is",
        )


def _ensure_clock(before: Case, then: Case, one: Happened) -> None:
    """A pause or an extension is one that the law's list has, in time; and no step starts a clock that has no rule."""
    clock = then.standing.clock
    if clock is None:
        return
    rule = law.deadline(clock.key, clock.started)
    tick = clock.ticks[-1]
    ran = before.standing.clock
    if isinstance(tick, Paused | Extended) and one.event in {Event.ASK, Event.EXTEND} and ran:
        admitted(rule, ran.ticks, [tick], law.dated_calendar())
