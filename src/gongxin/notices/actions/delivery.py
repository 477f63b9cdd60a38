"""Writes of what happens to notices. Each is an event of a known notice that its state allows; a notice itself is never written."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from django.db import transaction

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions as intake
from gongxin.intake import reinsertions
from gongxin.intake.reading.personal import covered
from gongxin.intake.reinsertion import Channel
from gongxin.journal import actions as journal
from gongxin.notices.delivery import DeliveryRefused, Event, State, after
from gongxin.notices.entering import Entry, EntryRefused, ensure_basis, is_reference
from gongxin.notices.kinds import Key, Kind, Owed, Returned, Seen
from gongxin.notices.locks import locked, numbering
from gongxin.notices.models import Delivery
from gongxin.notices.queries import letters, lists
from gongxin.notices.queries.clock import civil
from gongxin.notices.queries.standing import Notice, notice, notice_to, with_standing


@dataclass(frozen=True)
class Said:
    """What is kept of an event besides its moment; what an event does not need is not kept."""

    on: date | None = None
    letter: int | None = None
    reference: str | None = None
    code: str | None = None
    basis: str | None = None


_NOTHING: Final = Said()
# What a proof is called where a record was let in again; its mask is lifted by it.
_CHANNELS: Final[Mapping[Event, Channel]] = MappingProxyType(
    {
        Event.READ: Channel.INBOX,
        Event.DELIVERED: Channel.LETTER,
        Event.HANDED_OVER: Channel.COUNTER,
        Event.ANNOUNCEMENT_ENDED: Channel.PUBLIC,
    }
)


@transaction.atomic
def print_run(*, limit: int = lists.RUN_MAX, by: str, now: datetime) -> int:
    """Letters for what has waited longest, each with the next number; the number of the first. Printed at once by two, none twice."""
    numbering()
    waiting = lists.listed(lists.View.PRINT, now, size=min(limit, lists.RUN_MAX))
    locked(one.key for one in waiting)
    still = [
        one
        for one in with_standing([one.owed for one in waiting], now)
        if one.standing.state is State.OWED
    ]
    if not still:
        raise DeliveryRefused("没有等待打印的函件", "no letter waits to be printed")
    first = letters.last_number() + 1
    _keep(
        Event.PRINTED,
        [(one, Said(letter=first + n)) for n, one in enumerate(still)],
        by=by,
        now=now,
    )
    return first


@transaction.atomic
def print_again(*, key: Key, by: str, now: datetime) -> int:
    """One letter, with a number of its own: the register has another address now, or the paper was spoilt."""
    numbering()
    found = _found(key, now)
    number = letters.last_number() + 1
    _keep(Event.PRINTED, [(found, Said(letter=number))], by=by, now=now)
    return number


@transaction.atomic
def enter(*, event: Event, entries: Sequence[Entry], by: str, now: datetime) -> list[Entry]:
    """Numbers of the post office for letters: posted, or delivered. What is of no letter, or not of its turn, comes back."""
    assert event in {Event.POSTED, Event.DELIVERED}
    known = letters.notices_of([one.letter for one in entries])
    locked(known.values())
    refused: list[Entry] = []
    kept: list[tuple[Notice, Said]] = []
    seen: set[Key] = set()
    for one in entries:
        found = notice(known[one.letter], now) if one.letter in known else None
        on = one.on or civil(now)
        if found is None or found.key in seen or not _fits(found, one, event, on, now):
            refused.append(one)
            continue
        seen.add(found.key)
        kept.append((found, Said(on=on, reference=one.reference)))
    if kept:
        _keep(event, kept, by=by, now=now)
    return refused


def _fits(found: Notice, one: Entry, event: Event, on: date, now: datetime) -> bool:
    """The letter that counts, in its turn, on a day that has come and on which it was owed already."""
    return (
        found.standing.letter == one.letter
        and found.standing.may(event)
        and is_reference(one.reference)
        and civil(found.owed.at) <= on <= civil(now)
    )


@transaction.atomic
def bring_back(*, key: Key, why: Returned, by: str, now: datetime) -> None:
    """The mail brought the letter back."""
    _keep(Event.RETURNED, [(_found(key, now), Said(code=why.value))], by=by, now=now)


@transaction.atomic
def hand_over(*, key: Key, seen: Seen, by: str, now: datetime) -> None:
    """Given into the hands of whoever stands at the counter for the organisation."""
    _keep(Event.HANDED_OVER, [(_found(key, now), Said(code=seen.value))], by=by, now=now)


@transaction.atomic
def announce(*, key: Key, paper: str, basis: str, by: str, now: datetime) -> None:
    """The lawful substitute begins: an announcement with its number, and the law that lets it tell somebody."""
    number = " ".join(paper.replace("\x00", "").split())[:80]
    if not number or covered(number)[0] != number:
        raise EntryRefused("请写明公告的编号", "enter the number of the announcement")
    said = Said(reference=number, basis=covered(ensure_basis(basis))[0])
    found = _found(key, now)
    _keep(Event.ANNOUNCED, [(found, said)], by=by, now=now)


@transaction.atomic
def end_announcement(*, key: Key, on: date, basis: str, by: str, now: datetime) -> None:
    """The announcement has stood as long as its law asks, on the word of whoever enters it: the platform knows no number of days."""
    found = _found(key, now)
    began = [one.on for one in found.standing.events if one.event is Event.ANNOUNCED]
    if not began or not began[-1] <= on <= civil(now):
        raise EntryRefused(
            "期满日须在公告开始之后，且不晚于今天",
            "the day lies after the announcement began, and not after today",
        )
    said = Said(on=on, basis=covered(ensure_basis(basis))[0])
    _keep(Event.ANNOUNCEMENT_ENDED, [(found, said)], by=by, now=now)


@transaction.atomic
def ensure_read(*, key: Key, subject_id: int, by: str, now: datetime) -> bool:
    """An account of the organisation opened it: the proof, kept once. False where it was opened before, or is not its own."""
    locked([key])
    found = notice_to(subject_id, key, now)
    if found is None or found.is_read:
        return False
    with acting_for(EVERY_AGENCY):
        _keep(Event.READ, [(found, _NOTHING)], by=by, now=now)
    return True


@transaction.atomic
def note_reminders(
    *, event: Event, notices: Sequence[tuple[Notice, Said]], by: str, now: datetime
) -> None:
    """Reminders were handed to the gateway, arrived, or did not. They prove nothing."""
    locked(one.key for one, _ in notices)
    _keep(event, notices, by=by, now=now)


def _found(key: Key, now: datetime) -> Notice:
    locked([key])
    found = notice(key, now)
    if found is None:
        raise DeliveryRefused("没有这份通知", "there is no such notice")
    return found


def _keep(event: Event, notices: Sequence[tuple[Notice, Said]], *, by: str, now: datetime) -> None:
    """The events, if the state of each notice allows them; one entry of the log for all."""
    today = civil(now)
    for one, _ in notices:
        after(one.standing.state, event)
    Delivery.objects.bulk_create(
        _row(one.owed, event, said, today, by=by, now=now) for one, said in notices
    )
    keys = "\n".join(sorted(str(one.key) for one, _ in notices))
    body: Mapping[str, str | int] = {
        "notices": len(notices),
        "what": event.value,
        "digest": hashlib.sha256(keys.encode()).hexdigest(),
    }
    journal.append(kind="notices.entered", body=body, by=by, now=now)
    for one, said in notices:
        _tell_reinserted(one, event, said, by=by, now=now)


def _tell_reinserted(one: Notice, event: Event, said: Said, *, by: str, now: datetime) -> None:
    """The first proof of such a notice is told where the record was let in, unless it was told there already."""
    channel = _CHANNELS.get(event)
    if one.key.kind is not Kind.REINSERTED or channel is None:
        return
    found = reinsertions.reinsertion(one.key.ref)
    if found is not None and found.told_at is None:
        proof = said.reference or said.basis or str(one.key)
        intake.tell(reinsertion=one.key.ref, channel=channel.value, proof=proof, by=by, now=now)


def _row(owed: Owed, event: Event, said: Said, today: date, *, by: str, now: datetime) -> Delivery:
    return Delivery(
        jurisdiction=owed.jurisdiction,
        agency_key=owed.agency_key,
        kind=owed.key.kind.value,
        ref=owed.key.ref,
        number=owed.key.number,
        subject_id=owed.subject_id,
        event=event.value,
        letter=said.letter,
        reference=said.reference,
        code=said.code,
        basis=said.basis,
        on_date=said.on or today,
        by=by,
        at=now,
    )
