"""What a clock can and cannot have had: closed lists, pauses of one's own, extensions before the due day, corrections."""

from datetime import date
from itertools import permutations

import pytest

from gongxin.deadlines import (
    Answered,
    AnswerRefused,
    Corrected,
    CorrectionRefused,
    DayWas,
    Event,
    EventRefused,
    Extended,
    ExtensionRefused,
    Open,
    Paused,
    PauseRefused,
    Resumed,
    Started,
    StartRefused,
    admitted,
    due,
)
from tests.builders import clocks

CALENDAR = clocks.calendar()
MONDAY = date(2026, 6, 1)


def june(day: int) -> date:
    return date(2026, 6, day)


def test_a_pause_stops_the_clock_only_while_somebody_else_owes_something() -> None:
    waiting = "pause 2026-06-02 subject; resume 2026-06-08"
    provider = clocks.rule("2wd", party="provider")
    assert due(provider, clocks.events(MONDAY, waiting), CALENDAR).due == june(9)
    subject = clocks.rule("2wd", party="subject")
    working = due(subject, clocks.events(MONDAY, waiting), CALENDAR)
    assert working.due == june(3)
    assert [s.pause.owes for s in working.steps if s.pause] == ["subject"]


def test_the_days_of_a_pause_count_against_the_party_that_owes() -> None:
    text = "pause 2026-06-02 subject; resume 2026-06-08"
    assert due(clocks.rule("2wd"), clocks.events(MONDAY, text), CALENDAR).charged == (
        ("subject", 4),
    )
    text = "pause 2026-06-01 provider; resume 2026-06-08"
    assert due(clocks.rule("2wd"), clocks.events(MONDAY, text), CALENDAR).charged == (
        ("provider", 2),
    )
    text = "pause 2026-06-05 third; resume 2026-06-07"  # a weekend is nobody's working day
    assert due(clocks.rule("6wd"), clocks.events(MONDAY, text), CALENDAR).charged == ()


def test_who_declares_a_pause_does_not_matter_but_whose_turn_it_is() -> None:
    text = "pause 2026-06-02 subject; resume 2026-06-08"
    rule = clocks.rule("2wd", party="provider")
    for by in ("provider", "platform", "subject"):
        assert due(rule, clocks.events(MONDAY, text, by=by), CALENDAR).due == june(9)


def test_a_pause_covers_the_days_after_it_up_to_the_day_it_ends() -> None:
    working = due(
        clocks.rule("5wd"),
        clocks.events(MONDAY, "pause 2026-06-02 subject; resume 2026-06-04"),
        CALENDAR,
    )
    stopped = [step.day for step in working.steps if step.was is DayWas.STOPPED]
    assert stopped == [june(3), june(4)]


def test_standing_still_there_is_no_due_day_and_the_pause_is_named() -> None:
    working = due(clocks.rule("5wd"), clocks.events(MONDAY, "pause 2026-06-03 third"), CALENDAR)
    assert (working.due, working.open) == (None, Open.PAUSED)
    assert working.paused == Paused(june(3), "third", "provider")
    assert working.steps[-1].day == june(3)


@pytest.mark.parametrize(
    ("events", "refusal"),
    [
        ([], StartRefused),
        ([Started(MONDAY), Started(june(2))], StartRefused),
        ([Started(MONDAY), Answered(date(2026, 5, 29))], EventRefused),
        ([Started(MONDAY), Answered(june(2)), Answered(june(3))], AnswerRefused),
        ([Started(MONDAY), Answered(june(2)), Extended(june(3), "special", "head")], EventRefused),
        ([Started(MONDAY), Paused(june(2), "weather", "provider")], PauseRefused),
        ([Started(MONDAY), Paused(june(2), "subject", "mayor")], PauseRefused),
        ([Started(MONDAY), Resumed(june(2))], PauseRefused),
        (
            [
                Started(MONDAY),
                Paused(june(2), "subject", "provider"),
                Paused(june(3), "third", "provider"),
            ],
            PauseRefused,
        ),
        ([Started(MONDAY), Extended(june(2), "holiday", "head")], ExtensionRefused),
        ([Started(MONDAY), Extended(june(2), "special", "")], ExtensionRefused),
        (
            [
                Started(MONDAY),
                Extended(june(2), "special", "head"),
                Extended(june(3), "special", "head"),
            ],
            ExtensionRefused,
        ),
    ],
)
def test_a_clock_cannot_have_had_that(events: list[Event], refusal: type[EventRefused]) -> None:
    with pytest.raises(EventRefused) as said:
        due(clocks.rule("2wd+3"), events, CALENDAR)
    assert type(said.value) is refusal
    assert said.value.zh
    assert said.value.en


def test_a_rule_without_an_extension_has_none() -> None:
    with pytest.raises(ExtensionRefused):
        due(clocks.rule("2wd"), clocks.events(MONDAY, "extend 2026-06-01"), CALENDAR)


