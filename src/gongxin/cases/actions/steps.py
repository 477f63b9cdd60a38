"""Writes that carry a case on: one step of one party, with everything that follows from it, in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies.scope import acting_for
from gongxin.canonical import canonical_row
from gongxin.cases import queries
from gongxin.cases.actions import effects
from gongxin.cases.kinds import Event, Kind, Party
from gongxin.cases.models import Case as CaseRow
from gongxin.cases.models import CaseEvent
from gongxin.cases.saying import said
from gongxin.cases.standing import Case, Happened, Standing, StepRefused, after
from gongxin.catalogue import queries as law
from gongxin.deadlines import Extended, Paused, admitted
from gongxin.journal import actions as journal
from gongxin.records import locks
from gongxin.subjects import queries as subjects


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
    """Open a case with its first event. For the acts that file; they have looked whether it may be filed."""
    first = records[0]
    subject_id = first.subject_id
    assert subject_id is not None, "only what is somebody's is filed about"
    event = Event.REPORT if kind is Kind.REVOCATION else Event.FILE
    locks.some_records(one.record for one in records)
    with acting_for(first.provider):
        row = CaseRow.objects.create(
            jurisdiction=settings.GONGXIN_JURISDICTION,
            agency_key=first.provider,
            kind=kind.value,
            subject_id=subject_id,
            records=[one.record for one in records],
            opened_at=now,
        )
        of = subjects.organisation(subject_id)
        assert of is not None, "a record is about a registered body"
        journal.append(
            kind="case.opened",
            body={
                "case": str(row.pk),
                "kind": kind.value,
                "agency": first.provider,
                "subject": str(of.public_id),
                "records": len(records),
            },
            by=by,
            now=now,
        )
        new = Case(
            row.pk, kind, first.provider, subject_id, tuple(row.records), now, Standing(kind)
        )
        kept = {**said(event, kind, told), "number": str(first.number)}
        _go(new, _happened(new, event, party, kept, by, now), by=by, now=now)
    return row.pk


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
    _ensure_clock(found, then, one)
    CaseEvent.objects.create(
        case_id=found.id,
        agency_key=found.agency_key,
        number=one.number,
        event=one.event.value,
        party=one.party.value,
        told=dict(one.told),
        by=by,
        on_date=one.on,
        at=now,
    )
    effects.follow(before=found, then=then, by=by, now=now)
    words = [part for pair in sorted(one.told.items()) for part in pair]
    journal.append(
        kind="case.stepped",
        body={
            "case": str(found.id),
            "step": one.number,
            "event": one.event.value,
            "party": one.party.value,
            "said": sha256(canonical_row(words)).hexdigest(),
        },
        by=by,
        now=now,
    )
    return then


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
