"""How a case stands, folded from its events: state, turn, clocks, who took part, what hides its records. Pure; reads no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gongxin.cases.kinds import COMPLAINTS, Event, Kind, Party, Stage, State
from gongxin.cases.tables import (
    CLOCKS,
    DISPUTED,
    DISPUTES,
    OPEN,
    OWES,
    STAGES,
    TABLES,
    TURNS,
    WAITS,
)
from gongxin.deadlines import (
    Answered,
    Extended,
    Paused,
    Resumed,
    Started,
    Working,
    hidden_from,
)
from gongxin.deadlines import Happened as Tick
from gongxin.refusal import Refusal

LEAK: Final = "leak"
ASKED_FOR: Final = "subject_documents"  # the reason of the law's list for which a clock may stop


class StepRefused(Refusal):
    """The case does not allow this, now or by this account."""

    code = "case.step_refused"


@dataclass(frozen=True)
class Happened:
    """One stored event. `on`: its civil day. `told`: what was said with it, texts already covered."""

    number: int
    event: Event
    party: Party
    by: str
    at: datetime
    on: date
    told: Mapping[str, str]


@dataclass(frozen=True)
class Clocked:
    """The clock of one stage: the key of its deadline and what happened to it."""

    key: str
    stage: Stage
    ticks: tuple[Tick, ...]

    @property
    def started(self) -> date:
        return self.ticks[0].on

    @property
    def is_open(self) -> bool:
        return not isinstance(self.ticks[-1], Answered)


@dataclass(frozen=True)
class Standing:
    """A case as its events leave it."""

    kind: Kind
    state: State = State.NEW
    events: tuple[Happened, ...] = ()
    clocks: tuple[Clocked, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def turn(self) -> Party | None:
        """Who owes the next step; None: nobody."""
        if self.state in WAITS:
            return Party.SUBJECT
        if self.state in TURNS:
            return TURNS[self.state]
        stage = STAGES.get(self.state)
        return OWES[stage] if stage else None

    @property
    def clock(self) -> Clocked | None:
        """The clock that runs, or stands still for the subject."""
        return self.clocks[-1] if self.clocks and self.clocks[-1].is_open else None

    @property
    def is_disputed(self) -> bool:
        return self.kind in DISPUTES and self.state in DISPUTED

    @property
    def upheld_on_review(self) -> bool:
        """An objection that the review found right: its record waits, hidden, for two people to withdraw it."""
        if self.kind is not Kind.OBJECTION or self.state is not State.UPHELD:
            return False
        return self.last(Event.UPHOLD, Party.REVIEWER) is not None

    def first(self, event: Event) -> Happened | None:
        return next((one for one in self.events if one.event is event), None)

    def last(self, event: Event, party: Party | None = None) -> Happened | None:
        return next(
            (
                one
                for one in reversed(self.events)
                if one.event is event and party in {None, one.party}
            ),
            None,
        )

    def may(self, event: Event, party: Party) -> bool:
        """Whether the table lets this party do this now."""
        step = TABLES[self.kind].get((self.state, event))
        return step is not None and party in step.parties


def standing(kind: Kind, events: Iterable[Happened]) -> Standing:
    """The case after these events in order, or the first reason why they are none."""
    found = Standing(kind)
    for one in events:
        found = after(found, one)
    return found


def after(before: Standing, one: Happened) -> Standing:
    """The case after one more event; StepRefused where the table has no such way, or not for this account."""
    step = TABLES[before.kind].get((before.state, one.event))
    if step is None:
        raise StepRefused(
            "案件现在的状态不能这样办",
            "the case does not allow this as it stands now",
            details={"state": before.state.value, "event": one.event.value},
        )
    if one.party not in step.parties:
        raise StepRefused("这一步由另一方办理", "this step is another party's")
    if before.events and one.at < before.events[-1].at:
        raise StepRefused("早于上一步", "it is dated before the step that went before")
    _ensure_nobody_twice(before, one)
    if one.event is Event.ASK and _was_asked(before):
        raise StepRefused(
            "需要补正的内容须一次告知，本环节已告知过",
            "what is missing is told at once, and in this stage it was told already",
        )
    if one.event in _GIVES and not _is_known(before):
        raise StepRefused(
            "还没有当面核对申请人的身份",
            "the applicant's identity was not seen yet",
            remedy_zh="请申请人到窗口出示证件，只登记“已核对”",
            remedy_en="let them come to the counter and show it; enter only that it was seen",
        )
    return replace(
        before,
        state=step.after,
        events=(*before.events, one),
        clocks=_clocks(before, step.after, one),
    )


# Steps that must be of another account than the one that brought the case, though of the same house.
_SECOND: Final = frozenset({Event.CARRY_OUT})


def _ensure_nobody_twice(before: Standing, one: Happened) -> None:
    """Nobody acts for two parties: so whoever reviews had no part in the case, and whoever decides did not forward it."""
    for earlier in before.events:
        if earlier.by != one.by:
            continue
        if earlier.party is not one.party or one.event in _SECOND:
            raise StepRefused(
                "您参与过本案的前一步骤，这一步须由另一人办理",
                "you took part in an earlier step of this case; somebody else must do this one",
            )


# What answers a request by giving something: an organisation's own account is known, anybody else was seen.
_GIVES: Final = frozenset({Event.GIVE, Event.GIVE_PART})


def _is_known(before: Standing) -> bool:
    filed = before.first(Event.FILE)
    by_account = filed is not None and filed.told.get("who") == "organisation"
    return by_account or before.first(Event.SEE) is not None


def _was_asked(before: Standing) -> bool:
    clock = before.clock
    return clock is not None and any(isinstance(tick, Paused) for tick in clock.ticks)


def _clocks(before: Standing, state: State, one: Happened) -> tuple[Clocked, ...]:
    """A stage that is left is answered, one that is entered starts; within a stage the clock stops and goes on."""
    clocks = before.clocks
    running = before.clock
    stage = STAGES.get(state)
    if running is not None and stage is running.stage:
        tick = _tick(running, state, one)
        return clocks if tick is None else (*clocks[:-1], _with(running, tick))
    if running is not None:
        clocks = (*clocks[:-1], _with(running, Answered(one.on)))
    if stage is None:
        return clocks
    return (*clocks, Clocked(CLOCKS[before.kind, stage], stage, (Started(one.on),)))


def _tick(running: Clocked, state: State, one: Happened) -> Tick | None:
    if one.event is Event.ASK:
        return Paused(one.on, ASKED_FOR, OWES[running.stage].value)
    if state not in WAITS and isinstance(running.ticks[-1], Paused):
        return Resumed(one.on)
    if one.event is Event.EXTEND:
        return Extended(one.on, one.told["reason"], one.by)
    return None


def _with(clock: Clocked, tick: Tick) -> Clocked:
    return replace(clock, ticks=(*clock.ticks, tick))


def masked_from(found: Standing, working: Working | None) -> date | None:
    """The day from which the records of the case are hidden; None: not at all.

    Silence hides and never decides: the first day after the due day, and from the first day that no calendar can judge.
    """
    filed = found.first(Event.FILE)
    agreed = found.last(Event.CORRECT) or found.last(Event.UPHOLD)
    if agreed is not None and (found.state is State.CORRECTING or found.upheld_on_review):
        return agreed.on
    if found.is_open and filed is not None and filed.told.get("contradictions"):
        return filed.on
    return hidden_from(working) if working is not None else None


def leak_clock(found: Standing) -> Clocked | None:
    """Of a complaint about a leak: what is owed at once beside the answer. Its incident, once entered, answers it."""
    filed = found.first(Event.FILE)
    if found.kind not in COMPLAINTS or filed is None or filed.told.get("matter") != LEAK:
        return None
    entered = found.first(Event.INCIDENT)
    ended = entered or (found.events[-1] if not found.is_open else None)
    ticks: tuple[Tick, ...] = (Started(filed.on), *((Answered(ended.on),) if ended else ()))
    return Clocked("leak.remedy", Stage.ANSWER, ticks)


def owed(found: Standing) -> tuple[Clocked, ...]:
    """Every clock that a case had: those of its stages, and what a leak asks for at once."""
    leak = leak_clock(found)
    return found.clocks if leak is None else (*found.clocks, leak)


@dataclass(frozen=True)
class Case:
    """A case with everything that is kept of it."""

    id: UUID
    kind: Kind
    agency_key: str
    subject_id: int | None  # whose case it is; None: nobody's that is known here
    records: tuple[UUID, ...]
    opened_at: datetime
    standing: Standing

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def events(self) -> Sequence[Happened]:
        return self.standing.events

    @property
    def holder(self) -> str:
        """By what the masks and the files of this case are known."""
        return f"case:{self.id}"

    def party_of(self, by: str) -> Party | None:
        """As which party this account took a step, the latest if it took several."""
        return next((one.party for one in reversed(self.events) if one.by == by), None)
