"""Until when is a fact kept? Every expected day stands in a table made by hand; the calendar is on the wall, not in the code."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.catalogue.publication import Fact, Term, term
from gongxin.catalogue.retention import open_end_binds, retention
from gongxin.jurisdiction import Item, Jurisdiction, load

ROOT = Path(__file__).resolve().parents[3]


@cache
def law() -> Jurisdiction:
    return load(ROOT / "jurisdictions", "xingning", accept_unverified=True)


def item(code: str) -> Item:
    return next(one for one in law().items if one.code == code)


def shown_until(day: date | None, *, shown: bool = True) -> Term:
    return Term(shown=shown, shown_until=day, repair_from=None, rule=None)


# months, decided, end of publicity, end of force, first day no longer kept: the latest of the three
BY_HAND = [
    # five years from the decision
    (60, date(2021, 5, 6), None, None, date(2026, 5, 6)),
    (60, date(2021, 5, 6), date(2024, 5, 6), date(2022, 5, 7), date(2026, 5, 6)),
    # a leap day ends where its month ends
    (60, date(2024, 2, 29), None, None, date(2029, 2, 28)),
    (1, date(2026, 1, 31), None, None, date(2026, 2, 28)),
    # never before its publicity has ended
    (12, date(2025, 1, 15), date(2028, 1, 15), None, date(2028, 1, 15)),
    # never while the decision binds: a ban of ten years
    (60, date(2021, 5, 6), date(2024, 5, 6), date(2031, 5, 7), date(2031, 5, 7)),
    (12, date(2025, 1, 15), date(2028, 1, 15), date(2027, 3, 1), date(2028, 1, 15)),
    (0, date(2026, 6, 1), None, None, date(2026, 6, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("months", "decided", "public", "force", "ends"), BY_HAND)
def test_the_end_is_the_one_worked_out_by_hand(
    months: int, decided: date, public: date | None, force: date | None, ends: date
) -> None:
    fact = Fact("general", decided, "samr", force)
    publicity = None if public is None else shown_until(public)
    found = retention(months, fact, publicity=publicity)
    assert (found.ends, found.kept_by) == (ends, None)
    assert (found.is_over(ends - timedelta(days=1)), found.is_over(ends)) == (False, True)


def test_the_working_names_each_clock() -> None:
    fact = Fact("general", date(2021, 5, 6), "samr", date(2022, 5, 7))
    found = retention(60, fact, publicity=shown_until(date(2024, 5, 6)))
    assert (found.months, found.counted_until, found.public_until, found.in_force_until) == (
        60, date(2026, 5, 6), date(2024, 5, 6), date(2022, 5, 7),
    )  # fmt: skip


def test_an_item_without_a_period_is_kept() -> None:
    found = retention(None, Fact("none", date(1999, 1, 1), "samr"), publicity=None)
    assert (found.ends, found.kept_by, found.is_over(date.max)) == (None, "no_period", False)


def test_what_is_shown_without_an_end_is_kept() -> None:
    found = retention(1, Fact("none", date(1999, 1, 1), "samr"), publicity=shown_until(None))
    assert (found.ends, found.kept_by) == (None, "publicity")


def test_what_no_rule_shows_is_not_held_back_by_publicity() -> None:
    hidden = shown_until(None, shown=False)
    found = retention(60, Fact("serious", date(2019, 1, 1), "ecology"), publicity=hidden)
    assert found.ends == date(2024, 1, 1)


def test_a_long_term_licence_is_kept_and_a_long_term_fine_is_not() -> None:
    assert open_end_binds(item("licence"))
    assert not open_end_binds(item("penalty"))
    fact = Fact("none", date(2018, 5, 6), "samr")
    assert retention(60, fact, publicity=None, force_is_open=True).kept_by == "force"
    assert retention(60, fact, publicity=None).ends == date(2023, 5, 6)


@given(
    st.integers(0, 400),
    st.dates(date(2018, 1, 1), date(2032, 1, 1)),
    st.none() | st.dates(date(2018, 1, 1), date(2050, 1, 1)),
    st.sampled_from(["general", "serious", "unknown", "minor"]),
    st.dates(date(2018, 1, 1), date(2050, 1, 1)),
)
def test_nothing_that_may_be_shown_or_binds_is_ever_over(
    months: int, decided: date, force: date | None, severity: str, today: date
) -> None:
    fact = Fact(severity, decided, "samr", force)
    publicity = term(item("penalty").publication, fact, today)
    over = retention(months, fact, publicity=publicity).is_over(today)
    assert not (over and publicity.shown)
    assert not (over and force is not None and today < force)
    assert not (over and months > 0 and today <= decided)
