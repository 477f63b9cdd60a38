"""Every write of this room, a module a noun."""

from gongxin.intake.actions.batch import (
    acknowledge,
    admit_chunk,
    finish,
    mark_emptied,
    open_gate,
    pass_gates,
    release,
)
from gongxin.intake.actions.draft import (
    accept_fix,
    discard_draft,
    discard_forgotten,
    replay_profile,
    submit_draft,
    undo_fix,
)
from gongxin.intake.actions.profile import keep_profile, take_up_profile

__all__ = [
    "accept_fix",
    "acknowledge",
    "admit_chunk",
    "discard_draft",
    "discard_forgotten",
    "finish",
    "keep_profile",
    "mark_emptied",
    "open_gate",
    "pass_gates",
    "release",
    "replay_profile",
    "submit_draft",
    "take_up_profile",
    "undo_fix",
]
