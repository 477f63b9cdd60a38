"""Of which steps of a case its subject hears, and which of them end it. Pure."""

from typing import Final

from gongxin.cases.kinds import Event, Kind

# Kinds of case whose subject hears of their steps. Whoever adds one says here whether its steps are told; of a tip nobody is
# the subject, and a complaint or a request that came with a receipt is followed by its code.
CASES: Final = (
    Kind.OBJECTION,
    Kind.NOT_US,
    Kind.REPAIR,
    Kind.REVOCATION,
    Kind.COMPLAINT,
    Kind.OWN_COMPLAINT,
    Kind.REQUEST,
)
# Steps that others take. What the subject did itself it knows.
STEPS: Final = (
    Event.ASK,
    Event.FORWARD,
    Event.EXTEND,
    Event.UPHOLD,
    Event.CORRECT,
    Event.CORRECTED,
    Event.REJECT,
    Event.CONFIRM,
    Event.GRANT,
    Event.REFUSE,
    Event.CARRY_OUT,
    Event.REINSTATE,
    Event.HEAR,
    Event.FOUND,
    Event.DISMISS,
    Event.INCIDENT,
    Event.GIVE,
    Event.GIVE_PART,
    Event.DENY,
)
# After one of these no clock of the stage before runs on, so no silence hides anything by it.
ENDS: Final = (
    Event.UPHOLD,
    Event.CORRECT,
    Event.CORRECTED,
    Event.REJECT,
    Event.CONFIRM,
    Event.GRANT,
    Event.REFUSE,
    Event.CARRY_OUT,
    Event.FOUND,
    Event.DISMISS,
    Event.GIVE,
    Event.GIVE_PART,
    Event.DENY,
    Event.DROP,
)
