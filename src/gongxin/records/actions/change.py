"""Writes on one record. Nothing is overwritten: an act is a new version, its proof a leaf of the journal, its news a change row."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gongxin.catalogue.queries import item_shape
from gongxin.journal import actions as journal
from gongxin.records import feed, identity, lifecycle, sealing, tombstones
from gongxin.records.keys import mac_key
from gongxin.records.lifecycle import Event, State
from gongxin.records.models import MarkEvent, Tombstone, Version
from gongxin.records.publicrecord import MARKS
from gongxin.records.testimony import locked_latest, testify
from gongxin.refusal import Refusal


class RecordMovedOn(Refusal):
    """What was proposed was about another version than the one that stands now."""

    code = "record.moved_on"

    def __init__(self) -> None:
        super().__init__(
            "记录在提请之后已有变化，提请不能再执行",
            "the record has changed since this was proposed; it cannot be carried out any more",
            remedy_zh="请按现状重新提请",
            remedy_en="propose it again as things stand now",
        )


class MarkRefused(Refusal):
    code = "record.mark_refused"


class ReasonMissing(Refusal):
    """An act on a record is done for a reason that stays beside it."""

    code = "record.reason_missing"

    def __init__(self) -> None:
        super().__init__("请写明理由", "say why")


@transaction.atomic
def withdraw(*, record: UUID, reason: str, by: str, now: datetime) -> int:
    """The decision fell or the record was wrong: gone from every reader at the next request, and it stays away."""
    return _end(record=record, event=Event.WITHDRAW, reason=reason, by=by, now=now)


@transaction.atomic
def withdraw_seen(*, record: UUID, number: int, reason: str, by: str, now: datetime) -> int:
    """The same, of the version that two persons saw and no other: RecordMovedOn where it is not the latest."""
    if locked_latest(record).number != number:
        raise RecordMovedOn
    return _end(record=record, event=Event.WITHDRAW, reason=reason, by=by, now=now)


@transaction.atomic
def repair(*, record: UUID, reason: str, by: str, now: datetime) -> int:
    """Repair granted: publication, sharing and use end together (Order 36, art. 3)."""
    return _end(record=record, event=Event.REPAIR, reason=reason, by=by, now=now)


@transaction.atomic
def place_mark(*, record: UUID, kind: str, basis: str, by: str, now: datetime) -> None:
    """Say beside the record that it is disputed or under review. The record itself does not change."""
    _mark(record=record, kind=kind, event="placed", basis=basis, by=by, now=now)


@transaction.atomic
def lift_mark(*, record: UUID, kind: str, basis: str, by: str, now: datetime) -> None:
    """Take the mark away again."""
    _mark(record=record, kind=kind, event="lifted", basis=basis, by=by, now=now)


def _end(*, record: UUID, event: Event, reason: str, by: str, now: datetime) -> int:
    if not reason.strip():
        raise ReasonMissing
    latest = locked_latest(record)
    state = lifecycle.after(State(latest.state), event)
    number = sealing.append_version(latest, state=state, reason=reason)
    item = item_shape(latest.item, latest.item_version)
    key = mac_key()
    told = identity.Stored(latest.payload, latest.authority.key, latest.decided_date.isoformat())
    (fingerprint,) = identity.fingerprints_of_payloads([told], item, key.secret)
    Tombstone.objects.create(
        jurisdiction=latest.jurisdiction,
        record=record,
        fingerprint_mac=fingerprint,
        mac_key=key.id,
        event=event.value,
        reason=reason,
        by=by,
        at=now,
    )
    _testify(
        latest,
        number=number,
        kind=f"record.{_PAST[event]}",
        operation=lifecycle.OPERATIONS[event],
        by=by,
        now=now,
    )
    transaction.on_commit(tombstones.export)
    return number


_PAST = {
    Event.WITHDRAW: "withdrawn",
    Event.REPAIR: "repaired",
    Event.CORRECT: "corrected",
}


def _testify(
    latest: Version, *, number: int, kind: str, operation: str, by: str, now: datetime
) -> None:
    made = testify(latest, number=number, kind=kind, by=by, now=now)
    feed.append_changes(
        jurisdiction=made.jurisdiction,
        versions=[(made.record, number)],
        operation=operation,
        now=now,
    )


def _mark(*, record: UUID, kind: str, event: str, basis: str, by: str, now: datetime) -> None:
    if not basis.strip():
        raise ReasonMissing
    latest = locked_latest(record)
    standing = (
        MarkEvent.objects.filter(record=record, kind=kind)
        .order_by("-id")
        .values_list("event", flat=True)
        .first()
    ) == "placed"
    if kind not in MARKS or standing is (event == "placed"):
        raise MarkRefused(
            "标注种类未知，或该标注已处于所要求的状态",
            "the mark is unknown, or stands already as asked",
            details={"kind": kind, "event": event},
        )
    MarkEvent.objects.create(
        jurisdiction=latest.jurisdiction,
        record=record,
        kind=kind,
        event=event,
        basis=basis,
        by=by,
        at=now,
    )
    journal.append(
        kind="record.marked" if event == "placed" else "record.mark_lifted",
        body={"record": str(record), "mark": kind},
        by=by,
        now=now,
    )
    feed.append_changes(
        jurisdiction=latest.jurisdiction,
        versions=[(record, latest.number)],
        operation="mark" if event == "placed" else "unmark",
        now=now,
    )
