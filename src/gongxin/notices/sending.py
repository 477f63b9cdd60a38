"""Carries reminders to the gateway and its answers back. Each is safe to do again: killed anywhere, the next round ends the same.

Nothing depends on it: a notice is owed, read and overdue whether or not anybody was ever reminded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.notices.actions import delivery as acts
from gongxin.notices.actions.delivery import Said
from gongxin.notices.delivery import Event
from gongxin.notices.gateway import Answer, FileDrop, Gateway, Message
from gongxin.notices.kinds import Key, Kind
from gongxin.notices.queries import contacts
from gongxin.notices.queries.contacts import Reminder
from gongxin.notices.queries.standing import notice

FOLDER: Final = "gateway"


@dataclass(frozen=True)
class Carried:
    """How many reminders went out, and how many answers came."""

    sent: int
    answered: int


def gateway() -> Gateway:
    """The gateway of this platform: the folder beside its database."""
    return FileDrop(Path(settings.GONGXIN_HOME) / FOLDER)


def carry(*, to: Gateway, by: str, now: datetime) -> Carried:
    """One round: what is due goes out, what came back is entered."""
    with acting_for(EVERY_AGENCY):
        due = contacts.due_reminders(now)
    for one in due:
        _send(one, to=to, by=by, now=now)
    answered = sum(
        _answered(message.message, has_arrived=message.has_arrived, by=by, now=now)
        for message in _each(to)
    )
    return Carried(len(due), answered)


def _send(one: Reminder, *, to: Gateway, by: str, now: datetime) -> None:
    """First the message, then the event: killed between the two, the gateway knows the id and the next round enters the event."""
    to.take(Message(one.id, one.way, one.to, now))
    said = Said(reference=str(one.id), code=one.way.value)
    with acting_for(EVERY_AGENCY):
        acts.note_reminders(event=Event.SENT, notices=[(one.notice, said)], by=by, now=now)


def _each(to: Gateway) -> Iterator[Answer]:
    for answer in to.answers():
        yield answer
        to.forget(answer)


def _answered(message: str, *, has_arrived: bool, by: str, now: datetime) -> bool:
    """Entered once; of a message that we never sent nothing is entered."""
    event = Event.ARRIVED if has_arrived else Event.FAILED
    with acting_for(EVERY_AGENCY):
        row = contacts.sent(message, event.value)
        if row is None or row["known"]:
            return False
        found = notice(Key(Kind(row["kind"]), row["ref"], row["number"]), now)
        if found is None:
            return False
        said = Said(reference=message, code=row["code"])
        acts.note_reminders(event=event, notices=[(found, said)], by=by, now=now)
    return True
