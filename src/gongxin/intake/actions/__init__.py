"""Every write of this room, a module a noun."""

from gongxin.intake.actions.admission import admit_party, release_admission, reopen_party
from gongxin.intake.actions.batch import (
    acknowledge,
    admit_chunk,
    finish,
    mark_emptied,
    open_gate,
    pass_gates,
    release,
)
from gongxin.intake.actions.correcting import accept_corrections
from gongxin.intake.actions.draft import (
    accept_fix,
    discard_draft,
    discard_forgotten,
    replay_profile,
    submit_draft,
    undo_fix,
)
from gongxin.intake.actions.matching import Settled, give_opinion, take_back
from gongxin.intake.actions.profile import keep_profile, take_up_profile
from gongxin.intake.actions.reinserting import certify, reinsert, tell
from gongxin.intake.actions.undoing import undo, undo_again, undo_released

__all__ = [
    "Settled",
    "accept_corrections",
    "accept_fix",
    "acknowledge",
    "admit_chunk",
    "admit_party",
    "certify",
    "discard_draft",
    "discard_forgotten",
    "finish",
    "give_opinion",
    "keep_profile",
    "mark_emptied",
    "open_gate",
    "pass_gates",
    "reinsert",
    "release",
    "release_admission",
    "reopen_party",
    "replay_profile",
    "submit_draft",
    "take_back",
    "take_up_profile",
    "tell",
    "undo",
    "undo_again",
    "undo_fix",
    "undo_released",
]
