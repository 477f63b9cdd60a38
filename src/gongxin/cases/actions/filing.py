"""Writes that open a case: objection, "not us" and repair by the body itself, revocation by whoever was told. Free of charge."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gongxin.cases import queries
from gongxin.cases.actions import steps
from gongxin.cases.contradicting import looked
from gongxin.cases.kinds import Event, Kind, Party, State
from gongxin.cases.party import codes_of
from gongxin.cases.queries import Reported
from gongxin.cases.saying import FilingRefused, RepairTooEarly
from gongxin.cases.standing import Case
from gongxin.cases.tables import DISPUTES
from gongxin.records import locks
from gongxin.records import queries as stored
from gongxin.records.lifecycle import State as RecordState
from gongxin.records.publicrecord import PublicRecord
from gongxin.subjects.parties import Party as Named
from gongxin.subjects.queries import candidates_by_id

_REVOCABLE: Final = frozenset({RecordState.ADMITTED, RecordState.REPAIRED})
_AGAINST_US: Final = frozenset({State.REJECTED, State.CONFIRMED})


@transaction.atomic
def file_objection(
    *, subject_id: int, record: UUID, ground: str, text: str, by: str, now: datetime
) -> UUID:
    """The body says that its record is wrong: accepted at once, marked at once. The case."""
    locks.some_records([record])  # races with another filing, and with any act on the record
    found = _own(subject_id, record, now)
    _ensure_undisputed(found, Kind.OBJECTION, ground)
    return steps.open_case(
        kind=Kind.OBJECTION,
        records=(found,),
        party=Party.SUBJECT,
        told={"ground": ground, "text": text},
        by=by,
        now=now,
    )


@transaction.atomic
def file_not_us(*, subject_id: int, record: UUID, text: str, by: str, now: datetime) -> UUID:
    """The body says that the record is another's. What is impossible hides it in this transaction. The case."""
    locks.some_records([record])  # races with another filing, and with any act on the record
    found = _own(subject_id, record, now)
    _ensure_undisputed(found, Kind.NOT_US, None)
    candidate = candidates_by_id([subject_id])[subject_id]
    party = Named(
        found.value("party_name"),
        codes_of(found),
        division=found.authority_code[2:8] or None,
        decided_date=found.decided_date,
    )
    saw = looked(party, candidate)
    return steps.open_case(
        kind=Kind.NOT_US,
        records=(found,),
        party=Party.SUBJECT,
        told={
            "text": text,
            "contradictions": " ".join(saw.contradictions),
            "reasons": " ".join(saw.reasons),
        },
        by=by,
        now=now,
    )


@transaction.atomic
def file_repair(
    *,
    subject_id: int,
    record: UUID,
    committed: str,
    evidence: Sequence[str],
    text: str,
    by: str,
    now: datetime,
) -> UUID:
    """One application for every record of the decision that this record tells. `committed`: "yes". The case.

    Refused before the first day on which the law lets it be asked for, and said from when.
    """
    found = _own(subject_id, record, now)
    today = queries.city_day(now)
    shown = stored.public_records([subject_id], today)[subject_id]
    this = next(one for one in shown if one.record == record)
    together = tuple(one for one in shown if _of_one_decision(one, this))
    _ensure_repairable(together, today)
    barred = queries.barred_until(subject_id)
    if barred is not None and today <= barred:
        raise FilingRefused(
            f"此前作出虚假承诺，{barred:%Y-%m-%d} 之后才能再申请修复",
            f"after a false commitment repair cannot be asked for until {barred:%Y-%m-%d}",
        )
    locks.some_records(one.record for one in together)
    for one in together:
        _ensure_none_open(one.record, {Kind.REPAIR})
    versions = [found, *filter(None, (_reported(one) for one in together if one.record != record))]
    return steps.open_case(
        kind=Kind.REPAIR,
        records=tuple(versions),
        party=Party.SUBJECT,
        told={
            "commitment": committed,
            "evidence": " ".join(sorted(set(evidence))),
            "text": text,
        },
        by=by,
        now=now,
    )


@transaction.atomic
def report_revocation(
    *,
    record: UUID,
    party: Party,
    document: str,
    authority: str,
    cause: str,
    by: str,
    now: datetime,
) -> UUID:
    """The decision was changed, revoked or held unlawful: whoever was told says so. The door has looked whose record it is."""
    locks.some_records([record])
    found = queries.reported(record)
    if found is None or found.state not in _REVOCABLE or found.subject_id is None:
        raise FilingRefused(
            "这条记录现在不能撤销", "this record cannot be revoked as it stands now"
        )
    _ensure_none_open(record, {Kind.REVOCATION})
    return steps.open_case(
        kind=Kind.REVOCATION,
        records=(found,),
        party=party,
        told={"document": document, "authority": authority, "cause": cause},
        by=by,
        now=now,
    )


def _own(subject_id: int, record: UUID, now: datetime) -> Reported:
    """The record as the public reads it of this body today; anything else is refused alike."""
    shown = stored.public_record(record, queries.city_day(now))
    found = queries.reported(record)
    if shown is None or found is None or shown.subject_id != subject_id:
        raise FilingRefused("您名下没有公开的这条记录", "there is no such public record of yours")
    return found


def _reported(one: PublicRecord) -> Reported | None:
    return queries.reported(one.record)


def _ensure_undisputed(found: Reported, kind: Kind, ground: str | None) -> None:
    """One dispute about a record at a time; and what was decided is reviewed, not asked again."""
    _ensure_none_open(found.record, DISPUTES)
    for case in queries.cases_about([found.record]):
        if case.kind is kind and case.state in _AGAINST_US and _is_same(case, found, ground):
            raise FilingRefused(
                "同一理由已有处理结果",
                "this was decided already, on the same ground and the same version",
                remedy_zh="对结果不服的，可以申请复核",
                remedy_en="ask for a review of the decision instead",
                details={"case": str(case.id)},
            )


def _is_same(case: Case, found: Reported, ground: str | None) -> bool:
    filed = case.standing.first(Event.FILE)
    assert filed is not None, "a dispute was filed"
    return filed.told.get("ground") == ground and filed.told["number"] == str(found.number)


def _ensure_none_open(record: UUID, kinds: frozenset[Kind] | set[Kind]) -> None:
    for case in queries.cases_about([record]):
        if case.kind in kinds and case.standing.is_open:
            raise FilingRefused(
                "这条记录已有正在办理的同类案件",
                "a case of this kind about the record is being dealt with already",
                details={"case": str(case.id)},
            )


def _of_one_decision(one: PublicRecord, this: PublicRecord) -> bool:
    """The same authority's paper of one number, as the same body reported it; a paper without a number stands for itself."""
    if one.record == this.record:
        return True
    return bool(this.document_number) and (
        one.document_number,
        one.authority_key,
        one.provider_key,
        one.polarity,
    ) == (this.document_number, this.authority_key, this.provider_key, "adverse")


def _ensure_repairable(together: Sequence[PublicRecord], today: date) -> None:
    if any(one.polarity != "adverse" for one in together):
        raise FilingRefused(
            "这条记录不是失信信息，不需要修复",
            "this record says nothing adverse: there is nothing to repair",
        )
    waits = [one.repair_from for one in together if one.repair_from and one.repair_from > today]
    if waits:
        raise RepairTooEarly(max(waits))
