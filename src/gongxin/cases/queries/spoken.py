"""Reads of complaints, tips and requests: by a receipt, what bodies were found liable for, and the figures of both."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.apart import as_read_on, over_from
from gongxin.cases.kinds import COMPLAINTS, SPOKEN, Event, Kind, State
from gongxin.cases.queries import Due, Measure, measure, read, read_without_words
from gongxin.cases.queries.receipts import cases_of_receipt, receipt_digest
from gongxin.cases.saying import FAULTS, Word
from gongxin.cases.standing import Case, leak_clock, owed
from gongxin.deadlines import State as ClockState
from gongxin.deadlines import state as clock_state

# In the order in which a page names them.
ORDER: Final = (Kind.COMPLAINT, Kind.OWN_COMPLAINT, Kind.REQUEST, Kind.TIP)


def by_receipt(code: str, today: date) -> list[Case]:
    """What somebody with this code follows, the last last; empty: there is no such code, or all is over."""
    with acting_for(EVERY_AGENCY):
        order = cases_of_receipt(receipt_digest(code))
        known = {one.id: one for one in read("c.id = ANY(%(cases)s)", {"cases": order})}
    found = [known[one] for one in order]
    if all(_is_over(one, today) for one in found):
        return []
    return [as_read_on(one, today) for one in found]


def due_to_be_emptied(today: date) -> list[UUID]:
    """Cases of which words are still there though their time is over. In any scope."""
    with acting_for(EVERY_AGENCY):
        found = read_without_words(
            "c.id IN (SELECT w.case_id FROM cases_words AS w WHERE w.text <> '')", {}
        )
    return [one.id for one in found if _is_over(one, today)]


def _is_over(found: Case, today: date) -> bool:
    over = over_from(found.standing)
    return over is not None and over <= today


@dataclass(frozen=True)
class Liability:
    """责任记录: what a body was responsible for. A body, never who works there."""

    case: UUID
    body: str  # key of the agency
    fault: Word
    article: str
    remedy: str
    reasons: str
    on: date


def liabilities() -> list[Liability]:
    """Of the founded complaints that the present scope may see, the newest first."""
    found = []
    for one in read_without_words("c.kind IN ('complaint', 'own_complaint')", {}):
        said = one.standing.last(Event.FOUND)
        if said is None or one.state is not State.FOUNDED:
            continue
        told = said.told
        found.append(
            Liability(
                case=one.id,
                body=one.agency_key,
                fault=FAULTS[told["fault"]],
                article=told["article"],
                remedy=told["remedy"],
                reasons=told["text"],
                on=said.on,
            )
        )
    return sorted(found, key=lambda one: (one.on, str(one.case)), reverse=True)


@dataclass(frozen=True)
class Complained:
    """How often a body was complained of, and what came of it. They add up; nobody is ranked."""

    received: int
    founded: int
    unfounded: int
    open: int
    dropped: int
    faults: tuple[tuple[Word, int], ...]


@dataclass(frozen=True)
class Replied:
    """How the centre answered one kind. Of tips there is no clock: they are answered or not."""

    kind: Kind
    received: int
    answered: int
    in_time: int
    late: int
    overdue: int


@dataclass(frozen=True)
class SpokenFigures:
    """For the public: by body complained of, by its key; and by kind."""

    by_body: Mapping[str, Complained]
    by_kind: tuple[Replied, ...]


def spoken_figures(now: datetime) -> SpokenFigures:
    """Counts of all that was said, as it stands at this moment. No body is named that a tip is about."""
    with acting_for(EVERY_AGENCY):
        found = read_without_words(
            "c.kind = ANY(%(kinds)s)", {"kinds": [kind.value for kind in SPOKEN]}
        )
    measured = measure()
    bodies: dict[str, list[Case]] = {}
    for one in found:
        if one.kind in COMPLAINTS:
            bodies.setdefault(one.agency_key, []).append(one)
    return SpokenFigures(
        {key: _complained(cases) for key, cases in sorted(bodies.items())},
        tuple(
            _replied(kind, [o for o in found if o.kind is kind], measured, now) for kind in ORDER
        ),
    )


def _complained(found: Iterable[Case]) -> Complained:
    states = Counter(one.state for one in found)
    faults = Counter(
        said.told["fault"]
        for one in found
        if one.state is State.FOUNDED and (said := one.standing.last(Event.FOUND)) is not None
    )
    founded, dropped = states[State.FOUNDED], states[State.DROPPED]
    unfounded = states[State.UNFOUNDED] + states[State.CONFIRMED]
    return Complained(
        received=states.total(),
        founded=founded,
        unfounded=unfounded,
        open=states.total() - founded - unfounded - dropped,
        dropped=dropped,
        faults=tuple((word, faults[key]) for key, word in FAULTS.items() if faults[key]),
    )


def _replied(kind: Kind, found: list[Case], measured: Measure, now: datetime) -> Replied:
    # A tip that was handed on goes on as another case: it is one.
    own = [one for one in found if one.state is not State.PASSED]
    states = Counter(
        clock_state(measured.working(clock), now) for one in own for clock in owed(one.standing)
    )
    return Replied(
        kind=kind,
        received=len(own),
        answered=sum(not one.standing.is_open or one.state is State.ANSWERED for one in own),
        in_time=states[ClockState.ANSWERED],
        late=states[ClockState.ANSWERED_LATE],
        overdue=states[ClockState.OVERDUE],
    )


def leak_due(found: Case, now: datetime) -> Due | None:
    """Of a complaint about a leak: what is owed at once, and whether it was done."""
    clock = leak_clock(found.standing)
    if clock is None:
        return None
    counted = measure().working(clock)
    return Due(counted, clock_state(counted, now))
