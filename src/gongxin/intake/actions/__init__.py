"""Every write of this room, a module a noun."""

from gongxin.intake.actions.admission import (
    admit_party,
    release_admission,
    reopen_party,
)
from gongxin.intake.actions.batch import (
    acknowledge,
    admit_chunk,
    finish,
    mark_emptied,
    open_gate,
    pass_gates,
    release,
)
from gongxin.intake.actions.matching import Settled, give_opinion, take_back

__all__ = [
    "Settled",
    "acknowledge",
    "admit_chunk",
    "admit_party",
    "finish",
    "give_opinion",
    "mark_emptied",
    "open_gate",
    "pass_gates",
    "release",
    "release_admission",
    "reopen_party",
    "take_back",
]
