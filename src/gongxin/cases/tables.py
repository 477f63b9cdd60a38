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
TABLES: Final[Mapping[Kind, Table]] = MappingProxyType(
    {
        Kind.OBJECTION: MappingProxyType(_OBJECTION),
        Kind.NOT_US: MappingProxyType(_DISPUTE),
        Kind.REPAIR: MappingProxyType(_REPAIR),
        Kind.REVOCATION: MappingProxyType(_REVOCATION),
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
    }
)
# The keys of the deadlines in `jurisdictions/`. No text on a review of "not us" was read: it is reviewed as an objection is.
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
    }
)
# Whose turn it is in a stage, where nobody waits for the subject.
OWES: Final[Mapping[Stage, Party]] = MappingProxyType(
    {
        Stage.CHECK: Party.PLATFORM,
        Stage.DECIDE: Party.PROVIDER,
        Stage.REVIEW: Party.REVIEWER,
        Stage.WITHDRAW: Party.PLATFORM,
    }
)
# While a dispute is in one of these its records bear the mark "disputed".
DISPUTED: Final = frozenset({*STAGES, State.CORRECTING})
DISPUTES: Final = frozenset({Kind.OBJECTION, Kind.NOT_US})
OPEN: Final = DISPUTED  # somebody owes the next step
