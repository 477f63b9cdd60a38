"""Every write of this room, a module a noun."""

from gongxin.records.actions.admission import (
    ChunkOrigin,
    ReleaseRefused,
    admit_chunk,
    release_batch,
)
from gongxin.records.actions.attribution import admit_judged, detach
from gongxin.records.actions.change import (
    MarkRefused,
    ReasonMissing,
    RecordMovedOn,
    lift_mark,
    place_mark,
    repair,
    withdraw,
    withdraw_seen,
)
from gongxin.records.actions.correcting import Agreed, CorrectionRefused, correct
from gongxin.records.actions.masking import (
    contest,
    ensure_contest_answered,
    mask,
    tell_reinstated,
    unmask,
)
from gongxin.records.actions.merging import MergeRefused, look_for_twins, merge, tell_apart, unmerge
from gongxin.records.actions.undoing import undo_batch
from gongxin.records.testimony import RecordUnknown

__all__ = [
    "Agreed",
    "ChunkOrigin",
    "CorrectionRefused",
    "MarkRefused",
    "MergeRefused",
    "ReasonMissing",
    "RecordMovedOn",
    "RecordUnknown",
    "ReleaseRefused",
    "admit_chunk",
    "admit_judged",
    "contest",
    "correct",
    "detach",
    "ensure_contest_answered",
    "lift_mark",
    "look_for_twins",
    "mask",
    "merge",
    "place_mark",
    "release_batch",
    "repair",
    "tell_apart",
    "tell_reinstated",
    "undo_batch",
    "unmask",
    "unmerge",
    "withdraw",
    "withdraw_seen",
]
