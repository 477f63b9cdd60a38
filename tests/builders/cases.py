"""Cases for tests, brought and carried on by the real acts: the body, the centre, the reviewer of whoever reported, the review."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import filing, steps
from gongxin.cases.kinds import Event, Party
from gongxin.cases.standing import Case
from gongxin.records.queries import public_record
from gongxin.subjects import queries as subjects
from tests.builders import city
from tests.builders.codes import unified_code

OWNER: Final = "owner.one"
OFFICER: Final = "centre.officer"
REVIEWER: Final = "samr.reviewer"
OTHER: Final = "centre.supervisor"
BY: Final = {
    Party.SUBJECT: OWNER,
    Party.PLATFORM: OFFICER,
    Party.PROVIDER: REVIEWER,
    Party.REVIEWER: OTHER,
    Party.HEAD: "centre.head",
}
SAYS: Final = {
    "text": "与决定书原件不一致",
    "reason": "many_records",
    "approved": "yes",
    "article": "《信用修复管理办法》",
    "document": "（2026）行复第7号",
    "authority": "构造市人民政府",
    "cause": "revoked",
    "fault": "late",
    "remedy": "已当面答复并道歉",
    "no_part": "yes",
    "seen": "yes",
    "finding": "no_finding",
}


def at(day: date) -> datetime:
    """Ten in the morning in the city."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def subject(serial: int = 1) -> int:
    found = subjects.organisation_by_code(unified_code(serial))
    assert found is not None
    return found.id


def objection(
    record: UUID, *, serial: int = 1, ground: str = "wrong_fact", now: datetime = city.NOW
) -> UUID:
    return filing.file_objection(
        subject_id=subject(serial),
        record=record,
        ground=ground,
        text="罚款数额写错",
        by=OWNER,
        now=now,
    )


def not_us(record: UUID, *, serial: int = 1, now: datetime = city.NOW) -> UUID:
    return filing.file_not_us(
        subject_id=subject(serial), record=record, text="不是我们", by=OWNER, now=now
    )


def repair(record: UUID, *, serial: int = 1, now: datetime = city.NOW) -> UUID:
    return filing.file_repair(
        subject_id=subject(serial),
        record=record,
        committed="yes",
        evidence=["fulfilled", "paid"],
        text="",
        by=OWNER,
        now=now,
    )


def revocation(record: UUID, *, by: str = REVIEWER, now: datetime = city.NOW) -> UUID:
    return filing.report_revocation(
        record=record,
        party=Party.PROVIDER,
        document=SAYS["document"],
        authority=SAYS["authority"],
        cause=SAYS["cause"],
        by=by,
        now=now,
    )


def step(
    case: UUID,
    event: Event,
    party: Party,
    *,
    by: str | None = None,
    now: datetime = city.NOW,
    **told: str,
) -> Case:
    with acting_for(EVERY_AGENCY):
        return steps.staff_step(
            case=case, event=event, party=party, told={**SAYS, **told}, by=by or BY[party], now=now
        )


def own_step(case: UUID, event: Event, *, serial: int = 1, now: datetime = city.NOW) -> Case:
    return steps.subject_step(
        case=case, subject_id=subject(serial), event=event, told=SAYS, by=OWNER, now=now
    )


def forwarded(case: UUID, *, now: datetime = city.NOW) -> UUID:
    step(case, Event.FORWARD, Party.PLATFORM, now=now)
    return case


def rejected(case: UUID, *, now: datetime = city.NOW) -> UUID:
    step(forwarded(case, now=now), Event.REJECT, Party.PROVIDER, now=now)
    return case


def appealed(case: UUID, *, now: datetime = city.NOW) -> UUID:
    own_step(rejected(case, now=now), Event.APPEAL, now=now)
    return case


def case(identity: UUID) -> Case:
    with acting_for(EVERY_AGENCY):
        found = queries.case(identity)
    assert found is not None
    return found


def is_shown(record: UUID, day: date) -> bool:
    return public_record(record, day) is not None


def days(start: date, count: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(count)]
