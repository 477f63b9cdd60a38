"""Every write of this room, a module a noun."""

from gongxin.records.actions.admission import (
    ChunkOrigin,
    ReleaseRefused,
    admit_chunk,
    release_batch,
)
from gongxin.records.actions.change import (
    MarkRefused,
    ReasonMissing,
    RecordMovedOn,
    RecordUnknown,
    lift_mark,
    place_mark,
    repair,
    withdraw,
    withdraw_seen,
)
from gongxin.records.actions.correcting import Agreed, CorrectionRefused, correct
from gongxin.records.actions.undoing import undo_batch

__all__ = [
    "Agreed",
    "ChunkOrigin",
    "CorrectionRefused",
    "MarkRefused",
    "ReasonMissing",
    "RecordMovedOn",
    "RecordUnknown",
    "ReleaseRefused",
    "admit_chunk",
    "correct",
    "lift_mark",
    "place_mark",
    "release_batch",
    "repair",
    "undo_batch",
    "withdraw",
    "withdraw_seen",
]
