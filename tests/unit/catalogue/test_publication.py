"""Until when is a fact shown? Every expected day stands in a table made by hand from the texts, none is computed here."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.catalogue.publication import Fact, Term, add_months, term
from gongxin.jurisdiction import PublicationRule, load

ROOT = Path(__file__).resolve().parents[3]


@cache
def rules(item: str, *, production: bool = False) -> tuple[PublicationRule, ...]:
    law = load(ROOT / "jurisdictions", "xingning", accept_unverified=not production)
    return next(one for one in law.items if one.code == item).publication


def penalty(severity: str, decided: date, today: date, authority: str = "ecology") -> Term:
    return term(rules("penalty"), Fact(severity, decided, authority), today)


# severity, deciding authority, decision, first day no longer shown, first day of repair, rule printed
BY_HAND = [
    # Order 36: 3 to 12 months, 12 to 36 months, from the date of the decision
    ("general", "ecology", date(2026, 4, 10), date(2027, 4, 10), date(2026, 7, 10), "cn.order36"),
    ("serious", "ecology", date(2026, 4, 10), date(2029, 4, 10), date(2027, 4, 10), "cn.order36"),
    # a class nobody could tell: three months, like the shortest class, repair at once
    ("unknown", "ecology", date(2026, 4, 10), date(2026, 7, 10), date(2026, 4, 10), "gongxin.unknown_class"),
    # decided under Order 58: Order 36 governs what happens now, and ends it earlier
    ("general", "ecology", date(2026, 3, 31), date(2027, 3, 31), date(2026, 6, 30), "cn.order36"),
    ("serious", "ecology", date(2024, 1, 15), date(2027, 1, 15), date(2025, 1, 15), "cn.order36"),
    # market regulation: Order 45 says three years, Order 36 one: the earlier is applied and named
    ("general", "samr", date(2026, 5, 20), date(2027, 5, 20), date(2026, 8, 20), "cn.order36"),
    ("serious", "samr", date(2026, 5, 20), date(2029, 5, 20), date(2027, 5, 20), "cn.order36"),
    # ends of months
    ("unknown", "hrss", date(2026, 8, 31), date(2026, 11, 30), date(2026, 8, 31), "gongxin.unknown_class"),
    ("general", "hrss", date(2028, 2, 29), date(2029, 2, 28), date(2028, 5, 29), "cn.order36"),
]  # fmt: skip


@pytest.mark.parametrize(("severity", "authority", "decided", "ends", "repair", "rule"), BY_HAND)
def test_the_end_and_the_first_day_of_repair_are_those_worked_out_by_hand(
    severity: str, authority: str, decided: date, ends: date, repair: date, rule: str
) -> None:
    last_day = ends - timedelta(days=1)
    found = penalty(severity, decided, max(last_day, date(2026, 4, 1)), authority)
    assert found.rule is not None
    assert (found.shown, found.shown_until, found.repair_from) == (True, ends, repair)
    assert found.rule.key == rule
    assert not penalty(severity, decided, ends, authority).shown


def test_minor_penalties_are_not_published_at_all() -> None:
    for authority in ("ecology", "samr"):
        for today in (date(2026, 4, 10), date(2026, 5, 1)):
            assert not penalty("minor", date(2026, 4, 10), today, authority).shown


def test_before_order_36_the_rules_of_that_time_decide() -> None:
    """Looking at the page of 1 March 2026: Order 58 and its three years (from memory: a draft)."""
    found = penalty("general", date(2025, 1, 10), date(2026, 3, 1))
    assert (found.shown, found.shown_until) == (True, date(2028, 1, 10))
    # one month later the same fact had left: Order 36's year ended on 10 January 2026
    assert not penalty("general", date(2025, 1, 10), date(2026, 4, 1)).shown


def test_where_the_rule_of_either_day_is_missing_nothing_is_shown() -> None:
    decided_before_every_rule = date(2020, 5, 1)
    assert penalty("general", decided_before_every_rule, date(2026, 4, 1)).rule is None
    # production does not load Order 58 from memory: a decision of its window has no rule of its day
    fact = Fact("general", date(2026, 3, 1), "ecology")
    assert not term(rules("penalty", production=True), fact, date(2026, 5, 1)).shown
    assert term(rules("penalty"), fact, date(2026, 5, 1)).shown


def test_a_sectors_rule_binds_its_sector_alone() -> None:
    """Decided in March 2022, before Order 58: market regulation had a rule of that day, others none on file."""
    assert penalty("serious", date(2024, 3, 1), date(2026, 5, 1), "samr").shown
    before = (date(2022, 3, 1), date(2023, 5, 1))
    assert penalty("serious", *before, "samr").shown
    assert not penalty("serious", *before, "ecology").shown


def test_a_decision_of_tomorrow_is_not_shown_today() -> None:
    assert not penalty("general", date(2026, 5, 2), date(2026, 5, 1)).shown


def test_a_licence_is_shown_while_it_is_valid_and_without_end_where_it_has_none() -> None:
    def licence(valid_until: date | None, today: date) -> Term:
        return term(rules("licence"), Fact("none", date(2020, 1, 1), "samr", valid_until), today)

    assert licence(date(2027, 1, 1), date(2026, 12, 31)).shown
    assert not licence(date(2027, 1, 1), date(2027, 1, 1)).shown
    assert licence(None, date(2099, 1, 1)) == licence(None, date(2026, 1, 1))
    assert licence(None, date(2026, 1, 1)).shown_until is None


DAYS = st.dates(date(2021, 1, 1), date(2032, 12, 31))
AUTHORITIES = st.sampled_from(["samr", "ecology", "hrss"])


@given(st.sampled_from(["general", "serious", "unknown"]), DAYS, DAYS, DAYS, AUTHORITIES)
def test_what_has_left_by_its_period_never_comes_back(
    severity: str, decided: date, first: date, second: date, authority: str
) -> None:
    today, later = sorted((max(first, date(2026, 4, 1)), max(second, date(2026, 4, 1))))
    if decided <= today and not penalty(severity, decided, today, authority).shown:
        assert not penalty(severity, decided, later, authority).shown


@given(DAYS, DAYS, AUTHORITIES)
def test_an_unknown_class_is_never_shown_longer_than_a_known_one(
    decided: date, today: date, authority: str
) -> None:
    today = max(today, date(2026, 4, 1))
    if penalty("unknown", decided, today, authority).shown and decided >= date(2023, 5, 1):
        assert penalty("general", decided, today, authority).shown
        assert penalty("serious", decided, today, authority).shown


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        # as PostgreSQL 15: select date '…' + make_interval(months => n)
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 4, 1), 0, date(2026, 4, 1)),
        (date(2026, 4, 1), 36, date(2029, 4, 1)),
    ],
)
def test_months_are_counted_as_the_database_counts_them(day: date, months: int, end: date) -> None:
    assert add_months(day, months) == end