@pytest.mark.parametrize(("day", "fine"), [(1, True), (2, True), (3, False), (4, False)])
def test_an_extension_comes_before_the_due_day(day: int, fine: bool) -> None:
    rule, events = clocks.rule("2wd+3"), clocks.events(MONDAY, "")  # due on the 3rd
    extension = Extended(june(day), "special", "head")
    if fine:
        assert admitted(rule, events, [extension], CALENDAR).due == june(8)
    else:
        with pytest.raises(ExtensionRefused):
            admitted(rule, events, [extension], CALENDAR)


@pytest.mark.parametrize(("day", "fine"), [(2, True), (3, False), (9, False)])
def test_a_pause_comes_before_the_due_day(day: int, fine: bool) -> None:
    rule, events = clocks.rule("2wd"), clocks.events(MONDAY, "")
    pause = Paused(june(day), "subject", "provider")
    if fine:
        assert admitted(rule, events, [pause], CALENDAR).open is Open.PAUSED
    else:
        with pytest.raises(PauseRefused):
            admitted(rule, events, [pause], CALENDAR)


def test_a_correction_cannot_smuggle_in_an_extension_that_came_too_late() -> None:
    rule = clocks.rule("2wd+3")
    recorded = Extended(june(2), "special", "head")
    events: list[Event] = [Started(MONDAY), recorded]
    late = Corrected(june(9), recorded, Extended(june(4), "special", "head"))
    with pytest.raises(ExtensionRefused):
        admitted(rule, events, [late], CALENDAR)
    in_time = Corrected(june(9), recorded, Extended(MONDAY, "special", "head"))
    assert admitted(rule, events, [in_time], CALENDAR).due == june(8)
    never = Corrected(june(9), recorded, None)
    assert admitted(rule, events, [never], CALENDAR).due == june(3)


def test_a_correction_mends_what_another_one_put_in_place_in_any_order() -> None:
    rule = clocks.rule("2wd")
    first = Corrected(june(4), Started(MONDAY), Started(june(2)))
    second = Corrected(june(4), Started(june(2)), Started(june(3)))
    events: list[Event] = [Started(MONDAY), first, second]
    told = [due(rule, order, CALENDAR) for order in permutations(events)]
    assert {working.due for working in told} == {june(5)}
    assert all(working == told[0] for working in told)


@pytest.mark.parametrize(
    "wrong",
    [
        Corrected(june(4), Started(june(2)), Started(june(3))),  # it never said so
        Corrected(june(4), Started(MONDAY), Answered(june(3))),  # another kind of event
    ],
)
def test_a_correction_corrects_what_is_there_into_the_same_kind(wrong: Corrected) -> None:
    with pytest.raises(CorrectionRefused):
        due(clocks.rule("2wd"), [Started(MONDAY), wrong], CALENDAR)


def test_a_clock_without_its_start_is_refused_when_the_start_is_corrected_away() -> None:
    with pytest.raises(StartRefused):
        due(
            clocks.rule("2wd"),
            [Started(MONDAY), Corrected(june(2), Started(MONDAY), None)],
            CALENDAR,
        )


def test_an_admitted_event_stands_when_a_later_calendar_ends_the_period_before_it() -> None:
    # Friday 5 June is a holiday in the calendar before, so due on Monday 8; extended on the 5th, in time.
    before = clocks.calendar_with(holidays=[june(5)])
    rule, events = clocks.rule("4wd+3"), clocks.events(MONDAY, "extend 2026-06-05")
    assert admitted(rule, events[:1], events[1:], before).due == june(11)
    assert due(rule, events, CALENDAR).due == june(10)


def test_the_working_names_holidays_made_up_days_and_weekends() -> None:
    working = due(clocks.rule("3wd"), [Started(date(2026, 2, 13))], CALENDAR)
    told = [
        (s.day.day, s.was.value, s.number, s.holiday.zh if s.holiday else "") for s in working.steps
    ]
    assert told == [
        (13, "zero", 0, ""),
        (14, "made_up", 1, ""),
        *[(day, "holiday", 1, "春节") for day in range(15, 24)],
        (24, "counted", 2, ""),
        (25, "counted", 3, ""),
    ]


def test_versions_follow_what_the_due_day_depends_on_and_nothing_else() -> None:
    rule = clocks.rule("3wd")
    working = due(rule, [Started(date(2026, 2, 13))], CALENDAR)
    assert working.calendar_years == (2026,)
    other_year = clocks.calendar_with(holidays=[date(2025, 6, 5)])
    assert (
        due(rule, [Started(date(2026, 2, 13))], other_year).calendar_version
        == working.calendar_version
    )
    this_year = clocks.calendar_with(holidays=[june(5)])
    assert (
        due(rule, [Started(date(2026, 2, 13))], this_year).calendar_version
        != working.calendar_version
    )
    assert clocks.rule("4wd").version.partition("#")[2] != rule.version.partition("#")[2]
