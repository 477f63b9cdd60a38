"""What a change row says to somebody who holds copies: which version entered the set, which left it, and why. Pure.

A line tells nothing of a record that does not stand in the set: its number is passed on, so that no gap opens, and no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from gongxin.records.lifecycle import State
from gongxin.refusal import Refusal


class FeedAhead(Refusal):
    """A line was named that there is not. A copy that knows of it is a copy of something else."""

    code = "feed.ahead"

    def __init__(self, asked: int, head: int) -> None:
        super().__init__(
            "还没有这一行",
            "there is no such line yet",
            remedy_zh="请核对是否连到了同一平台；如平台从备份恢复过，请重新取一次快照",
            remedy_en="is it the same platform? where it was restored from a backup, take a snapshot anew",
            details={"asked": asked, "head": head},
        )


class Operation(StrEnum):
    ADD = "ADD"  # a version enters
    MOD = "MOD"  # a version enters in place of another of the same record
    DEL = "DEL"  # a version leaves, and none stands in its place
    MARK = "MARK"  # something is said beside the version that stands
    UNMARK = "UNMARK"  # it is not said any more
    NONE = "NONE"  # news that moves nothing: of what does not stand in the set


@dataclass(frozen=True)
class Row:
    """A change row with what is known of the version it names, of the one before, and of what stood in the set."""

    sequence: int
    at: datetime
    record: UUID
    number: int
    operation: str
    element: bytes
    state: State
    state_before: State | None
    stood: bytes | None  # the element that stood in the set before this row
    is_for_all: bool  # the item's audience is the public
    was_shown: bool  # this very version stood in the set before, and was taken out
    by_exit: bool = False  # an exit, in force or fallen, is what moved it


@dataclass(frozen=True)
class Line:
    """One line of the feed."""

    sequence: int
    at: datetime
    operation: Operation
    record: UUID | None
    number: int | None
    reason: str | None
    element: bytes | None  # of the version that stands after this line
    leaves: bytes | None  # the element that left the set by it

    @property
    def enters(self) -> bytes | None:
        """The element that entered the set by this line."""
        return self.element if self.operation in (Operation.ADD, Operation.MOD) else None


_BRINGS: Final = frozenset({"add", "modify"})
# Why a record comes back, by what it was before.
_RETURNS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.UNDONE: "reported_again",
        State.DETACHED: "judged",
        State.MERGED: "unmerged",
    }
)
REASONS: Final = frozenset(
    {
        "released",
        *_RETURNS.values(),
        "corrected",
        "shown_again",
        "hidden",
        "lifted",
        "marked",
        "unmarked",
        *(state.value for state in State if state is not State.ADMITTED),
    }
)


def line(row: Row) -> Line:
    """The line that this row is."""
    if row.operation in _BRINGS and row.is_for_all and row.state is State.ADMITTED:
        return _entering(row)
    if row.stood is None:
        return Line(row.sequence, row.at, Operation.NONE, None, None, None, None, None)
    if row.operation in _BRINGS or row.operation == "delete":
        # A version that stands is taken out: ended by its exit, or hidden while somebody has to answer for it.
        taken = "lifted" if row.by_exit else "hidden"
        reason = row.state.value if row.state is not State.ADMITTED else taken
        return _line(row, Operation.DEL, reason, None, row.stood)
    is_mark = row.operation == "mark"
    operation, reason = (Operation.MARK, "marked") if is_mark else (Operation.UNMARK, "unmarked")
    return _line(row, operation, reason, row.stood, None)


def _entering(row: Row) -> Line:
    if row.stood is not None:
        # It was hidden by its day, without a line, and is shown again.
        reason = "shown_again" if row.stood == row.element else "corrected"
        return _line(row, Operation.MOD, reason, row.element, row.stood)
    if row.was_shown:
        return _line(row, Operation.ADD, "shown_again", row.element, None)
    reason = _RETURNS.get(row.state_before, "released") if row.state_before else "released"
    return _line(row, Operation.ADD, reason, row.element, None)


def _line(
    row: Row, operation: Operation, reason: str, element: bytes | None, leaves: bytes | None
) -> Line:
    return Line(row.sequence, row.at, operation, row.record, row.number, reason, element, leaves)
