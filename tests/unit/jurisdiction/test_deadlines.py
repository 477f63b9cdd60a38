"""Are deadlines read strictly, superseded from a day on, and kept from production where a value is from memory?"""

from datetime import date

import pytest

from gongxin.deadlines import DeadlineAbsent, DeadlineUnknown
from gongxin.jurisdiction import Jurisdiction, LawRefused
from tests.unit.jurisdiction.test_loading import edited, law, texts

TODAY = date(2026, 11, 26)
HEAD = """
[[deadline]]
key = "objection.check"
group = "objection"
zh = "省里的核查"
en = "The province's check"
party = "platform"
starts_zh = "受理"
starts_en = "acceptance"
unit = "working_days"
count = 1
missed = ["escalate"]
source = "constructed for this test"
mark = "verified"
in_force_from = 2027-01-01
"""


def below(text: str, *, accept_unverified: bool = True) -> Jurisdiction:
    files = texts()
    files["guangdong"]["deadlines.toml"] = text
    return law(files, accept_unverified=accept_unverified)


def test_a_lower_layer_supersedes_a_deadline_from_a_day_and_running_clocks_keep_theirs() -> None:
    found = below(HEAD).clocks
    assert found.rule("objection.check", date(2026, 12, 31)).zh == "异议：平台核查"
    assert found.rule("objection.check", date(2027, 1, 1)).zh == "省里的核查"


def test_a_lower_layer_may_use_the_reasons_above_it_and_adds_its_own() -> None:
    own = """
[[pause_reason]]
key = "flood"
zh = "洪水"
en = "flood"
owes = "nobody"
source = "constructed for this test"
mark = "example"
"""
    named = HEAD.replace("missed", 'pauses = ["subject_documents", "flood"]\nmissed')
    rule = below(named + own).clocks.rule("objection.check", date(2027, 1, 1))
    assert [reason.owes for reason in rule.pauses] == ["subject", "nobody"]
    with pytest.raises(LawRefused, match="no reason flood"):
        below(named)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('mark = "verified"\n', "", "mark"),
        ('source = "constructed for this test"\n', "", "source"),
        ('missed = ["escalate"]', "", "missed"),
        ('missed = ["escalate"]', "missed = []", "missed"),
        ('missed = ["escalate"]', 'missed = ["forget"]', "missed"),
        ('party = "platform"', 'party = "mayor"', "party"),
        ('party = "platform"', 'party = "nobody"', "party"),
        ('unit = "working_days"', 'unit = "weeks"', "unit"),
        ("count = 1", "count = 0", "count"),
        ("count = 1\n", "", "count"),
        ('unit = "working_days"', 'unit = "at_once"', "count"),
        ("in_force_from = 2027-01-01\n", "", "in_force_from"),
        ("in_force_from = 2027-01-01", "in_force_from = 2018-01-01", "objection.check"),
        ("count = 1", "count = 1\npauzes = []", "unknown keys"),
    ],
)
def test_what_is_missing_or_unknown_is_refused_with_its_place(
    old: str, new: str, place: str
) -> None:
    assert old in HEAD
    with pytest.raises(LawRefused) as refused:
        below(HEAD.replace(old, new, 1))
    assert place in str(refused.value) or place in refused.value.place


@pytest.mark.parametrize("left", ["count", "times", "reasons", "approver_zh", "source", "mark"])
def test_an_extension_says_how_much_how_often_why_and_who_approves(left: str) -> None:
    lines = {
        "count": "1",
        "times": "1",
        "reasons": '["complex_law"]',
        "approver_zh": '"负责人"',
        "approver_en": '"the head"',
        "source": '"constructed"',
        "mark": '"example"',
    }
    whole = HEAD + "[deadline.extension]\n" + "\n".join(f"{k} = {v}" for k, v in lines.items())
    assert below(whole).clocks.rule("objection.check", date(2027, 1, 1)).extension is not None
    del lines[left]
    with pytest.raises(LawRefused):
        below(HEAD + "[deadline.extension]\n" + "\n".join(f"{k} = {v}" for k, v in lines.items()))


def test_production_has_no_clock_of_an_unverified_value_and_says_so_by_name() -> None:
    draft = HEAD.replace("objection.check", "province.only").replace("verified", "unverified")
    assert below(draft).clocks.rule("province.only", date(2027, 1, 1)).count == 1
    production = below(draft, accept_unverified=False)
    assert "deadline:province.only" in {draft.what for draft in production.drafts}
    with pytest.raises(DeadlineUnknown):
        production.clocks.rule("province.only", date(2027, 1, 1))


def test_a_draft_does_not_end_what_was_read() -> None:
    draft = HEAD.replace("verified", "unverified")
    production = below(draft, accept_unverified=False)
    assert production.clocks.rule("objection.check", date(2027, 1, 1)).zh == "异议：平台核查"
    assert below(draft).clocks.rule("objection.check", date(2027, 1, 1)).zh == "省里的核查"


def test_an_unverified_extension_or_roll_is_left_out_and_the_period_stays() -> None:
    parts = """
[deadline.extension]
count = 5
times = 1
reasons = ["complex_law"]
approver_zh = "负责人"
approver_en = "the head"
source = "from memory"
mark = "unverified"
[deadline.roll]
source = "from memory"
mark = "unverified"
"""
    text = HEAD.replace("working_days", "calendar_days") + parts
    day = date(2027, 1, 1)
    whole = below(text).clocks.rule("objection.check", day)
    assert whole.extension is not None
    assert whole.roll is not None
    kept = below(text, accept_unverified=False).clocks.rule("objection.check", day)
    assert (kept.count, kept.extension, kept.roll) == (1, None, None)
    assert kept.version != whole.version


def test_a_value_is_absent_until_a_rule_that_may_be_used_gives_it() -> None:
    bar = "repair.bar_after_false_commitment"
    given = HEAD.replace("objection.check", bar)
    assert below(given).clocks.rule(bar, date(2027, 1, 1)).count == 1
    memory = given.replace('mark = "verified"', 'mark = "unverified"')
    with pytest.raises(DeadlineAbsent):
        below(memory, accept_unverified=False).clocks.rule(bar, date(2027, 1, 1))


def test_holidays_that_are_named_are_named_completely() -> None:
    name = '{ zh = "元旦", en = "New Year", first = 2026-01-01, last = 2026-01-03 },'
    for new in ("", name.replace("01-03", "01-02"), name + "\n" + name):
        with pytest.raises(LawRefused):
            law(edited("cn", "workdays-2026.toml", name, new))
    with pytest.raises(LawRefused):
        law(edited("cn", "workdays-2026.toml", name, name.replace("2026-01-03", "2025-01-03")))
