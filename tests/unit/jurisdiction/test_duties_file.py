"""What an agency owes the centre is read from `duties.toml`: clocks in working days, and what is expected how often."""

from datetime import date

import pytest

from gongxin.jurisdiction import LawRefused, in_force
from tests.unit.jurisdiction.test_loading import edited, law, texts


def test_every_clock_says_where_its_number_comes_from() -> None:
    clocks = law(texts()).duty_clocks
    assert {clock.key for clock in clocks} == {"monthly_sheet", "missing_number"}
    assert all(clock.source and clock.mark == "example" for clock in clocks)


def test_a_later_clock_ends_the_earlier_one_on_its_day() -> None:
    later = """
[[clock]]
key = "monthly_sheet"
zh = "月报"
en = "sheet"
working_days = 3
source = "x"
mark = "example"
in_force_from = 2027-01-01

[[period]]"""
    clocks = law(edited("xingning", "duties.toml", "[[period]]", later)).duty_clocks

    def days(day: date) -> list[int]:
        return [c.working_days for c in clocks if c.key == "monthly_sheet" and in_force(c, day)]

    assert days(date(2026, 12, 31)) == [5]
    assert days(date(2027, 1, 1)) == [3]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"licence", "penalty"', '"licence", "no_such_item"'),
        ('every = "month"', 'every = "week"'),
        ("working_days = 5", 'working_days = "five"'),
        ('"licence", "penalty"', '"licence", "licence"'),
    ],
)
def test_what_it_does_not_know_is_refused(old: str, new: str) -> None:
    with pytest.raises(LawRefused):
        law(edited("xingning", "duties.toml", old, new))
