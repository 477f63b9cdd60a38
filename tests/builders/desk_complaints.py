"""Complaints, tips and requests in each of their states, brought there by the acts of everybody who has a part in them."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from django.conf import settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import entering, speaking, steps
from gongxin.cases.kinds import Event, Kind, Party
from gongxin.cases.queries import receipts
from gongxin.jobs.accounts import reviewer_of
from tests.builders import cases, city, spoken

Address = Mapping[str, object]
Steps = tuple[tuple[Event, Party], ...]
_P, _D, _R, _S, _H = (
    Party.PLATFORM,
    Party.PROVIDER,
    Party.REVIEWER,
    Party.SUBJECT,
    Party.HEAD,
)
_E = Event
_HEARD: Final[Steps] = ((_E.HEAR, _P),)
# How each state is reached: of which kind, then step by step. All of them stand with the agency that is asked for, also
# where the platform's own would: so the wall is walked in each state.
WAYS: Final[Mapping[str, tuple[Kind, Steps]]] = {
    "answering": (Kind.REQUEST, ()),
    "answering_waits": (Kind.REQUEST, ((_E.ASK, _P),)),
    "stating": (Kind.COMPLAINT, _HEARD),
    "stated": (Kind.COMPLAINT, (*_HEARD, (_E.STATE, _D))),
    "founded": (Kind.COMPLAINT, (*_HEARD, (_E.FOUND, _P))),
    "unfounded": (Kind.COMPLAINT, ((_E.DISMISS, _P),)),
    "for_head": (Kind.OWN_COMPLAINT, ()),
    "for_head_waits": (Kind.OWN_COMPLAINT, ((_E.ASK, _H),)),
    "given": (Kind.REQUEST, ((_E.SEE, _P), (_E.GIVE, _P))),
    "given_part": (Kind.REQUEST, ((_E.SEE, _P), (_E.GIVE_PART, _P))),
    "denied": (Kind.REQUEST, ((_E.DENY, _P),)),
    "received": (Kind.TIP, ()),
    "closed": (Kind.TIP, ((_E.CLOSE, _P),)),
}
# Of a tip that was handed on.
HANDED: Final[Mapping[str, Steps]] = {
    "handed": (),
    "answered": ((_E.ANSWER, _D),),
    "returned": ((_E.RETURN, _D),),
    "passed": ((_E.RETURN, _D), (_E.HAND_ON, _P)),
}
STATES: Final = (*WAYS, *HANDED)


def spoken_in_states(agency: str) -> dict[str, dict[str, object]]:
    """One of the agency in each state; made once in a test."""
    with acting_for(agency):
        known = {
            one.state.value: one.id
            for one in queries.cases()
            if one.agency_key == agency and not one.records
        }
    if not known.keys() >= set(STATES):
        known = _made(agency)
    return {state: {"case": known[state]} for state in STATES}


def _made(agency: str) -> dict[str, UUID]:
    made = {
        state: _walked(_brought(kind, agency), agency, ways) for state, (kind, ways) in WAYS.items()
    }
    for state, ways in HANDED.items():
        made[state] = _walked(spoken.handed(spoken.tip(), agency).id, agency, ways)
    return made


def _brought(kind: Kind, agency: str) -> UUID:
    told = {
        "matter": "leak",
        "wanted": "copy",
        "who": "person",
        "target": spoken.TARGET,
        "text": "说明",
    }
    made = steps.open_spoken(
        kind=kind, agency_key=agency, subject_id=None, told=told, by=speaking.RECEIPT, now=city.NOW
    )
    with acting_for(agency):
        entering.enter_receipt(
            case=made,
            agency_key=agency,
            digest=receipts.receipt_digest(str(made)),
            by=speaking.RECEIPT,
            now=city.NOW,
        )
    return made


def _walked(case: UUID, agency: str, ways: Steps) -> UUID:
    by = {**cases.BY, Party.PROVIDER: reviewer_of(agency)}
    other = "emergency" if agency == "samr" else "samr"
    for event, party in ways:
        with acting_for(EVERY_AGENCY):
            steps.staff_step(
                case=case,
                event=event,
                party=party,
                told={**cases.SAYS, "agency": other},
                by=by[party],
                now=city.NOW,
            )
    return case


PLACES: dict[str, Callable[[str], Mapping[str, Address]]] = dict.fromkeys(
    (
        "desk:case_answer",
        "desk:case_state",
        "desk:case_head",
        "desk:case_incident",
        "desk:tip_pass",
        "desk:tip_answer",
    ),
    spoken_in_states,
)
assert settings.configured
