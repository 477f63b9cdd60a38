"""Names of authorities over time: equal in normal form or not the name, borne from a day until another."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.agencies.names import Bearer, borne, change_days, normal

REFORM = date(2019, 3, 1)
DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))
PERIODS = st.tuples(st.none() | DAYS, st.none() | DAYS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("构造市　市场监督管理局", "构造市市场监督管理局"),
        ("构造市市场监督管理局（高新区分局）", "构造市市场监督管理局(高新区分局)"),
        ("构造市·市场监督管理局 ", "构造市市场监督管理局"),
        ("构造市ＡＢ局", "构造市ab局"),
    ],
)
def test_width_brackets_and_spaces_make_no_other_name(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    "other",
    ["市市场监督管理局", "构造市市场监督管理", "构造市市场监督管理局分局", "市场监督管理局"],
)
def test_a_part_or_an_extension_is_another_name(other: str) -> None:
    assert normal(other) != normal("构造市市场监督管理局")


def test_the_first_day_of_a_name_counts_and_the_day_it_is_given_up_does_not() -> None:
    old, new = Bearer("samr", None, REFORM), Bearer("samr", REFORM, None)
    eve = date(2019, 2, 28)
    assert (old.on(eve), new.on(eve)) == (True, False)
    assert (old.on(REFORM), new.on(REFORM)) == (False, True)


def test_a_name_without_days_is_borne_on_every_day() -> None:
    assert Bearer("court").on(date.min)
    assert Bearer("court").on(date.max)


def test_all_bearers_of_a_name_are_kept_and_none_of_another() -> None:
    old, new = Bearer("industry", None, REFORM), Bearer("commerce", REFORM, None)
    table = borne([("甲局", old), ("乙局", new), ("甲局", new)])
    assert table == {"甲局": (old, new), "乙局": (new,)}


@given(st.lists(PERIODS, max_size=6), DAYS, DAYS)
def test_between_two_days_of_change_nothing_changes(
    periods: list[tuple[date | None, date | None]], one: date, other: date
) -> None:
    bearers = [Bearer(str(n), *period) for n, period in enumerate(periods)]
    first, second = sorted((one, other))
    if not any(first < day <= second for day in change_days(bearers)):
        assert [b.on(first) for b in bearers] == [b.on(second) for b in bearers]
