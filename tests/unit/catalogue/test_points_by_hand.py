"""Points lapse as worked out by hand, and nothing is ever added up across items or kept as a sum."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.catalogue.points import Event, standing
from gongxin.jurisdiction import PointsRule
from tests.builders.catalogue import items

TABLE = Path(__file__).parents[2] / "journeys" / "catalogue" / "by_hand" / "points.csv"


@dataclass(frozen=True)
class Case:
    item: str
    events: tuple[Event, ...]
    day: date
    standing: Decimal


def _events(text: str) -> Iterator[Event]:
    for number, one in enumerate(text.split(";")):
        day, points = one.split("=")
        yield Event(UUID(int=number), date.fromisoformat(day), Decimal(points))


def _cases() -> list[Case]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Case(
                line["item"],
                tuple(_events(line["events"])),
                date.fromisoformat(line["day"]),
                Decimal(line["standing"]),
            )
            for line in csv.DictReader(file)
        ]


CASES = _cases()


def test_the_table_covers_both_cycles() -> None:
    assert len(CASES) >= 15
    cycles = {rule.cycle for case in CASES for rule in items()[case.item].points}
    assert cycles == {"rolling", "calendar_year"}


@pytest.mark.parametrize("number", range(len(CASES)))
def test_what_stands_on_a_day_is_what_was_worked_out(number: int) -> None:
    case = CASES[number]
    found = standing(items()[case.item].points, case.events, case.day)
    assert found is not None
    assert found.total == case.standing


RULES = st.builds(
    lambda cycle, months: PointsRule(
        "k", "规则", "rule", "F", cycle, months, "来源", "example", date(2000, 1, 1), None
    ),
    st.sampled_from(["rolling", "calendar_year"]),
    st.integers(1, 36),
)
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
EVENTS = st.lists(
    st.builds(Event, st.uuids(), DAYS, st.decimals(0, 12, places=1)),
    max_size=12,
    unique_by=lambda e: e.record,
)


@given(RULES, EVENTS, DAYS)
def test_every_event_that_has_begun_either_counts_or_has_lapsed(
    rule: PointsRule, events: list[Event], day: date
) -> None:
    found = standing([rule], events, day)
    assert found is not None
    begun = [event for event in events if event.decided_date <= day]
    assert len(found.counted) + len(found.lapsed) == len(begun)
    assert found.total == sum(one.event.points for one in found.counted)
    assert all(day < one.lapses for one in found.counted)


@given(RULES, EVENTS, DAYS)
def test_once_lapsed_an_event_never_counts_again(
    rule: PointsRule, events: list[Event], day: date
) -> None:
    today, later = (standing([rule], events, one) for one in (day, day + timedelta(days=97)))
    assert today is not None
    assert later is not None
    assert {one.event for one in today.lapsed} <= {one.event for one in later.lapsed}


@given(EVENTS, DAYS)
def test_without_a_rule_in_force_nothing_is_added_up(events: list[Event], day: date) -> None:
    rule = PointsRule(
        "k", "规则", "rule", "F", "rolling", 12, "来源", "example", date(2030, 1, 1), None
    )
    assert standing([rule], events, day) is None
