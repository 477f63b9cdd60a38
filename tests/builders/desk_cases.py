"""Cases in each of their states, brought there by the real acts of everybody who has a part in them."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Final
from uuid import UUID

from django.conf import settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import filing, steps
from gongxin.cases.kinds import Event, Party
from gongxin.intake import queries as intake
from gongxin.jobs.accounts import reviewer_of
from gongxin.subjects.queries import organisation_by_code
from tests.builders import cases, city, desk_complaints, desk_upload
from tests.builders.codes import unified_code

Address = Mapping[str, object]
_SERIALS = count(8001)
_A, _P, _D, _R, _S = Event, Party.PLATFORM, Party.PROVIDER, Party.REVIEWER, Party.SUBJECT
Steps = tuple[tuple[Event, Party], ...]
_SENT: Final[Steps] = ((_A.FORWARD, _P),)
_NO: Final[Steps] = (*_SENT, (_A.REJECT, _D))
_AGAIN: Final[Steps] = (*_NO, (_A.APPEAL, _S))
# How each state is reached: what is filed, then step by step.
WAYS: Final[Mapping[str, tuple[str, Steps]]] = {
    "checking": ("objection", ()),
    "checking_waits": ("objection", ((_A.ASK, _P),)),
    "deciding": ("objection", _SENT),
    "deciding_waits": ("objection", (*_SENT, (_A.ASK, _D))),
    "correcting": ("objection", (*_SENT, (_A.CORRECT, _D))),
    "upheld": ("not_us", (*_SENT, (_A.UPHOLD, _D))),
    "rejected": ("not_us", _NO),
    "reviewing": ("objection", _AGAIN),
    "reviewing_waits": ("objection", (*_AGAIN, (_A.ASK, _R))),
    "confirmed": ("objection", (*_AGAIN, (_A.CONFIRM, _R))),
    "dropped": ("objection", ((_A.DROP, _S),)),
    "granted": ("repair", (*_SENT, (_A.GRANT, _D))),
    "refused": ("repair", (*_SENT, (_A.REFUSE, _D))),
    "told": ("revocation", ()),
    "revoked": ("revocation", ((_A.CARRY_OUT, _P),)),
    "reinstated": ("revocation", ((_A.CARRY_OUT, _P), (_A.REINSTATE, _P))),
}


def in_state(state: str, agency: str, record: UUID, subject: int) -> UUID:
    """A case about this record, brought to this state."""
    kind, ways = WAYS[state]
    case = _filed(kind, agency, record, subject)
    by = {**cases.BY, Party.PROVIDER: reviewer_of(agency)}
    for event, party in ways:
        with acting_for(EVERY_AGENCY):
            steps.staff_step(
                case=case, event=event, party=party, told=cases.SAYS, by=by[party], now=city.NOW
            )
    return case


def _filed(kind: str, agency: str, record: UUID, subject: int) -> UUID:
    by, now = cases.OWNER, city.NOW
    if kind == "objection":
        return filing.file_objection(
            subject_id=subject,
            record=record,
            ground="wrong_fact",
            text="罚款数额写错",
            by=by,
            now=now,
        )
    if kind == "not_us":
        return filing.file_not_us(subject_id=subject, record=record, text="", by=by, now=now)
    if kind == "repair":
        return filing.file_repair(
            subject_id=subject,
            record=record,
            committed="yes",
            evidence=["paid"],
            text="",
            by=by,
            now=now,
        )
    return filing.report_revocation(
        record=record,
        party=Party.PROVIDER,
        document=cases.SAYS["document"],
        authority=cases.SAYS["authority"],
        cause="revoked",
        by=reviewer_of(agency),
        now=now,
    )


def cases_in_states(agency: str) -> dict[str, dict[str, object]]:
    """One case of the agency in each state; made once in a test."""
    with acting_for(agency):
        known = {
            one.state.value: one.id
            for one in queries.cases()
            if one.agency_key == agency and one.records
        }
    if not known.keys() >= WAYS.keys():
        known = _made(agency)
    return {state: {"case": known[state]} for state in WAYS}


def _made(agency: str) -> dict[str, UUID]:
    serials = [next(_SERIALS) for _ in WAYS]
    receipt = desk_upload.waiting_batch(
        agency, *serials, 处罚决定日期="2026-01-06", 处罚有效期="2027-01-06"
    )
    city.release(receipt)
    rows = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    made = {}
    for state, serial, row in zip(WAYS, serials, rows, strict=True):
        subject = organisation_by_code(unified_code(serial))
        assert subject is not None
        made[state] = in_state(state, agency, UUID(row["record"]), subject.id)
    return made


def all_in_states(agency: str) -> dict[str, dict[str, object]]:
    """The same, with those about no record."""
    return {**desk_complaints.spoken_in_states(agency), **cases_in_states(agency)}


PLACES: dict[str, Callable[[str], Mapping[str, Address]]] = {
    "desk:case": all_in_states,
    "desk:case_check": cases_in_states,
    "desk:case_decide": cases_in_states,
    "desk:case_review": cases_in_states,
    "desk:case_carry_out": cases_in_states,
    "desk:case_report_revocation": desk_upload.records_in_states,
}
assert settings.configured
