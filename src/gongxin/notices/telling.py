"""Of which steps of a case its subject hears, and which of them end it. Pure."""

from typing import Final

from gongxin.cases.kinds import Event, Kind

# Kinds of case about records of one body. Whoever adds one says here whether its steps are told.
CASES: Final = (Kind.OBJECTION, Kind.NOT_US, Kind.REPAIR, Kind.REVOCATION)
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
    Event.DROP,
)
