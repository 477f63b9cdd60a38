"""What a recall is and how it stands: a pure function of what is owed, what happened with it, a clock and the moment. Pure.

That a recall is owed is never stored: it follows from a change of a record and from who was ever given the version before
(`sql/recalls.sql`). Nothing that happens with one lets it be forgotten: it ends by an acknowledgement, or it stays on a list.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

# House numbers of delivery; the days on which a person telephones and a name is published are deadlines of the place.
RETRY_FIRST: Final = timedelta(minutes=1)
RETRY_MOST: Final = timedelta(hours=6)  # it doubles up to here
RETRY_FOR: Final = timedelta(days=7)  # then only lists and people go on
# A reader who began in the moment of a mark may have been answered without it: recalled once too often rather than missed.
MARK_MARGIN: Final = timedelta(minutes=2)
_SEQUENCE_BITS: Final = 48


class Class(StrEnum):
    """How a change hurts a copy."""

    GONE = "A"  # withdrawn, repaired, undone, detached, merged, erased, or another's now
    CORRECTED = "B"
    MARKED = "C"  # a mark was placed beside it, or lifted


CLASSES: Final[Mapping[str, Class]] = MappingProxyType(
    {
        "delete": Class.GONE,
        "modify": Class.CORRECTED,
        "mark": Class.MARKED,
        "unmark": Class.MARKED,
    }
)


class Outcome(StrEnum):
    """What a recipient says it did with its copy."""

    DELETED = "deleted"
    REPLACED = "replaced"
    NOT_HELD = "not_held"
    USED_IN_DECISION = "used_in_decision"  # whatever it did then: somebody decided by it
    SET_EQUAL = "set_equal"  # found by us: its whole set equals ours through the change


class Via(StrEnum):
    """How we know."""

    SIGNATURE = "signature"  # the recipient's own key
    WRITTEN = "written"  # a paper of the recipient, entered by a supervisor
    DIGEST = "digest"  # the digest of its set


class Event(StrEnum):
    """What can happen to a recall. The last two are moments of the clock; they are computed, never stored."""

    FAILED = "failed"  # an attempt to deliver
    DELIVERED = "delivered"  # sent and taken, or fetched
    CALLED = "called"
    ACKNOWLEDGED = "acknowledged"
    ACT_BY_PASSED = "act_by_passed"
    NAMING_PASSED = "naming_passed"


class State(StrEnum):
    WAITING = "waiting"
    RETRYING = "retrying"
    DELIVERED = "delivered"
    CALL_SHEET = "call_sheet"
    LISTED = "listed"  # by name, in public
    ACKNOWLEDGED = "acknowledged"
    REDEEMABLE = "redeemable"  # whoever holds the check's id may ask; nobody can be reached


# The whole law of it. Late or repeated news changes nothing that was reached; only an acknowledgement ends a recall.
TRANSITIONS: Final[Mapping[tuple[State, Event], State]] = MappingProxyType(
    {
        (State.WAITING, Event.FAILED): State.RETRYING,
        (State.WAITING, Event.DELIVERED): State.DELIVERED,
        (State.WAITING, Event.CALLED): State.WAITING,
        (State.WAITING, Event.ACKNOWLEDGED): State.ACKNOWLEDGED,
        (State.WAITING, Event.ACT_BY_PASSED): State.CALL_SHEET,
        (State.RETRYING, Event.FAILED): State.RETRYING,
        (State.RETRYING, Event.DELIVERED): State.DELIVERED,
        (State.RETRYING, Event.CALLED): State.RETRYING,
        (State.RETRYING, Event.ACKNOWLEDGED): State.ACKNOWLEDGED,
        (State.RETRYING, Event.ACT_BY_PASSED): State.CALL_SHEET,
        (State.DELIVERED, Event.FAILED): State.DELIVERED,
        (State.DELIVERED, Event.DELIVERED): State.DELIVERED,
        (State.DELIVERED, Event.CALLED): State.DELIVERED,
        (State.DELIVERED, Event.ACKNOWLEDGED): State.ACKNOWLEDGED,
        (State.DELIVERED, Event.ACT_BY_PASSED): State.CALL_SHEET,
        (State.CALL_SHEET, Event.FAILED): State.CALL_SHEET,
        (State.CALL_SHEET, Event.DELIVERED): State.CALL_SHEET,
        (State.CALL_SHEET, Event.CALLED): State.CALL_SHEET,
        (State.CALL_SHEET, Event.ACKNOWLEDGED): State.ACKNOWLEDGED,
        (State.CALL_SHEET, Event.NAMING_PASSED): State.LISTED,
        (State.LISTED, Event.FAILED): State.LISTED,
        (State.LISTED, Event.DELIVERED): State.LISTED,
        (State.LISTED, Event.CALLED): State.LISTED,
        (State.LISTED, Event.ACKNOWLEDGED): State.ACKNOWLEDGED,
        (State.ACKNOWLEDGED, Event.FAILED): State.ACKNOWLEDGED,
        (State.ACKNOWLEDGED, Event.DELIVERED): State.ACKNOWLEDGED,
        (State.ACKNOWLEDGED, Event.CALLED): State.ACKNOWLEDGED,
        (State.ACKNOWLEDGED, Event.ACKNOWLEDGED): State.ACKNOWLEDGED,
        (State.ACKNOWLEDGED, Event.ACT_BY_PASSED): State.ACKNOWLEDGED,
        (State.ACKNOWLEDGED, Event.NAMING_PASSED): State.ACKNOWLEDGED,
    }
)
# Late, and a person can still do something.
CALLABLE: Final = frozenset({State.CALL_SHEET, State.LISTED})


@dataclass(frozen=True)
class Recipient:
    """Who was given it, as the edges name it."""

    kind: str
    name: str

    @property
    def can_be_reached(self) -> bool:
        """An institution with a name. An anonymous check is redeemed; staff and the subject read anew here."""
        return self.kind in REACHED


REACHED: Final = ("partner", "agency")


@dataclass(frozen=True)
class Recall:
    """One change × one recipient: which versions it was given stand no more (or carry another mark)."""

    id: UUID
    jurisdiction: str
    sequence: int
    record: UUID
    recipient: Recipient
    severity: Class
    bad_versions: tuple[int, ...]
    subject_id: int | None  # whom the given versions were about
    opened_at: datetime


@dataclass(frozen=True)
class Happened:
    """One thing that happened with a recall, as it was kept."""

    event: Event
    at: datetime
    by: str
    outcome: Outcome | None = None
    via: Via | None = None
    done_at: datetime | None = None  # when the recipient did it, by its own signed word
    code: str | None = None  # why an attempt failed, or what a call came to
    note: str | None = None


@dataclass(frozen=True)
class Moments:
    """From when a person telephones, and from when the name is public. None: no calendar says so yet."""

    act_overdue_at: datetime | None
    naming_at: datetime | None

    def __post_init__(self) -> None:
        if self.naming_at is not None:
            sheet = self.act_overdue_at
            assert sheet is not None and sheet <= self.naming_at, "nobody is named uncalled"  # noqa: PT018


@dataclass(frozen=True)
class Standing:
    """How a recall stands at a moment."""

    state: State
    outcome: Outcome | None
    used_in_decision: bool  # once said it stays said
    was_late: bool  # not acknowledged when the time was over
    acknowledged_at: datetime | None
    delivered_at: datetime | None
    failures: int
    next_attempt_at: datetime | None


def standing(
    recall: Recall, happened: Iterable[Happened], moments: Moments, now: datetime
) -> Standing:
    """The same for every order in which the same news came in, and however often."""
    known = tuple(sorted({one for one in happened if one.at <= now}, key=_order))
    acknowledged = [one for one in known if one.event is Event.ACKNOWLEDGED]
    first = acknowledged[0].at if acknowledged else None
    failures = [one.at for one in known if one.event is Event.FAILED]
    delivered = next((one.at for one in known if one.event is Event.DELIVERED), None)
    state = _walked(recall, known, moments, now)
    over = moments.act_overdue_at
    waits = state not in {State.ACKNOWLEDGED, State.REDEEMABLE} and delivered is None
    return Standing(
        state=state,
        outcome=_stands(acknowledged),
        used_in_decision=any(one.outcome is Outcome.USED_IN_DECISION for one in acknowledged),
        was_late=state is not State.REDEEMABLE and over is not None and over <= (first or now),
        acknowledged_at=first,
        delivered_at=delivered,
        failures=len(failures),
        next_attempt_at=next_attempt(recall.opened_at, failures) if waits else None,
    )


def _walked(recall: Recall, known: Iterable[Happened], moments: Moments, now: datetime) -> State:
    if not recall.recipient.can_be_reached:
        return State.REDEEMABLE
    steps = [(one.at, _RANK[one.event], one.event) for one in known]
    for at, event in (
        (moments.act_overdue_at, Event.ACT_BY_PASSED),
        (moments.naming_at, Event.NAMING_PASSED),
    ):
        if at is not None and at <= now:
            steps.append((at, _RANK[event], event))
    state = State.WAITING
    for _at, _rank, event in sorted(steps):
        state = TRANSITIONS[state, event]
    return state


# At one instant the clock comes first: what came then came too late.
_RANK: Final = {
    Event.ACT_BY_PASSED: 0,
    Event.NAMING_PASSED: 1,
    Event.FAILED: 2,
    Event.DELIVERED: 3,
    Event.CALLED: 4,
    Event.ACKNOWLEDGED: 5,
}
# Of two words of the same moment, the one that says more stands.
_WEIGHT: Final = {outcome: place for place, outcome in enumerate(
    (Outcome.SET_EQUAL, Outcome.NOT_HELD, Outcome.DELETED, Outcome.REPLACED, Outcome.USED_IN_DECISION)
)}  # fmt: skip


def _order(one: Happened) -> tuple[datetime, int, datetime, tuple[str, ...]]:
    rest = (one.outcome, one.via, one.code, one.note, one.by)
    return (one.at, _RANK[one.event], one.done_at or one.at, tuple(word or "" for word in rest))


def _stands(acknowledged: Iterable[Happened]) -> Outcome | None:
    """The latest word, by the moment its signer gave it: also when it was overtaken on the way."""
    said = [(one.done_at or one.at, one.outcome) for one in acknowledged if one.outcome]
    latest = max(said, key=lambda one: (one[0], _WEIGHT[one[1]]), default=None)
    return latest[1] if latest else None


def next_attempt(opened_at: datetime, failures: Iterable[datetime]) -> datetime | None:
    """When delivery is tried again: at once, then after 1 minute, doubling up to 6 hours, for 7 days. None: no more."""
    tried = sorted(failures)
    if not tried:
        return opened_at
    # Beyond ten doublings it is the longest wait anyhow.
    wait = min(RETRY_FIRST * 2 ** min(len(tried) - 1, 10), RETRY_MOST)
    following = tried[-1] + wait
    return following if following <= opened_at + RETRY_FOR else None


def recall_id(jurisdiction: str, sequence: int, recipient: Recipient) -> UUID:
    """The id of a recall: a UUID of version 8 that begins with its sequence and ends with a hash of whose it is."""
    assert 0 < sequence < 1 << _SEQUENCE_BITS
    told = "\n".join(("gx-recall1", jurisdiction, str(sequence), recipient.kind, recipient.name))
    tail = int.from_bytes(hashlib.sha256(told.encode()).digest()[:10])
    value = sequence << 80 | tail
    value = value & ~(0xF << 76) | 0x8 << 76  # version 8
    value = value & ~(0x3 << 62) | 0x2 << 62  # the variant of RFC 9562
    return UUID(int=value)


def sequence_of(recall: UUID) -> int:
    """The change that an id begins with. Whether there is such a recall is another question."""
    return recall.int >> 80
