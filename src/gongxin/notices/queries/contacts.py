"""Where an organisation may be reminded. In full for the gateway alone; abridged for the organisation; staff see that there is one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from gongxin.agencies.sealing import opened
from gongxin.notices.entering import abridged
from gongxin.notices.kinds import Way
from gongxin.notices.models import Contact
from gongxin.notices.queries.lists import open_notices
from gongxin.notices.queries.owed import as_owed, rows
from gongxin.notices.queries.standing import Notice, with_standing

_MESSAGES: Final = UUID("6c1d6a1e-9f52-4b0e-8a44-6d1f0f7a5b10")  # our own namespace of messages
REMINDERS_MAX: Final = 500  # of one round
# One a day and organisation, about the notice that has waited longest, however many wait: the text is the same.
_DUE: Final = """
    SELECT DISTINCT ON (stands.subject_id) stands.*, c.id AS contact, c.way, c.sealed
    FROM stands
    JOIN notices_contact AS c ON c.subject_id = stands.subject_id AND c.ended_at IS NULL
    WHERE NOT EXISTS (
        SELECT 1 FROM notices_delivery AS d
        WHERE d.event = 'sent' AND d.subject_id = stands.subject_id AND (
            (d.kind = stands.kind AND d.ref = stands.ref AND d.number = stands.number) OR d.on_date = %(today)s))
    ORDER BY stands.subject_id, stands.at, stands.kind, stands.ref, stands.number
    LIMIT %(limit)s
"""


@dataclass(frozen=True)
class ContactCard:
    """What an organisation sees of its own."""

    way: Way
    abridged: str
    entered_at: datetime


@dataclass(frozen=True)
class Reminder:
    """A message that is to go to the gateway. Its id follows from the notice and the contact, so it is the same every time."""

    id: UUID
    notice: Notice
    way: Way
    to: str


def contact_of(subject_id: int) -> ContactCard | None:
    row = Contact.objects.filter(subject_id=subject_id, ended_at__isnull=True).first()
    text = opened(row.sealed, bound_to=str(row.pk)) if row else None
    if row is None or text is None:
        return None
    way = Way(row.way)
    return ContactCard(way, abridged(way, text), row.entered_at)


def way_of(subject_id: int) -> Way | None:
    """For staff: whether it can be reminded, and how; never where."""
    row = Contact.objects.filter(subject_id=subject_id, ended_at__isnull=True).first()
    return Way(row.way) if row else None


def due_reminders(now: datetime) -> list[Reminder]:
    """Reminders that nobody sent yet, of notices that nothing has proved, in the present scope."""
    found = open_notices(_DUE, now, {"limit": REMINDERS_MAX})
    notices = with_standing([as_owed(row) for row in found], now)
    made = (_reminder(row, one) for row, one in zip(found, notices, strict=True))
    return [one for one in made if one is not None]


def message_id(notice: Notice, contact: UUID) -> UUID:
    return uuid5(_MESSAGES, f"{notice.key}:{contact}")


def _reminder(row: dict[str, Any], notice: Notice) -> Reminder | None:
    to = opened(row["sealed"], bound_to=str(row["contact"]))
    if to is None:  # the key is another's: the organisation enters it again
        return None
    return Reminder(message_id(notice, row["contact"]), notice, Way(row["way"]), to)


_SENT: Final = """
    SELECT d.kind, d.ref, d.number, d.code,
           EXISTS (SELECT 1 FROM notices_delivery AS a WHERE a.event = %(event)s AND a.reference = d.reference) AS known
    FROM notices_delivery AS d WHERE d.event = 'sent' AND d.reference = %(message)s
"""


def sent(message: str, event: str) -> dict[str, Any] | None:
    """The notice of a message that was sent, its way, and whether this answer is known; None: we sent no such message."""
    return next(iter(rows(_SENT, {"message": message, "event": event})), None)
