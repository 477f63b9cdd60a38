"""Writes of those who come without a record: a complaint, a tip, a request. Free of charge; nobody's name is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import entering, steps
from gongxin.cases.kinds import Event, Kind, Party
from gongxin.cases.queries import receipts, spoken
from gongxin.cases.receipts import ReceiptRefused, fresh_code
from gongxin.cases.saying import FilingRefused
from gongxin.cases.standing import Case
from gongxin.cases.targets import ensure_body
from gongxin.journal import actions as journal

CENTRE: Final = "credit_centre"  # the key of the platform's own body among the agencies
RECEIPT: Final = "receipt"  # whoever has the code of a receipt; nobody is known by it
COUNTER: Final = "counter"  # somebody at the counter, whom an officer enters


@dataclass(frozen=True)
class Taken:
    """What was taken in. `code`: for one pair of eyes, where nobody was signed in."""

    case: UUID
    code: str | None


@transaction.atomic
def file_complaint(
    *,
    subject_id: int | None,
    agency_key: str,
    matter: str,
    text: str,
    about: UUID | None,
    by: str,
    now: datetime,
) -> Taken:
    """About how a body handled something. `about`: a case of one's own, whose officers then have no part in the complaint."""
    body = agencies.agency_by_key(agency_key).key
    if about is not None and not _is_own(about, subject_id):
        raise FilingRefused("没有这个案件", "there is no such case")
    kind = Kind.OWN_COMPLAINT if body == CENTRE else Kind.COMPLAINT
    told = {"matter": matter, "text": text, "about": str(about) if about else ""}
    return _taken(kind, body, subject_id, told, by, now)


@transaction.atomic
def file_tip(*, target: str, was_covered: bool, text: str, by: str, now: datetime) -> Taken:
    """Somebody tells of wrongdoing by a body. It is no fact here, and of no body of the register: the target is a word."""
    told = {"target": ensure_body(target, was_covered=was_covered), "text": text}
    return _taken(Kind.TIP, CENTRE, None, told, by, now)


@transaction.atomic
def file_request(
    *, subject_id: int | None, wanted: str, text: str, by: str, now: datetime
) -> Taken:
    """To see, have a copy, have corrected or deleted: by a body signed in, or by a person whom the counter has to see."""
    who = "person" if subject_id is None else "organisation"
    told = {"wanted": wanted, "who": who, "text": text}
    return _taken(Kind.REQUEST, CENTRE, subject_id, told, by, now)


@transaction.atomic
def receive_request(*, wanted: str, text: str, seen: str, by: str, now: datetime) -> Taken:
    """The same at the counter: the officer has seen who it is, and enters that it was seen and nothing else of it."""
    taken = file_request(subject_id=None, wanted=wanted, text=text, by=COUNTER, now=now)
    steps.staff_step(
        case=taken.case,
        event=Event.SEE,
        party=Party.PLATFORM,
        told={"seen": seen},
        by=by,
        now=now,
    )
    return taken


@transaction.atomic
def receipt_step(
    *, code: str, event: Event, told: Mapping[str, str], today: date, by: str, now: datetime
) -> Case:
    """A step of whoever has the code, on what it stands for now."""
    found = spoken.by_receipt(code, today)
    if not found:
        raise ReceiptRefused
    with acting_for(found[-1].agency_key):
        return steps.staff_step(
            case=found[-1].id, event=event, party=Party.SUBJECT, told=told, by=by, now=now
        )


@transaction.atomic
def empty_words(*, today: date, by: str, now: datetime) -> int:
    """Empty what people said in cases that ended long enough ago. How many cases. Nobody could read it any more before."""
    found = spoken.due_to_be_emptied(today)
    for one in found:
        journal.append(kind="case.words_emptied", body={"case": str(one)}, by=by, now=now)
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute("SELECT gongxin_empty_words(%s)", [found])
    return len(found)


def _taken(
    kind: Kind,
    agency_key: str,
    subject_id: int | None,
    told: Mapping[str, str],
    by: str,
    now: datetime,
) -> Taken:
    case = steps.open_spoken(
        kind=kind, agency_key=agency_key, subject_id=subject_id, told=told, by=by, now=now
    )
    if subject_id is not None:
        return Taken(case, None)
    code = fresh_code()
    with acting_for(agency_key):
        entering.enter_receipt(
            case=case, agency_key=agency_key, digest=receipts.receipt_digest(code), by=by, now=now
        )
    return Taken(case, code)


def _is_own(about: UUID, subject_id: int | None) -> bool:
    if subject_id is None:
        return False
    return any(one.id == about for one in queries.cases_of(subject_id))
