"""The life of a batch, and the gates that hold a batch that looks wrong. Pure: tables and functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gongxin.refusal import Refusal

# Our own choice: a draft that nobody touched for a month was forgotten, and what is kept of it is nobody's work.
DRAFT_DAYS_MAX: Final = 30


class Status(StrEnum):
    DRAFT = "draft"  # read and checked; nothing of it enters before somebody submits it
    DISCARDED = "discarded"  # a draft that was given up; nothing is kept of its rows
    RECEIVED = "received"  # the redacted table is kept; nothing is checked yet
    ADMITTING = "admitting"  # checked; rows enter chunk by chunk
    HELD = "held"  # a gate holds it whole; nothing of it entered
    FINISHED = "finished"  # every row is admitted, duplicate, held or rejected


class Event(StrEnum):
    SUBMIT = "submit"  # the draft is sent as it stands, its accepted fixes included
    DISCARD = "discard"
    GO_ON = "go_on"
    HOLD = "hold"
    OPEN = "open"  # an officer lets a held batch go on, with a reason
    FINISH = "finish"


TRANSITIONS: Mapping[tuple[Status, Event], Status] = MappingProxyType(
    {
        (Status.DRAFT, Event.SUBMIT): Status.RECEIVED,
        (Status.DRAFT, Event.DISCARD): Status.DISCARDED,
        (Status.RECEIVED, Event.GO_ON): Status.ADMITTING,
        (Status.RECEIVED, Event.HOLD): Status.HELD,
        (Status.HELD, Event.OPEN): Status.ADMITTING,
        (Status.ADMITTING, Event.FINISH): Status.FINISHED,
    }
)
AT_REST = frozenset({Status.HELD, Status.FINISHED})  # nobody works on it: it may be undone
UNFINISHED = frozenset({Status.RECEIVED, Status.ADMITTING})


class BatchRefused(Refusal):
    code = "batch.refused"


class BatchUndone(Refusal):
    """The batch was taken back as a whole."""

    code = "batch.is_undone"

    def __init__(self) -> None:
        super().__init__(
            "该批次已撤销",
            "this batch was undone",
            remedy_zh="改正后请作为新的批次报送",
            remedy_en="put it right and send it as a new batch",
        )


def after(status: Status, event: Event) -> Status:
    """The status after `event`, or BatchRefused."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise BatchRefused(
            f"状态为“{status.value}”的批次不能进行“{event.value}”",
            f"a batch that is “{status.value}” does not allow “{event.value}”",
            details={"status": status.value, "event": event.value},
        ) from None


class Outcome(StrEnum):
    """What becomes of a row. Every row has exactly one."""

    ADMITTED = "admitted"
    DUPLICATE = "duplicate"
    HELD = "held"
    REJECTED = "rejected"
    CORRECTED = "corrected"  # held as a proposed correction, then accepted by two persons


class Channel(StrEnum):
    """How a batch came."""

    FILE = "file"
    FORM = "form"  # one record, filled in at the desk
    API = "api"
    SOURCE = "source"  # pulled from a database of the agency


@dataclass(frozen=True)
class GateLimits:
    """When a batch looks wrong. House rules; small files are judged by their rows, not by shares."""

    rejected_share_max: float = 0.05
    unknown_share_max: float = 0.30
    shrunk_to_min: float = 0.50
    adverse_on_one_max: int = 10
    rows_min_for_shares: int = 20


@dataclass(frozen=True)
class Measured:
    """What the first reading of a batch counted."""

    rows: int
    rejected: int
    unknown: int  # rows whose valid identifier belongs to no registered subject
    most_on_one: int  # adverse rows on the same identifier
    usual_rows: int | None  # median of the agency's earlier batches of this item


def gates(measured: Measured, *, adverse: bool, limits: GateLimits) -> list[str]:
    """The codes of the gates that hold this batch; none: it goes on."""
    shares = measured.rows >= limits.rows_min_for_shares
    held = {
        "gate.rejected_share": shares
        and measured.rejected > limits.rejected_share_max * measured.rows,
        "gate.unknown_share": shares
        and measured.unknown > limits.unknown_share_max * measured.rows,
        "gate.shrunk": measured.usual_rows is not None
        and measured.usual_rows >= limits.rows_min_for_shares
        and measured.rows < limits.shrunk_to_min * measured.usual_rows,
        "gate.adverse_on_one": adverse and measured.most_on_one > limits.adverse_on_one_max,
    }
    return [code for code, holds in held.items() if holds]
