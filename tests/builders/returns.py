"""What left a body and is sent again: by the real acts of the body, its agency, the centre and a second person."""

from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.actions import filing
from gongxin.cases.kinds import Event, Party
from gongxin.intake import actions, reinsertions
from gongxin.intake.queries import Receipt
from gongxin.intake.reinsertion import Paper
from gongxin.intake.reinsertions import Away
from gongxin.jobs.accounts import reviewer_of
from tests.builders import cases, city, matching

SECOND: Final = "centre.supervisor"
PAPER: Final = Paper(
    checked="核对了决定书原件和送达回证",
    why="当事人确为该单位，原核对用了旧执照",
    number="构市监证〔2026〕3号",
    dated=date(2026, 5, 29),
    digest=sha256(b"paper").digest(),
)
OTHER_NUMBER: Final = "构市监罚〔2026〕76号"


def sent(serial: int = 1, *, agency: str = "samr", **changes: str) -> Receipt:
    """The penalty on this body, as its agency sends it."""
    return matching.send(matching.row_of(serial, agency=agency, **changes), agency=agency)


def left(serial: int = 1, *, agency: str = "samr") -> UUID:
    """A record that was found not to be about its body: detached, and its content contested."""
    city.register(serial)
    receipt = sent(serial, agency=agency)
    city.release(receipt)
    record = city.public(serial)[0].record
    case = filing.file_not_us(
        subject_id=cases.subject(serial), record=record, text="", by=cases.OWNER, now=city.NOW
    )
    cases.step(case, Event.FORWARD, Party.PLATFORM)
    cases.step(case, Event.UPHOLD, Party.PROVIDER, by=reviewer_of(agency))
    return record


def away(receipt: Receipt) -> Away:
    with acting_for(EVERY_AGENCY):
        (found,) = reinsertions.away_of(receipt.batch)
    return found


def certified(
    receipt: Receipt, *, by: str = "", now: datetime = city.NOW, paper: Paper = PAPER
) -> UUID:
    """A reviewer's certificate of the row; the motion that waits for a second person."""
    with acting_for(receipt.agency):
        return actions.certify(
            batch=receipt.batch,
            row_no=1,
            paper=paper,
            by=by or reviewer_of(receipt.agency),
            now=now,
        )


def approved(motion: UUID, *, by: str = SECOND, now: datetime = city.NOW) -> UUID:
    """The second person lets it in; the reinsertion."""
    with acting_for(EVERY_AGENCY):
        moved = agencies.motion(motion)
        assert moved is not None
        return actions.reinsert(motion=motion, seen_hash=moved.seen_hash, by=by, now=now)


def told(reinsertion: UUID, *, now: datetime = city.NOW, channel: str = "letter") -> None:
    with acting_for(EVERY_AGENCY):
        actions.tell(
            reinsertion=reinsertion, channel=channel, proof="挂号10023", by=cases.OFFICER, now=now
        )


def returned(serial: int = 1, *, agency: str = "samr", now: datetime = city.NOW) -> UUID:
    """All of it: it left, came again, was certified and let in."""
    left(serial, agency=agency)
    return approved(certified(sent(serial, agency=agency), now=now), now=now)
