"""Whether a row of events makes sense under a rule: one start, known reasons, pauses that end, nothing after the answer. Counts no day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongxin.deadlines.events import Answered, Extended, Happened, Paused, Resumed, Started
from gongxin.deadlines.refusals import (
    AnswerRefused,
    EventRefused,
    ExtensionRefused,
    PauseRefused,
    StartRefused,
)
from gongxin.deadlines.rules import PARTIES, PauseReason, Rule


@dataclass(frozen=True)
class Interval:
    """A pause from the day after it was declared up to and including the day on which it ended.

    It stops the clock only where another party owes something: nobody stops a clock of its own.
    """

    paused: Paused
    until: date | None
    reason: PauseReason
    stops: bool

    def covers(self, day: date) -> bool:
        return self.paused.on < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class History:
    """Events that a clock can have had."""

    facts: tuple[Happened, ...]
    started: Started
    answered: Answered | None
    extensions: tuple[Extended, ...]
    pauses: tuple[Interval, ...]

    @property
    def open_pause(self) -> Interval | None:
        """Pauses never overlap, so only the last one can be open."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].until is None else None

    def pause_over(self, day: date) -> Interval | None:
        return next((one for one in self.pauses if one.covers(day)), None)


def history_of(rule: Rule, facts: Sequence[Happened]) -> History:
    """The events as a history, or the first reason why they are none."""
    starts = [one for one in facts if isinstance(one, Started)]
    answers = [one for one in facts if isinstance(one, Answered)]
    if len(starts) != 1:
        raise StartRefused(
            starts[1].on if starts else None,
            "时限须有且只有一个起算事件",
            "a clock has one event that starts it, and no second one",
        )
    for one in facts:
        if one.on < starts[0].on:
            raise EventRefused(one.on, "早于起算日", "lies before the day the clock started")
    if len(answers) > 1:
        raise AnswerRefused(answers[1].on, "已经答复过", "was answered already")
    for one in facts:
        if answers and one.on > answers[0].on:
            raise EventRefused(one.on, "答复之后时限已结束", "the clock ended with the answer")
    return History(
        facts=tuple(facts),
        started=starts[0],
        answered=answers[0] if answers else None,
        extensions=_extensions(rule, [one for one in facts if isinstance(one, Extended)]),
        pauses=_pauses(rule, facts),
    )


def _extensions(rule: Rule, found: Sequence[Extended]) -> tuple[Extended, ...]:
    for number, one in enumerate(found, 1):
        if rule.extension is None:
            raise ExtensionRefused(one.on, "该时限不得延长", "this deadline may not be extended")
        if number > rule.extension.times:
            raise ExtensionRefused(
                one.on,
                f"最多延长 {rule.extension.times} 次",
                f"may be extended {rule.extension.times} time(s) at most",
            )
        if one.reason not in {reason.key for reason in rule.extension.reasons}:
            raise ExtensionRefused(
                one.on,
                f"延长理由“{one.reason}”不在清单内",
                f'"{one.reason}" is no reason of the closed list of extensions',
            )
        if not one.approved_by:
            raise ExtensionRefused(one.on, "延长须有批准人", "an extension names who approved it")
    return tuple(found)


def _pauses(rule: Rule, facts: Sequence[Happened]) -> tuple[Interval, ...]:
    """Pauses and their ends in turn. Of those on one day the one comes first that the clock can have: so their order is irrelevant."""
    found: list[Interval] = []
    standing: Paused | None = None
    for day in sorted({one.on for one in facts if isinstance(one, Paused | Resumed)}):
        begins = [one for one in facts if one.on == day and isinstance(one, Paused)]
        ends = [one for one in facts if one.on == day and isinstance(one, Resumed)]
        while begins or ends:
            if standing is None and begins:
                standing = begins.pop(0)
            elif standing is not None and ends:
                ends.pop()
                found.append(_interval(rule, standing, day))
                standing = None
            elif standing is not None:
                raise PauseRefused(day, "已在暂停中", "the clock is paused already")
            else:
                raise PauseRefused(day, "没有暂停，无从恢复", "the clock is not paused")
    if standing is not None:
        found.append(_interval(rule, standing, None))
    return tuple(found)


def _interval(rule: Rule, paused: Paused, until: date | None) -> Interval:
    reason = rule.pause(paused.reason)
    if reason is None:
        raise PauseRefused(
            paused.on,
            f"暂停理由“{paused.reason}”不在该时限的清单内",
            f'"{paused.reason}" is no reason of the closed list of this deadline',
        )
    if paused.by not in PARTIES:
        raise PauseRefused(paused.on, f"没有“{paused.by}”一方", f'there is no party "{paused.by}"')
    return Interval(paused, until, reason, stops=reason.owes != rule.party)
