"""Reads deadlines, the closed lists of reasons and what is absent. Pure; states no number of its own, judges no value."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from gongxin.deadlines import (
    MISSED,
    PARTIES,
    UNITS,
    Absent,
    Alternative,
    Clocks,
    Extension,
    ExtensionReason,
    HolidayName,
    PauseReason,
    Roll,
    Rule,
)
from gongxin.jurisdiction.drafts import Drafts
from gongxin.jurisdiction.reading import Table
from gongxin.jurisdiction.refusals import LawRefused


@dataclass(frozen=True)
class RuleText:
    """A deadline with the keys of the reasons it names; they may stand in a layer above."""

    rule: Rule
    pauses: tuple[str, ...]
    extensions: tuple[str, ...]
    place: str


@dataclass
class ClockTexts:
    """What the files of all layers say of deadlines."""

    rules: list[RuleText] = field(default_factory=list)
    pauses: list[PauseReason] = field(default_factory=list)
    extensions: list[ExtensionReason] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)


def deadlines(table: Table, found: ClockTexts) -> None:
    """One `deadlines.toml`, added to what the layers above say."""
    found.pauses += [_pause(one) for one in table.tables("pause_reason")]
    found.extensions += [_extension_reason(one) for one in table.tables("extension_reason")]
    found.rules += [_rule(one) for one in table.tables("deadline")]
    found.absent += [_absent(one) for one in table.tables("absent")]


def holiday_names(table: Table) -> tuple[HolidayName, ...]:
    """The names of the holidays of a year's calendar."""
    found = []
    for one in table.tables("holiday"):
        name = HolidayName(one.text("zh"), one.text("en"), one.day("first"), one.day("last"))
        if name.last < name.first:
            raise LawRefused(one.place, "末日早于首日", "it ends before it begins")
        one.done()
        found.append(name)
    return tuple(found)


def attached(texts: ClockTexts, rules: Iterable[RuleText], drafts: Drafts) -> Clocks:
    """Rules with their reasons. Without drafts a reason, an extension or a roll from memory is left out, never the limit itself."""
    pauses = {
        one.key: one
        for one in drafts.without(texts.pauses, "pause_reason", lambda p: (p.key, p.zh, p.en))
    }
    extensions = {
        one.key: one
        for one in drafts.without(
            texts.extensions, "extension_reason", lambda e: (e.key, e.zh, e.en)
        )
    }
    known = {one.key for one in texts.pauses}, {one.key for one in texts.extensions}
    complete = []
    for text in rules:
        for named, keys in zip((text.pauses, text.extensions), known, strict=True):
            strangers = [key for key in named if key not in keys]
            if strangers:
                said = "、".join(strangers)
                raise LawRefused(text.place, f"没有理由 {said}", f"there is no reason {said}")
        rule = replace(
            text.rule,
            pauses=tuple(pauses[key] for key in text.pauses if key in pauses),
            alternatives=drafts.without(
                text.rule.alternatives,
                f"deadline:{text.rule.key}:alternative",
                lambda a: (a.source, a.zh, a.en),
            ),
        )
        reasons = tuple(extensions[key] for key in text.extensions if key in extensions)
        complete.append(_sifted(rule, reasons, drafts))
    return Clocks(
        rules=tuple(complete),
        pauses=tuple(pauses.values()),
        extensions=tuple(extensions.values()),
        # A draft that was left out gives no value either.
        absent=tuple(a for a in texts.absent if a.key not in {rule.key for rule in complete}),
    )


def _sifted(rule: Rule, reasons: tuple[ExtensionReason, ...], drafts: Drafts) -> Rule:
    extension, roll = rule.extension, rule.roll
    if extension is not None:
        kept = drafts.without(
            (extension,), f"deadline:{rule.key}", lambda _: ("extension", rule.zh, rule.en)
        )
        extension = replace(kept[0], reasons=reasons) if kept and reasons else None
    if roll is not None and not drafts.without(
        (roll,), f"deadline:{rule.key}", lambda _: ("roll", rule.zh, rule.en)
    ):
        roll = None
    return replace(rule, extension=extension, roll=roll)


