"""Writes that hide a record for a time and show it again. The record itself does not change, and nothing is decided by it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gongxin.catalogue.queries import item_shape
from gongxin.deadlines import CITY
from gongxin.journal import actions as journal
from gongxin.records import feed, identity, locks, masks
from gongxin.records.keys import mac_key
from gongxin.records.lifecycle import LIVE, State
from gongxin.records.models import ContestAnswer, Contested, MaskEvent, Version
from gongxin.records.testimony import locked_latest
from gongxin.refusal import Refusal


class MaskRefused(Refusal):
    """The mask stands already as asked, or was never placed."""

    code = "record.mask_refused"

    def __init__(self) -> None:
        super().__init__("遮蔽已处于所要求的状态", "the mask stands already as asked")


@transaction.atomic
def mask(*, record: UUID, holder: str, from_date: date, by: str, now: datetime) -> None:
    """Hide the record from this day on, until the holder lifts it. A day ahead needs nobody when it comes.

    Placed again with another day it moves. News goes out where the record disappears by this act.
    """
    latest = locked_latest(record)
    before = masks.masks_of(record).get(holder)
    if before == from_date:
        raise MaskRefused
    _enter(latest, holder=holder, event="placed", from_date=from_date, by=by, now=now)
    today = _day(now)
    if from_date <= today and (before is None or before > today):
        _tell(latest, "delete", now)
    elif before is not None and before <= today < from_date:
        _tell(latest, "add", now)


@transaction.atomic
def unmask(*, record: UUID, holder: str, by: str, now: datetime) -> None:
    """Show it again, as far as the law allows and no other holder hides it."""
    latest = locked_latest(record)
    before = masks.masks_of(record).get(holder)
    if before is None:
        raise MaskRefused
    _enter(latest, holder=holder, event="lifted", from_date=None, by=by, now=now)
    if before <= _day(now):
        _tell(latest, "add", now)


@transaction.atomic
def contest(*, record: UUID, holder: str, by: str, now: datetime) -> None:
    """What this record says is not about the body it names: the same content is held, under whatever number it comes again.

    Reported under the right code it has another fingerprint, and enters as any row.
    """
    latest = locked_latest(record)
    item, key = item_shape(latest.item, latest.item_version), mac_key()
    told = identity.Stored(latest.payload, latest.authority.key, latest.decided_date.isoformat())
    (fingerprint,) = identity.fingerprints_of_payloads([told], item, key.secret)
    Contested.objects.create(
        jurisdiction=latest.jurisdiction,
        record=record,
        fingerprint_mac=fingerprint,
        mac_key=key.id,
        subject=latest.subject_id,
        holder=holder,
        by=by,
        at=now,
    )
    journal.append(kind="record.contested", body={"record": str(record)}, by=by, now=now)


@transaction.atomic
def ensure_contest_answered(*, contest: int, certificate: UUID, by: str, now: datetime) -> None:
    """A certificate answers what was found of a content: it is held no longer. The finding and its judgement stay as they are.

    Nothing where an earlier certificate, of the same content under another number, answered it already.
    """
    found = Contested.objects.get(pk=contest)
    locks.some_records([found.record])  # rival: a certificate of the same content
    if ContestAnswer.objects.filter(contested=found).exists():
        return
    ContestAnswer.objects.create(
        jurisdiction=found.jurisdiction, contested=found, certificate=certificate, by=by, at=now
    )
    journal.append(
        kind="record.contest_answered",
        body={"record": str(found.record), "certificate": str(certificate)},
        by=by,
        now=now,
    )


@transaction.atomic
def tell_reinstated(*, record: UUID, by: str, now: datetime) -> None:
    """News of a record that is gone: what made it go was itself revoked. It stays gone, and everybody told hears of it."""
    latest = locked_latest(record)
    journal.append(
        kind="record.revocation_revoked",
        body={"record": str(record), "number": latest.number},
        by=by,
        now=now,
    )
    feed.append_changes(
        jurisdiction=latest.jurisdiction,
        versions=[(record, latest.number)],
        operation="modify",
        now=now,
    )


def _enter(
    latest: Version, *, holder: str, event: str, from_date: date | None, by: str, now: datetime
) -> None:
    MaskEvent.objects.create(
        jurisdiction=latest.jurisdiction,
        record=latest.record,
        holder=holder,
        event=event,
        from_date=from_date,
        by=by,
        at=now,
    )
    body = {"record": str(latest.record)}
    if from_date is not None:
        body["from"] = from_date.isoformat()
    journal.append(
        kind="record.masked" if event == "placed" else "record.mask_taken_off",
        body=body,
        by=by,
        now=now,
    )


def _tell(latest: Version, operation: str, now: datetime) -> None:
    """A record that has left for good is no news; the journal's lock is held."""
    if State(latest.state) in LIVE:
        feed.append_changes(
            jurisdiction=latest.jurisdiction,
            versions=[(latest.record, latest.number)],
            operation=operation,
            now=now,
        )


def _day(now: datetime) -> date:
    return now.astimezone(CITY).date()
