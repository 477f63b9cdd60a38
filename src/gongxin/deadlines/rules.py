"""What a deadline is, as frozen values: how many days for whom, what stops it, what happens when it is missed. States no number of its own."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongxin.deadlines.refusals import DeadlineAbsent, DeadlineUnknown

# at_once: in the same transaction, at the latest before the day of the event is over.
UNITS: Final = ("at_once", "working_days", "calendar_days", "months")
# Whose clock it is, or whose turn it is while it stands still. "third": an expert or a third party; "nobody": force majeure.
PARTIES: Final = ("platform", "provider", "reviewer", "recipient", "subject", "third", "nobody")
# What happens when a duty is missed. None of them decides the matter: silence never does.
MISSED: Final = (
    "mask_until_answered",  # the item is not shown until there is an answer
    "escalate",  # it goes to the next in charge
    "figures",  # it stands in the agency's own figures
    "call_sheet",  # a person telephones
    "public_list",  # the body is named among those that did not act
    "window_closes",  # the subject's own time is over elsewhere; here nothing follows from it
)


@dataclass(frozen=True)
class PauseReason:
    """One reason of the closed list. `owes`: who must act for the clock to go on; the days are counted against that party."""

    key: str
    zh: str
    en: str
    owes: str
    source: str
    mark: str


@dataclass(frozen=True)
class ExtensionReason:
    key: str
    zh: str
    en: str
    source: str
    mark: str


@dataclass(frozen=True)
class Extension:
    """How much may be added, how often, for which reasons, and who approves it. In the unit of its rule."""

    count: int
    times: int
    reasons: tuple[ExtensionReason, ...]
    approver_zh: str
    approver_en: str
    source: str
    mark: str


@dataclass(frozen=True)
class Roll:
    """A period whose last day is a rest day ends on the next working day: only where a source says so."""

    source: str
    mark: str


@dataclass(frozen=True)
class Alternative:
    """What one text says about the same duty. `binds`: it is law here; `outer`: a limit the rule must stay within."""

    zh: str
    en: str
    unit: str
    count: int
    extension: int | None
    binds: bool
    outer: bool
    source: str
    mark: str


@dataclass(frozen=True)
class Rule:
    """One deadline in one version. The day of the event that starts it is day zero."""

    key: str
    group: str
    zh: str
    en: str
    party: str
    starts_zh: str  # the event whose day is day zero
    starts_en: str
    unit: str
    count: int
    missed: tuple[str, ...]
    pauses: tuple[PauseReason, ...]
    extension: Extension | None
    roll: Roll | None
    alternatives: tuple[Alternative, ...]
    source: str
    mark: str
    in_force_from: date
    in_force_until: date | None

    @property
    def version(self) -> str:
        """Key, first day and a digest over everything that the due day depends on: another rule has another version."""
        extension = self.extension
        parts = (
            self.key,
            self.in_force_from.isoformat(),
            self.party,
            self.unit,
            str(self.count),
            "" if self.roll is None else "roll",
            *sorted(f"pause:{one.key}:{one.owes}" for one in self.pauses),
            *(() if extension is None else (f"extend:{extension.count}:{extension.times}",)),
            *(() if extension is None else sorted(one.key for one in extension.reasons)),
        )
        digest = hashlib.sha256("\n".join(("gx-rule1", *parts)).encode()).hexdigest()
        return f"{self.key}@{self.in_force_from.isoformat()}#{digest[:12]}"

    def pause(self, key: str) -> PauseReason | None:
        return next((one for one in self.pauses if one.key == key), None)


@dataclass(frozen=True)
class Absent:
    """A value that no text was found for. It has no number: whoever asks for it is refused, in every mode."""

    key: str
    zh: str
    en: str
    why_zh: str
    why_en: str
    source: str  # the text that was found, and where it says no number


@dataclass(frozen=True)
class Clocks:
    """Every deadline of a place: the rules in all their versions, the closed lists, and what is absent."""

    rules: tuple[Rule, ...] = ()
    pauses: tuple[PauseReason, ...] = ()
    extensions: tuple[ExtensionReason, ...] = ()
    absent: tuple[Absent, ...] = ()

    def rule(self, key: str, day: date) -> Rule:
        """The version in force on the day of the event that starts the clock."""
        for one in self.absent:
            if one.key == key:
                raise DeadlineAbsent(key, one.zh, one.en)
        return rule_on(self.rules, key, day)

    def in_force(self, day: date) -> tuple[Rule, ...]:
        return tuple(one for one in self.rules if _in_force(one, day))


def rule_on(rules: Iterable[Rule], key: str, day: date) -> Rule:
    """A clock keeps the rule of the day it started; where no rule is in force there is no clock, and nothing is guessed."""
    for one in rules:
        if one.key == key and _in_force(one, day):
            return one
    raise DeadlineUnknown(key, day)


def _in_force(rule: Rule, day: date) -> bool:
    return rule.in_force_from <= day and (rule.in_force_until is None or day < rule.in_force_until)