def _pause(one: Table) -> PauseReason:
    reason = PauseReason(
        key=one.text("key"),
        zh=one.text("zh"),
        en=one.text("en"),
        owes=one.one_of("owes", PARTIES),
        source=one.text("source"),
        mark=one.mark(),
    )
    one.done()
    return reason


def _extension_reason(one: Table) -> ExtensionReason:
    reason = ExtensionReason(
        one.text("key"), one.text("zh"), one.text("en"), one.text("source"), one.mark()
    )
    one.done()
    return reason


def _rule(one: Table) -> RuleText:
    start, end = one.period()
    extension, keys = _extension(one.table("extension"))
    missed = one.texts("missed")
    strangers = [key for key in missed if key not in MISSED]
    if strangers or not missed:
        raise LawRefused(
            f"{one.place}.missed", "须取自清单：" + "、".join(MISSED), "one of " + ", ".join(MISSED)
        )
    unit, count = _measure(one)
    rule = Rule(
        key=one.text("key"),
        group=one.text("group"),
        zh=one.text("zh"),
        en=one.text("en"),
        party=one.one_of("party", tuple(p for p in PARTIES if p != "nobody")),
        starts_zh=one.text("starts_zh"),
        starts_en=one.text("starts_en"),
        unit=unit,
        count=count,
        missed=missed,
        pauses=(),
        extension=extension,
        roll=_roll(one.table("roll")),
        alternatives=tuple(_alternative(row) for row in one.tables("alternative")),
        source=one.text("source"),
        mark=one.mark(),
        in_force_from=start,
        in_force_until=end,
    )
    pauses = one.texts("pauses", missing_ok=True)
    one.done()
    return RuleText(rule, pauses, keys, one.place)


def _measure(one: Table) -> tuple[str, int]:
    """A unit and how many of it; at once has none, the others at least one."""
    unit, count = one.one_of("unit", UNITS), one.number_or_none("count")
    if (unit == "at_once") != (count is None) or count == 0:
        raise LawRefused(
            f"{one.place}.count",
            "立即办理的不写天数，其余至少为1",
            "at once has no count, every other unit at least 1",
        )
    return unit, count or 0


def _extension(one: Table | None) -> tuple[Extension | None, tuple[str, ...]]:
    if one is None:
        return None, ()
    extension = Extension(
        count=one.number("count"),
        times=one.number("times"),
        reasons=(),
        approver_zh=one.text("approver_zh"),
        approver_en=one.text("approver_en"),
        source=one.text("source"),
        mark=one.mark(),
    )
    keys = one.texts("reasons")
    one.done()
    if not (keys and extension.count and extension.times):
        raise LawRefused(
            one.place,
            "延长须有天数、次数和理由",
            "an extension has a count, a number of times and reasons",
        )
    return extension, keys


def _roll(one: Table | None) -> Roll | None:
    if one is None:
        return None
    roll = Roll(one.text("source"), one.mark())
    one.done()
    return roll


def _alternative(one: Table) -> Alternative:
    unit, count = _measure(one)
    found = Alternative(
        zh=one.text("zh"),
        en=one.text("en"),
        unit=unit,
        count=count,
        extension=one.number_or_none("extension"),
        binds=one.flag("binds"),
        outer=one.flag("outer", default=False),
        source=one.text("source"),
        mark=one.mark(),
    )
    one.done()
    return found


def _absent(one: Table) -> Absent:
    found = Absent(
        key=one.text("key"),
        zh=one.text("zh"),
        en=one.text("en"),
        why_zh=one.text("why_zh"),
        why_en=one.text("why_en"),
        source=one.text("source"),
    )
    one.done()
    return found
