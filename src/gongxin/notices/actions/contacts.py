"""Writes of where an organisation may be reminded: by its own account alone. What it takes back is emptied."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from gongxin.agencies.sealing import sealed
from gongxin.journal import actions as journal
from gongxin.notices.entering import ContactRefused, ensure_contact
from gongxin.notices.kinds import Way
from gongxin.notices.models import Contact
from gongxin.owners.locks import locked


@transaction.atomic
def enter(*, subject_id: int, way: Way, text: str, by: str, now: datetime) -> None:
    """The office's number or address, in the place of the one before. A journal entry says that, and not which."""
    said = ensure_contact(way, text)
    locked(subject_id)  # its rival: another account of the organisation that enters one too
    _end(subject_id, now)
    identity = uuid4()
    Contact.objects.create(
        id=identity,
        subject_id=subject_id,
        way=way.value,
        sealed=sealed(said, bound_to=str(identity)),
        entered_by=by,
        entered_at=now,
    )
    journal.append(kind="notices.contact_entered", body={"contact": str(identity)}, by=by, now=now)


@transaction.atomic
def take_back(*, subject_id: int, by: str, now: datetime) -> None:
    """Nothing is left of it but that there was one."""
    locked(subject_id)
    ended = _end(subject_id, now)
    if ended is None:
        raise ContactRefused("没有填写过联系方式", "nothing was entered")
    journal.append(kind="notices.contact_ended", body={"contact": ended}, by=by, now=now)


def _end(subject_id: int, now: datetime) -> str | None:
    row = Contact.objects.filter(subject_id=subject_id, ended_at__isnull=True).first()
    if row is None:
        return None
    Contact.objects.filter(pk=row.pk).update(sealed="", ended_at=now)
    return str(row.pk)
