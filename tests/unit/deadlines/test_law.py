"""The deadlines of `jurisdictions/`: each by hand, within the limits of the law, and absent where nothing was read."""

from datetime import date
from pathlib import Path

import pytest

from gongxin.deadlines import DeadlineAbsent, DeadlineUnknown, Event, Extended, Paused, due
from tests.builders import clocks

LAW = clocks.law()
CALENDAR = clocks.calendar()
ROWS = list(clocks.rows(Path(__file__).resolve().parent / "law.csv"))
TODAY = date(2026, 11, 26)


def events(row: dict[str, str]) -> list[Event]:
    return clocks.events(date.fromisoformat(row["start"]), row["events"])


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r['deadline']} {r['start']} {r['events']}")
def test_a_deadline_of_the_law_by_hand(row: dict[str, str]) -> None:
    rule = LAW.clocks.rule(row["deadline"], date.fromisoformat(row["start"]))
    assert str(due(rule, events(row), CALENDAR).due) == row["due"], row["why"]


def test_every_deadline_is_worked_by_hand() -> None:
    assert {row["deadline"] for row in ROWS} == {rule.key for rule in LAW.clocks.rules}
    used = {e.reason for row in ROWS for e in events(row) if isinstance(e, Paused | Extended)}
    known = {one.key for one in LAW.clocks.pauses} | {one.key for one in LAW.clocks.extensions}
    assert used <= known


def counted(key: str, *, extended: bool = False) -> int:
    rule = LAW.clocks.rule(key, TODAY)
    assert rule.unit in {"working_days", "at_once"}
    more = rule.extension.count if extended and rule.extension else 0
    return rule.count + more


def test_the_values_of_the_brief() -> None:
    """facts.md 4.8: 1 + 2 (+3), repair 3 (+3), revoked decisions withdrawn in 1, told again in 5."""
    assert counted("objection.check") == 1
    assert (counted("objection.decision"), counted("objection.decision", extended=True)) == (2, 5)
    assert (counted("repair.decision"), counted("repair.decision", extended=True)) == (3, 6)
    assert counted("revocation.withdraw") == 1
    assert counted("reinsertion.notice") == 5
    assert (counted("recall.act"), counted("recall.named")) == (1, 3)


def test_the_whole_way_of_a_repair_stays_within_the_ten_days_of_22() -> None:
    way = (
        "repair.formal_check",
        "repair.acceptance",
        "repair.forward",
        "repair.decision",
        "repair.effect",
    )
    assert sum(counted(key, extended=True) for key in way) <= 10
    assert counted("repair.acceptance") <= 3


def test_a_revoked_penalty_is_withdrawn_within_the_three_days_of_article_48() -> None:
    assert counted("revocation.report") + counted("revocation.withdraw") <= 3


def test_a_silence_never_decides_and_an_unanswered_objection_masks() -> None:
    for rule in LAW.clocks.rules:
        if rule.party != "subject":
            assert {"escalate", "call_sheet", "public_list"} & set(rule.missed), rule.key
    for key in (
        "objection.check",
        "objection.decision",
        "objection.appeal",
        "not_us.decision",
        "repair.decision",
    ):
        assert LAW.clocks.rule(key, TODAY).missed == ("mask_until_answered", "escalate", "figures")


def test_what_was_not_read_is_absent_and_no_number_is_used() -> None:
    for accept in (True, False):
        found = clocks.law(accept_unverified=accept).clocks
        assert "repair.bar_after_false_commitment" in {one.key for one in found.absent}
        with pytest.raises(DeadlineAbsent) as refused:
            found.rule("repair.bar_after_false_commitment", TODAY)
        assert refused.value.zh
    with pytest.raises(DeadlineUnknown):
        LAW.clocks.rule("objection.never_heard_of", TODAY)
    with pytest.raises(DeadlineUnknown):
        LAW.clocks.rule("repair.decision", date(2026, 3, 31))  # before Order 36


def test_no_value_taken_from_another_city_is_called_verified_law_of_this_one() -> None:
    for rule in LAW.clocks.rules:
        binding = [text for text in rule.alternatives if text.binds]
        if rule.alternatives and not binding:
            assert rule.mark == "example", rule.key
        if rule.mark == "verified":
            assert "本平台" not in rule.source, rule.key
