"""Which way a case can go: one table per kind, and which clock runs where. The whole law of it; pure.

A clock starts when a stage is entered and is answered when it is left; waiting for the subject stops it. So a table
says nothing of clocks: they follow from the states.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gongxin.cases.kinds import Event, Kind, Party, Stage, State


@dataclass(frozen=True)
class Step:
    """Where an event leads, and who may do it."""

    after: State
    parties: frozenset[Party]


Table = Mapping[tuple[State, Event], Step]
_WAITING: Final = MappingProxyType(
    {
        State.CHECKING: State.CHECKING_WAITS,
        State.DECIDING: State.DECIDING_WAITS,
        State.REVIEWING: State.REVIEWING_WAITS,
        State.ANSWERING: State.ANSWERING_WAITS,
        State.FOR_HEAD: State.FOR_HEAD_WAITS,
    }
)
WAITS: Final = frozenset(_WAITING.values())


def _by(after: State, *parties: Party) -> Step:
    return Step(after, frozenset(parties))


def _asked(state: State, party: Party) -> Table:
    """The applicant is asked to complete the papers, and does."""
    waits = _WAITING[state]
    return {
        (state, Event.ASK): _by(waits, party),
        (waits, Event.COMPLETE): _by(state, Party.SUBJECT),
    }


def _either(state: State, event: Event, step: Step) -> Table:
    """The same, whether or not the applicant's papers are waited for: nobody is kept from deciding in the applicant's absence."""
    return {(state, event): step, (_WAITING[state], event): step}


def _dropped(*states: State) -> Table:
    return {(state, Event.DROP): _by(State.DROPPED, Party.SUBJECT) for state in states}


def _said(*states: State) -> Table:
    """A statement changes nothing; it is printed beside the record."""
    return {(state, Event.SAY): _by(state, Party.SUBJECT) for state in states}


_STARTED: Final = (*(State.CHECKING, State.CHECKING_WAITS, State.DECIDING, State.DECIDING_WAITS),)
_REVIEWED: Final = (State.REVIEWING, State.REVIEWING_WAITS)
_DISPUTE: Final[Table] = {
    (State.NEW, Event.FILE): _by(State.CHECKING, Party.SUBJECT),
    **_asked(State.CHECKING, Party.PLATFORM),
    **_either(State.CHECKING, Event.FORWARD, _by(State.DECIDING, Party.PLATFORM)),
    **_asked(State.DECIDING, Party.PROVIDER),
    **_either(State.DECIDING, Event.UPHOLD, _by(State.UPHELD, Party.PROVIDER)),
    **_either(State.DECIDING, Event.REJECT, _by(State.REJECTED, Party.PROVIDER)),
    (State.REJECTED, Event.APPEAL): _by(State.REVIEWING, Party.SUBJECT),
    **_asked(State.REVIEWING, Party.REVIEWER),
    **_either(State.REVIEWING, Event.UPHOLD, _by(State.UPHELD, Party.REVIEWER)),
    **_either(State.REVIEWING, Event.CONFIRM, _by(State.CONFIRMED, Party.REVIEWER)),
    **_dropped(*_STARTED, *_REVIEWED),
    **_said(*_STARTED, *_REVIEWED, State.REJECTED, State.CONFIRMED),
}
_OBJECTION: Final[Table] = {
    **_DISPUTE,
    (State.DECIDING, Event.EXTEND): _by(State.DECIDING, Party.PROVIDER),
    **_either(State.DECIDING, Event.CORRECT, _by(State.CORRECTING, Party.PROVIDER)),
    **_either(State.REVIEWING, Event.CORRECT, _by(State.CORRECTING, Party.REVIEWER)),
    (State.CORRECTING, Event.CORRECTED): _by(State.UPHELD, Party.PROVIDER),
    **_said(State.CORRECTING),
}
_REPAIR: Final[Table] = {
    (State.NEW, Event.FILE): _by(State.CHECKING, Party.SUBJECT),
    **_asked(State.CHECKING, Party.PLATFORM),
    **_either(State.CHECKING, Event.FORWARD, _by(State.DECIDING, Party.PLATFORM)),
    **_either(State.CHECKING, Event.REFUSE, _by(State.REFUSED, Party.PLATFORM)),
    **_asked(State.DECIDING, Party.PROVIDER),
    (State.DECIDING, Event.EXTEND): _by(State.DECIDING, Party.PROVIDER),
    **_either(State.DECIDING, Event.GRANT, _by(State.GRANTED, Party.PROVIDER)),
    **_either(State.DECIDING, Event.REFUSE, _by(State.REFUSED, Party.PROVIDER)),
    **_dropped(*_STARTED),
}
_REVOCATION: Final[Table] = {
    (State.NEW, Event.REPORT): _by(State.TOLD, Party.PROVIDER, Party.PLATFORM),
    (State.TOLD, Event.CARRY_OUT): _by(State.REVOKED, Party.PLATFORM),
    (State.REVOKED, Event.REINSTATE): _by(State.REINSTATED, Party.PLATFORM),
}
_HEARD: Final = (State.STATING, State.STATED)
# What a complaint comes to, whoever decides it first. A leak is entered as an incident at any moment.
_COMPLAINED: Final[Table] = {
    (State.UNFOUNDED, Event.APPEAL): _by(State.REVIEWING, Party.SUBJECT),
    **_asked(State.REVIEWING, Party.REVIEWER),
    **_either(State.REVIEWING, Event.FOUND, _by(State.FOUNDED, Party.REVIEWER)),
    **_either(State.REVIEWING, Event.CONFIRM, _by(State.CONFIRMED, Party.REVIEWER)),
    (State.FOUNDED, Event.INCIDENT): _by(State.FOUNDED, Party.PLATFORM, Party.HEAD),
    **_dropped(*_REVIEWED),
}
# Nothing is found of a body that was not asked what it says to it; its silence keeps nobody from an answer.
_COMPLAINT: Final[Table] = {
    (State.NEW, Event.FILE): _by(State.ANSWERING, Party.SUBJECT),
    **_asked(State.ANSWERING, Party.PLATFORM),
    **_either(State.ANSWERING, Event.HEAR, _by(State.STATING, Party.PLATFORM)),
    (State.STATING, Event.STATE): _by(State.STATED, Party.PROVIDER),
    **{(state, Event.FOUND): _by(State.FOUNDED, Party.PLATFORM) for state in _HEARD},
    **{(state, Event.DISMISS): _by(State.UNFOUNDED, Party.PLATFORM) for state in _HEARD},
    **_either(State.ANSWERING, Event.DISMISS, _by(State.UNFOUNDED, Party.PLATFORM)),
    **{
        (state, Event.INCIDENT): _by(state, Party.PLATFORM)
        for state in (State.ANSWERING, State.ANSWERING_WAITS, *_HEARD)
    },
    **_dropped(State.ANSWERING, State.ANSWERING_WAITS, *_HEARD),
    **_COMPLAINED,
}
_OWN_COMPLAINT: Final[Table] = {
    (State.NEW, Event.FILE): _by(State.FOR_HEAD, Party.SUBJECT),
    **_asked(State.FOR_HEAD, Party.HEAD),
    **_either(State.FOR_HEAD, Event.FOUND, _by(State.FOUNDED, Party.HEAD)),
    **_either(State.FOR_HEAD, Event.DISMISS, _by(State.UNFOUNDED, Party.HEAD)),
    **{
        (state, Event.INCIDENT): _by(state, Party.HEAD)
        for state in (State.FOR_HEAD, State.FOR_HEAD_WAITS)
    },
    **_dropped(State.FOR_HEAD, State.FOR_HEAD_WAITS),
    **_COMPLAINED,
}
# Received at the centre; whoever is in charge has it as a case of its own (`report`), which is what goes on.
_TIP: Final[Table] = {
    (State.NEW, Event.FILE): _by(State.RECEIVED, Party.SUBJECT),
    (State.NEW, Event.REPORT): _by(State.HANDED, Party.PLATFORM),
    (State.HANDED, Event.ANSWER): _by(State.ANSWERED, Party.PROVIDER),
    (State.HANDED, Event.RETURN): _by(State.RETURNED, Party.PROVIDER),
    **{
        (state, Event.HAND_ON): _by(State.PASSED, Party.PLATFORM)
        for state in (State.RECEIVED, State.RETURNED)
    },
    **{
        (state, Event.CLOSE): _by(State.CLOSED, Party.PLATFORM)
        for state in (State.RECEIVED, State.RETURNED, State.ANSWERED)
    },
}
_REQUEST: Final[Table] = {
    (State.NEW, Event.FILE): _by(State.ANSWERING, Party.SUBJECT),
    **_asked(State.ANSWERING, Party.PLATFORM),
    **_either(State.ANSWERING, Event.SEE, _by(State.ANSWERING, Party.PLATFORM)),
    **_either(State.ANSWERING, Event.GIVE, _by(State.GIVEN, Party.PLATFORM)),
    **_either(State.ANSWERING, Event.GIVE_PART, _by(State.GIVEN_PART, Party.PLATFORM)),
    **_either(State.ANSWERING, Event.DENY, _by(State.DENIED, Party.PLATFORM)),
    **{
        (state, Event.APPEAL): _by(State.REVIEWING, Party.SUBJECT)
        for state in (State.GIVEN_PART, State.DENIED)
    },
    **_asked(State.REVIEWING, Party.REVIEWER),
    **_either(State.REVIEWING, Event.SEE, _by(State.REVIEWING, Party.REVIEWER)),
    **_either(State.REVIEWING, Event.GIVE, _by(State.GIVEN, Party.REVIEWER)),
    **_either(State.REVIEWING, Event.CONFIRM, _by(State.CONFIRMED, Party.REVIEWER)),
    **_dropped(State.ANSWERING, State.ANSWERING_WAITS, *_REVIEWED),
}
TABLES: Final[Mapping[Kind, Table]] = MappingProxyType(
    {
        Kind.OBJECTION: MappingProxyType(_OBJECTION),
        Kind.NOT_US: MappingProxyType(_DISPUTE),
        Kind.REPAIR: MappingProxyType(_REPAIR),
        Kind.REVOCATION: MappingProxyType(_REVOCATION),
        Kind.COMPLAINT: MappingProxyType(_COMPLAINT),
        Kind.OWN_COMPLAINT: MappingProxyType(_OWN_COMPLAINT),
        Kind.TIP: MappingProxyType(_TIP),
        Kind.REQUEST: MappingProxyType(_REQUEST),
    }
)

STAGES: Final[Mapping[State, Stage]] = MappingProxyType(
    {
        State.CHECKING: Stage.CHECK,
        State.CHECKING_WAITS: Stage.CHECK,
        State.DECIDING: Stage.DECIDE,
        State.DECIDING_WAITS: Stage.DECIDE,
        State.REVIEWING: Stage.REVIEW,
        State.REVIEWING_WAITS: Stage.REVIEW,
        State.TOLD: Stage.WITHDRAW,
        **dict.fromkeys(
            (
                State.ANSWERING,
                State.ANSWERING_WAITS,
                State.STATING,  # the body is heard while the clock of whoever answers runs on
                State.STATED,
                State.FOR_HEAD,
                State.FOR_HEAD_WAITS,
            ),
            Stage.ANSWER,
        ),
    }
)
# The keys of the deadlines in `jurisdictions/`. No text on a review of "not us" was read: it is reviewed as an objection is.
# Nor on a review of a complaint or a request: it has the time that the first answer had.
CLOCKS: Final[Mapping[tuple[Kind, Stage], str]] = MappingProxyType(
    {
        (Kind.OBJECTION, Stage.CHECK): "objection.check",
        (Kind.OBJECTION, Stage.DECIDE): "objection.decision",
        (Kind.OBJECTION, Stage.REVIEW): "objection.appeal",
        (Kind.NOT_US, Stage.CHECK): "not_us.check",
        (Kind.NOT_US, Stage.DECIDE): "not_us.decision",
        (Kind.NOT_US, Stage.REVIEW): "objection.appeal",
        (Kind.REPAIR, Stage.CHECK): "repair.acceptance",
        (Kind.REPAIR, Stage.DECIDE): "repair.decision",
        (Kind.REVOCATION, Stage.WITHDRAW): "revocation.withdraw",
        (Kind.COMPLAINT, Stage.ANSWER): "complaint.reply",
        (Kind.COMPLAINT, Stage.REVIEW): "complaint.reply",
        (Kind.OWN_COMPLAINT, Stage.ANSWER): "complaint.reply",
        (Kind.OWN_COMPLAINT, Stage.REVIEW): "complaint.reply",
        (Kind.REQUEST, Stage.ANSWER): "request.answer",
        (Kind.REQUEST, Stage.REVIEW): "request.answer",
    }
)
# Whose turn it is in a stage, where nobody waits for the subject.
OWES: Final[Mapping[Stage, Party]] = MappingProxyType(
    {
        Stage.CHECK: Party.PLATFORM,
        Stage.DECIDE: Party.PROVIDER,
        Stage.REVIEW: Party.REVIEWER,
        Stage.WITHDRAW: Party.PLATFORM,
        Stage.ANSWER: Party.PLATFORM,
    }
)
# Where it is another's turn than the stage says, or there is no stage. No number was read for a tip: it has no clock.
TURNS: Final[Mapping[State, Party]] = MappingProxyType(
    {
        State.CORRECTING: Party.PROVIDER,
        State.STATING: Party.PROVIDER,
        State.FOR_HEAD: Party.HEAD,
        State.RECEIVED: Party.PLATFORM,
        State.HANDED: Party.PROVIDER,
        State.RETURNED: Party.PLATFORM,
        State.ANSWERED: Party.PLATFORM,
    }
)
DISPUTES: Final = frozenset({Kind.OBJECTION, Kind.NOT_US})
OPEN: Final = frozenset({*STAGES, *TURNS})  # somebody owes the next step
# While a dispute is in one of these its records bear the mark "disputed".
DISPUTED: Final = frozenset(
    state for kind in DISPUTES for state, _ in TABLES[kind] if state in OPEN
)
