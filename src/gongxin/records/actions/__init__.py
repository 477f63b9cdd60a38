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
    RecordUnknown,
    lift_mark,
    place_mark,
    repair,
    withdraw,
)

__all__ = [
    "ChunkOrigin",
    "MarkRefused",
    "ReasonMissing",
    "RecordUnknown",
    "ReleaseRefused",
    "admit_chunk",
    "lift_mark",
    "place_mark",
    "release_batch",
    "repair",
    "withdraw",
]
