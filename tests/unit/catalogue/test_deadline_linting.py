"""The linter refuses a deadline that is laxer than what was found, passes a limit of the law, or is missed without notice."""

from dataclasses import replace

import pytest

from gongxin.catalogue.deadline_linting import lint_deadlines
from gongxin.catalogue.linting import lint
from gongxin.deadlines import Alternative, Clocks, Rule
from tests.builders import clocks


def text(
    unit: str, count: int, extension: int | None = None, *, outer: bool = False
) -> Alternative:
    return Alternative(
        "某市", "some city", unit, count, extension, binds=outer, outer=outer,
        source="constructed", mark="verified",
    )  # fmt: skip


def codes(rule: Rule) -> set[str]:
    return {one.code for one in lint_deadlines(Clocks(rules=(rule,)))}


def test_the_deadlines_of_the_folder_are_not_refused() -> None:
    assert lint_deadlines(clocks.law().clocks) == ()


@pytest.mark.parametrize(
    ("short", "other", "refused"),
    [
        ("3wd", text("working_days", 2), True),
        ("3wd", text("working_days", 3), False),
        ("3wd", text("working_days", 4), False),
        ("3wd", text("at_once", 0), True),
        ("at_once", text("working_days", 1), False),
        ("3wd", text("calendar_days", 1), False),  # two units are not compared
        ("3wd+3", text("working_days", 3, 3), False),
        ("3wd+3", text("working_days", 3), True),
        ("3wd+4", text("working_days", 3, 3), True),
    ],
)
def test_the_strictest_text_found_is_taken(short: str, other: Alternative, refused: bool) -> None:
    found = codes(replace(clocks.rule(short), alternatives=(other,)))
    assert ("deadline.not_strictest" in found) is refused


def test_an_outer_limit_holds_for_the_period_with_its_extension() -> None:
    outer = text("working_days", 5, outer=True)
    assert codes(replace(clocks.rule("2wd+3"), alternatives=(outer,))) == set()
    assert codes(replace(clocks.rule("3wd+3"), alternatives=(outer,))) == {"deadline.beyond_outer"}


@pytest.mark.parametrize(
    ("party", "missed", "expected"),
    [
        ("provider", ("escalate",), set()),
        ("provider", ("mask_until_answered",), {"deadline.nobody_answers"}),
        ("provider", ("escalate", "window_closes"), {"deadline.silence_hurts"}),
        ("subject", ("window_closes",), set()),
        ("subject", ("figures",), {"deadline.silence_hurts"}),
        ("subject", ("window_closes", "public_list"), {"deadline.silence_hurts"}),
    ],
)
def test_missed_it_comes_to_notice_and_silence_never_hurts_the_subject(
    party: str, missed: tuple[str, ...], expected: set[str]
) -> None:
    assert codes(replace(clocks.rule("3wd", party=party), missed=missed)) == expected


def test_at_once_has_no_pause_and_working_days_no_roll() -> None:
    assert codes(clocks.rule("at_once")) == {"deadline.meaningless"}  # the builder's has pauses
    assert codes(replace(clocks.rule("at_once"), pauses=())) == set()
    roll = clocks.rule("3cd>").roll
    assert codes(replace(clocks.rule("3wd"), roll=roll)) == {"deadline.meaningless"}


def test_the_linter_of_the_catalogue_asks_the_deadlines_too() -> None:
    whole = clocks.law()
    lax = replace(whole.clocks.rules[1], count=9)
    spoilt = replace(whole, clocks=replace(whole.clocks, rules=(lax,)))
    assert "deadline.not_strictest" in {one.code for one in lint(spoilt)}
