"""The arithmetic of truth.json, against days counted by hand."""

from datetime import date

import pytest

from gongxin.jobs.sample_city.makings import (
    MAKINGS,
    REJECTED_SHARE_MAX,
    UNKNOWN_SHARE_MAX,
    Ledger,
)
from gongxin.jobs.sample_city.truth import FileTruth, last_public_day, months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 4, 15), 3, date(2026, 7, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 12, 31), 36, date(2026, 12, 31)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    day: date, months: int, then: date
) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize(
    ("severity", "last"),
    [
        ("minor", None),
        ("general", date(2026, 9, 9)),
        ("serious", date(2028, 9, 9)),
    ],
)
def test_a_penalty_of_10_september_2025_leaves_on_the_day_of_its_class(
    severity: str, last: date | None
) -> None:
    assert last_public_day(severity, date(2025, 9, 10), None) == last


def test_a_licence_is_shown_to_the_end_of_its_validity_or_without_end() -> None:
    end = date(2029, 12, 31)
    assert last_public_day("none", date(2025, 1, 1), end) == end
    assert last_public_day("none", date(2025, 1, 1), None) is None


@pytest.mark.parametrize(
    ("severity", "decided", "last"),
    [
        # Order 36 ends it on its own first day: a year had passed under the rule before it.
        ("general", date(2024, 5, 10), date(2026, 3, 31)),
        ("general", date(2025, 4, 1), date(2026, 3, 31)),
        ("general", date(2025, 4, 2), date(2026, 4, 1)),
        ("unknown", date(2025, 9, 10), date(2025, 12, 9)),
        ("unknown", date(2026, 5, 31), date(2026, 8, 30)),
    ],
)
def test_what_order_36_shortens_leaves_on_the_day_it_comes_into_force(
    severity: str, decided: date, last: date
) -> None:
    assert last_public_day(severity, decided, None) == last


def test_the_sum_of_outcomes_is_the_number_of_rows() -> None:
    truth = FileTruth("f", "penalty", "samr", "utf-8", MAKINGS)
    truth.add(50, {3: "wrong_check", 7: "twice_in_file", 9: "unknown_subject", 11: "full_width"})
    truth.add(50, {0: "wrong_check"})
    document = truth.as_document()
    assert document["expect"] == {
        "admitted": 96, "warned": 96, "duplicates": 1, "held": 1, "rejected": 2,
    }  # fmt: skip
    assert [fate["row"] for fate in truth.fates] == [4, 8, 10, 12, 51]


@pytest.mark.parametrize("rows", [20, 100, 1_000, 50_000])
def test_no_ordinary_file_meets_a_gate(rows: int) -> None:
    ledger = Ledger(MAKINGS)
    for part in range(4):
        dealt = ledger.deal(rows, item="penalty", file_format="xlsx", later=part > 0)
        rejected = sum(MAKINGS[key].outcome == "rejected" for key in dealt)
        assert rejected <= REJECTED_SHARE_MAX * rows
        assert dealt.count("unknown_subject") <= UNKNOWN_SHARE_MAX * rows


def test_what_is_left_over_is_dealt_later() -> None:
    ledger = Ledger(MAKINGS)
    seen: set[str] = set()
    for part in range(30):
        seen |= set(ledger.deal(100, item="licence", file_format="xlsx", later=part > 0))
    assert seen == {key for key, making in MAKINGS.items() if "licence" in making.items}
