"""Tables of the credit record and of what stands beside it. Every one is append-only."""

from gongxin.records.models.beside import ContestAnswer, Contested, MarkEvent, MaskEvent
from gongxin.records.models.record import (
    Change,
    Chunk,
    Distinct,
    Merge,
    Release,
    Tombstone,
    Twin,
    TwinLook,
    Version,
)

__all__ = [
    "Change",
    "Chunk",
    "ContestAnswer",
    "Contested",
    "Distinct",
    "MarkEvent",
    "MaskEvent",
    "Merge",
    "Release",
    "Tombstone",
    "Twin",
    "TwinLook",
    "Version",
]
