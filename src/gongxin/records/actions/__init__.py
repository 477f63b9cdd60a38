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
    lift_mark,
    place_mark,
    repair,
    withdraw,
)
from gongxin.records.actions.merging import (
    MergeRefused,
    look_for_twins,
    merge,
    tell_apart,
    unmerge,
)
from gongxin.records.testimony import RecordUnknown

__all__ = [
    "ChunkOrigin",
    "MarkRefused",
    "MergeRefused",
    "ReasonMissing",
    "RecordUnknown",
    "ReleaseRefused",
    "admit_chunk",
    "admit_judged",
    "detach",
    "lift_mark",
    "look_for_twins",
    "merge",
    "place_mark",
    "release_batch",
    "repair",
    "tell_apart",
    "unmerge",
    "withdraw",
]
