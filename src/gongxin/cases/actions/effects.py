"""What follows from a step in the same transaction: what is withdrawn, repaired, detached, marked or hidden. No job has a part in it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.db import transaction

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.motions import State as MotionState
from gongxin.agencies.scope import acting_for
from gongxin.cases import queries
from gongxin.cases.actions import entering
from gongxin.cases.kinds import Event, Kind, Party
from gongxin.cases.party import party_of
from gongxin.cases.queries import Reported, receipts
from gongxin.cases.standing import Case, Happened, StepRefused, after, masked_from
from gongxin.records import actions as records
from gongxin.records import masks
from gongxin.records.lifecycle import GONE
from gongxin.records.lifecycle import State as RecordState
from gongxin.subjects import actions as subjects
from gongxin.subjects.judged import judgements_of
from gongxin.subjects.kinds import Verdict
from gongxin.subjects.queries import candidates_by_id

MARK: Final = "disputed"
Effect = Callable[[Case, str, datetime], None]


@transaction.atomic
def follow(*, before: Case, then: Case, by: str, now: datetime) -> None:
    """Do what the last event of `then` decides; then marks and masks stand as the case says, on each of its records."""
    last = then.events[-1]
    effect = EFFECTS.get((then.kind, last.event))
    if effect is not None:
        effect(then, by, now)
    for record in then.records:
        found = queries.reported(record)
        assert found is not None, "a record stays for ever"
        # What is gone is not shown again for a mark or mask that is lifted, so both stay as they are.
        if found.state not in GONE:
            _mark(before, then, found, by, now)
    hide(case=then, by=by, now=now)


@transaction.atomic
def hide(*, case: Case, by: str, now: datetime) -> int:
    """The masks of its records stand as the case says; how many had to be moved."""
    found = (queries.reported(record) for record in case.records)
    return sum(_mask(case, one, by=by, now=now) for one in found if one and one.state not in GONE)


def _mark(before: Case, then: Case, found: Reported, by: str, now: datetime) -> None:
    wanted = then.standing.is_disputed
    if before.standing.is_disputed == wanted:
        return
    stands = MARK in masks.marks_standing(found.record)
    act = records.place_mark if wanted else records.lift_mark
    if stands is not wanted:
        act(record=found.record, kind=MARK, basis=then.holder, by=by, now=now)


def _mask(then: Case, found: Reported, *, by: str, now: datetime) -> bool:
    clock = then.standing.clock
    wanted = masked_from(then.standing, queries.working(clock) if clock else None)
    stands = masks.masks_of(found.record).get(then.holder)
    if wanted == stands:
        return False
    if wanted is None:
        records.unmask(record=found.record, holder=then.holder, by=by, now=now)
    else:
        records.mask(record=found.record, holder=then.holder, from_date=wanted, by=by, now=now)
    return True


def _withdraw(case: Case, by: str, now: datetime) -> None:
    """Who forwarded it and who decided are two accounts; a review withdraws nothing alone, it proposes and hides."""
    found = queries.record_of(case)
    if found.state in {RecordState.WITHDRAWN, RecordState.ERASED}:
        return
    if case.events[-1].party is Party.REVIEWER:
        _propose(case, found, by, now)
    else:
        records.withdraw(record=found.record, reason=f"case.{case.kind}", by=by, now=now)


def _propose(case: Case, found: Reported, by: str, now: datetime) -> None:
    waiting = [
        one
        for one in agencies.motions_about(str(found.record))
        if one.kind is MotionKind.RECORD_WITHDRAW and one.state is MotionState.OPEN
    ]
    if not waiting:
        draft = Draft(
            MotionKind.RECORD_WITHDRAW,
            case.agency_key,
            str(found.record),
            {"record": str(found.record), "number": found.number},
            case.events[-1].told["text"],
        )
        motions.propose(draft=draft, by=by, now=now)


def _detach(case: Case, by: str, now: datetime) -> None:
    """The lasting judgement "different", and the record belongs to nobody until it is found whose it is."""
    found = queries.record_of(case)
    if found.state is not RecordState.ADMITTED or found.subject_id != case.subject_id:
        return
    assert case.subject_id is not None, "a case about a record is a body's"
    candidate = candidates_by_id([case.subject_id])[case.subject_id]
    party = party_of(found, without=candidate.codes)
    known = [one for one in judgements_of(party) if one.subject_id == case.subject_id]
    if not any(one.verdict == Verdict.DIFFERENT for one in known):
        subjects.judge(
            party=party,
            subject_id=case.subject_id,
            verdict=Verdict.DIFFERENT,
            evidence={"seen": "party agency", "case": str(case.id)},
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by=by,
            now=now,
        )
    records.contest(record=found.record, holder=case.holder, by=by, now=now)
    records.detach(records=[found.record], reason=f"case.{case.kind}", by=by, now=now)


def _ensure_corrected(case: Case, _by: str, _now: datetime) -> None:
    agreed = case.standing.last(Event.CORRECT)
    assert agreed is not None, "what is corrected was agreed to"
    found = queries.record_of(case)
    if found.state is RecordState.ADMITTED and found.number <= int(agreed.told["number"]):
        raise StepRefused(
            "记录还没有更正",
            "the record has not been corrected yet",
            remedy_zh="先提请更正这条记录，由另一人批准",
            remedy_en="propose the correction first, and let another person approve it",
        )


def _repair(case: Case, by: str, now: datetime) -> None:
    """All records of the decision together (Order 36, art. 3). What left meanwhile stays as it is."""
    for record in sorted(case.records):
        found = queries.reported(record)
        if found is not None and found.state is RecordState.ADMITTED:
            records.repair(record=record, reason=f"case.{case.kind}", by=by, now=now)


def _hand_on(case: Case, by: str, now: datetime) -> None:
    """Whoever is in charge has the tip as a case of its own, behind its own wall; the receipt goes along."""
    filed = case.events[0]
    agency = agencies.agency_by_key(case.events[-1].told["agency"]).key
    with acting_for(agency):
        new = entering.enter_case(
            kind=case.kind, agency_key=agency, subject_id=None, records=(), by=by, now=now
        )
        words = {key: filed.told[key] for key in ("target", "text")}
        one = Happened(1, Event.REPORT, Party.PLATFORM, by, now, queries.city_day(now), words)
        after(new.standing, one)  # as every step, by the table
        entering.enter_step(case=new, one=one, by=by, now=now)
        digest = receipts.receipt_of(case.id)
        if digest is not None:
            entering.enter_receipt(case=new.id, agency_key=agency, digest=digest, by=by, now=now)


def _reinstate(case: Case, by: str, now: datetime) -> None:
    records.tell_reinstated(record=case.records[0], by=by, now=now)


EFFECTS: Final[Mapping[tuple[Kind, Event], Effect]] = MappingProxyType(
    {
        (Kind.OBJECTION, Event.UPHOLD): _withdraw,
        (Kind.OBJECTION, Event.CORRECTED): _ensure_corrected,
        (Kind.NOT_US, Event.UPHOLD): _detach,
        (Kind.REPAIR, Event.GRANT): _repair,
        (Kind.REVOCATION, Event.CARRY_OUT): _withdraw,
        (Kind.REVOCATION, Event.REINSTATE): _reinstate,
        (Kind.TIP, Event.HAND_ON): _hand_on,
    }
)
