"""What an agency owes the centre is read from `duties.toml`: what is expected how often; and until when it is due, from `deadlines.toml`."""

from datetime import date

import pytest

from gongxin.jurisdiction import LawRefused
from tests.unit.jurisdiction.test_loading import edited, law, texts


def test_what_agencies_owe_the_centre_is_a_deadline_like_the_others() -> None:
    clocks = law(texts()).clocks
    owed = [
        clocks.rule(f"duty.{name}", date(2026, 6, 1))
        for name in ("monthly_sheet", "missing_number")
    ]
    assert [(rule.party, rule.unit, rule.count, rule.mark) for rule in owed] == [
        ("provider", "working_days", 5, "example")
    ] * 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"licence", "penalty"', '"licence", "no_such_item"'),
        ('every = "month"', 'every = "week"'),
        ('"licence", "penalty"', '"licence", "licence"'),
    ],
)
def test_what_it_does_not_know_is_refused(old: str, new: str) -> None:
    with pytest.raises(LawRefused):
        law(edited("xingning", "duties.toml", old, new))
