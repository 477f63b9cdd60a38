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
from gongxin.intake.actions.correcting import accept_corrections
from gongxin.intake.actions.undoing import undo, undo_again, undo_released

__all__ = [
    "accept_corrections",
    "acknowledge",
    "admit_chunk",
    "finish",
    "mark_emptied",
    "open_gate",
    "pass_gates",
    "release",
    "undo",
    "undo_again",
    "undo_released",
]
