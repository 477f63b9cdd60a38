"""What can happen to a clock. Only these are stored; a mistake is mended by a further event, and nothing is overwritten. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongxin.deadlines.refusals import CorrectionRefused


@dataclass(frozen=True)
class Started:
    """Day zero: the day of receipt."""

    on: date


@dataclass(frozen=True)
class Paused:
    """`reason` is a key of the rule's closed list, `by` the party that declared it."""

    on: date
    reason: str
    by: str


@dataclass(frozen=True)
class Resumed:
    """The day on which what was owed came in: day zero again, counting goes on the day after."""

    on: date


@dataclass(frozen=True)
class Extended:
    """`reason` is a key of the rule's closed list, `approved_by` the account that answers for it."""

    on: date
    reason: str
    approved_by: str


@dataclass(frozen=True)
class Answered:
    """The duty was done on this day."""

    on: date


Happened = Started | Paused | Resumed | Extended | Answered


@dataclass(frozen=True)
class Corrected:
    """An event was recorded wrongly: `mistaken` as it stands, and what is true instead (None: it never happened)."""

    on: date
    mistaken: Happened
    truth: Happened | None


Event = Happened | Corrected


def corrections_of(events: Iterable[Event]) -> tuple[Corrected, ...]:
    """The corrections among the events, in an order of their own."""
    found = [one for one in events if isinstance(one, Corrected)]
    return tuple(sorted(found, key=lambda one: (one.on, _sort_key(one.mistaken), repr(one.truth))))


def happened(events: Iterable[Event]) -> tuple[Happened, ...]:
    """What really happened, in order of days: corrections applied. The order in which the events are given is irrelevant."""
    given = tuple(events)
    facts: list[Happened] = [one for one in given if not isinstance(one, Corrected)]
    corrections = list(corrections_of(given))
    for one in corrections:
        if one.truth is not None and type(one.truth) is not type(one.mistaken):
            raise CorrectionRefused(
                one.on,
                "更正不能把一种事件变成另一种",
                "a correction does not make one kind of event another",
            )
    # A correction may mend what another one put in place, on the same day too: so whichever finds its mistake is next.
    while corrections:
        following = next((one for one in corrections if one.mistaken in facts), None)
        if following is None:
            raise CorrectionRefused(
                corrections[0].on,
                "所更正的事件不存在",
                "corrects an event that is not there",
            )
        corrections.remove(following)
        facts.remove(following.mistaken)
        if following.truth is not None:
            facts.append(following.truth)
    return in_order(facts)


def in_order(facts: Sequence[Happened]) -> tuple[Happened, ...]:
    """By day; on one day as `_RANK` says. Pauses and their ends of one day take turns, which the working decides."""
    return tuple(sorted(facts, key=_sort_key))


_RANK = {Started: 0, Paused: 1, Resumed: 2, Extended: 3, Answered: 4}


def _sort_key(event: Happened) -> tuple[date, int, str]:
    return (event.on, _RANK[type(event)], repr(event))
