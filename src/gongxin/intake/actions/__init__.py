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

__all__ = [
    "acknowledge",
    "admit_chunk",
    "finish",
    "mark_emptied",
    "open_gate",
    "pass_gates",
    "release",
]
