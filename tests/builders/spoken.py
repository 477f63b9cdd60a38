"""Complaints, tips and requests for tests, brought by the real acts."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import speaking, steps
from gongxin.cases.actions.speaking import Taken
from gongxin.cases.kinds import Event, Party
from gongxin.cases.queries import spoken
from gongxin.cases.queries.spoken import Liability
from gongxin.cases.standing import Case
from tests.builders import cases, city

TARGET: Final = "构造市样例便利店"
TOLD: Final = "该店把过期食品改了日期再卖"


def complaint(
    *,
    agency: str = "samr",
    matter: str = "late",
    serial: int | None = None,
    about: UUID | None = None,
    now: datetime = city.NOW,
) -> Taken:
    """By whoever has a receipt, or by the body of this serial."""
    return speaking.file_complaint(
        subject_id=cases.subject(serial) if serial else None,
        agency_key=agency,
        matter=matter,
        text="申请交了两个月没有答复",
        about=about,
        by=cases.OWNER if serial else speaking.RECEIPT,
        now=now,
    )


def tip(*, target: str = TARGET, now: datetime = city.NOW) -> Taken:
    return speaking.file_tip(
        target=target, was_covered=False, text=TOLD, by=speaking.RECEIPT, now=now
    )


def handed(taken: Taken, agency: str = "samr", *, now: datetime = city.NOW) -> Case:
    """The tip as the agency in charge has it."""
    with acting_for(agency):
        before = {one.id for one in queries.cases()}
    cases.step(taken.case, Event.HAND_ON, Party.PLATFORM, now=now, agency=agency)
    with acting_for(agency):
        (made,) = [one for one in queries.cases() if one.id not in before]
    return made


def read_on(code: str, agency: str, today: date) -> Case:
    """What the code stands for, handed to this agency."""
    first = spoken.by_receipt(code, today)[-1]
    return handed(Taken(first.id, code), agency, now=first.opened_at)


def request(
    *, serial: int | None = None, wanted: str = "access", now: datetime = city.NOW
) -> Taken:
    return speaking.file_request(
        subject_id=cases.subject(serial) if serial else None,
        wanted=wanted,
        text="执业登记的信息",
        by=cases.OWNER if serial else speaking.RECEIPT,
        now=now,
    )


def receipt_step(code: str, event: Event, *, now: datetime = city.NOW) -> Case:
    return speaking.receipt_step(
        code=code,
        event=event,
        told=cases.SAYS,
        today=queries.city_day(now),
        by=speaking.RECEIPT,
        now=now,
    )


def receipt_appeal(case: UUID, *, now: datetime = city.NOW) -> Case:
    """The same for a case whose code is not at hand."""
    with acting_for(EVERY_AGENCY):
        return steps.staff_step(
            case=case,
            event=Event.APPEAL,
            party=Party.SUBJECT,
            told=cases.SAYS,
            by=speaking.RECEIPT,
            now=now,
        )


def liabilities() -> list[Liability]:
    with acting_for(EVERY_AGENCY):
        return spoken.liabilities()
