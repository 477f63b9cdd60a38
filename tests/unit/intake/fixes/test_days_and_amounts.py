"""Written days and amounts, read by a named form alone. Expected values by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.fixes.amounts import converted, read_amount
from gongxin.intake.fixes.days import READERS

DAYS: list[tuple[str, str, str | None]] = [
    ("chinese", "二〇二四年一月五日", "2024-01-05"),
    ("chinese", "二零二四年十月十日", "2024-10-10"),
    ("chinese", "二〇二四年十二月三十一日", "2024-12-31"),
    ("chinese", "二○二四年 十一月 二十日", "2024-11-20"),
    ("chinese", "二〇二四年十二月廿三日", "2024-12-23"),
    ("chinese", "二〇二四年二月三十日", None),  # no such day
    ("chinese", "二四年一月五日", None),  # which century
    ("chinese", "二〇二四年一月", None),
    ("chinese", "2024年1月5日", None),  # another form
    ("chinese", "二〇二四年十三月五日", None),
    ("chinese", "二〇二四年一月十十日", None),
    ("written", "2024年1月5号", "2024-01-05"),
    ("written", "２０２４年１月５", "2024-01-05"),
    ("written", "2024年2月30日", None),
    ("written", "24年1月5日", None),
    ("timed", "2024-01-05 10:30:00", "2024-01-05"),
    ("timed", "2024/1/5 9:05", "2024-01-05"),
    ("timed", "2024-01-05", None),
    ("timed", "5/1/2024 10:30", None),
    ("serial_1900", "45296", "2024-01-05"),
    ("serial_1904", "43834", "2024-01-05"),
    ("serial_1900", "45296.5", None),
]


@pytest.mark.parametrize(("form", "text", "day"), DAYS)
def test_a_day_is_read_by_its_named_form_or_left_alone(
    form: str, text: str, day: str | None
) -> None:
    assert READERS[form](text) == day


_NUMERALS = "〇一二三四五六七八九"


def spelt(number: int) -> str:
    """1 to 39 as they are said."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_NUMERALS[tens]}十")
    return head + (_NUMERALS[ones] if ones else "")


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_that_is_spelt_in_numerals_is_that_day(day: date) -> None:
    year = "".join(_NUMERALS[int(c)] for c in str(day.year))
    text = f"{year}年{spelt(day.month)}月{spelt(day.day)}日"
    assert READERS["chinese"](text) == day.isoformat()


@given(st.dates(date(1930, 1, 1), date(2150, 12, 31)))
def test_the_two_systems_of_days_lie_four_years_and_a_day_apart(day: date) -> None:
    serial = str((day - date(1899, 12, 30)).days)
    assert READERS["serial_1900"](serial) == day.isoformat()
    assert READERS["serial_1904"](serial) == (day + timedelta(days=1462)).isoformat()


AMOUNTS: list[tuple[str, str, str | None]] = [
    ("2000元", "万元", "0.2"),
    ("2,000元整", "万元", "0.2"),
    ("0.2万元", "万元", "0.2"),
    ("0.2万", "元", "2000"),
    ("￥2000", "万元", "0.2"),
    ("人民币 1,234.50 元", "元", "1234.5"),
    ("1,234.5", "元", "1234.5"),
    ("1，234", "万元", "1234"),
    ("３０００元", "万元", "0.3"),
    ("1.5亿元", "万元", "15000"),
    ("12,34元", "元", None),  # no separator of thousands
    ("二千元", "元", None),
    ("2000元以上", "元", None),
    ("-2000元", "元", None),
    ("2000", "万元", "2000"),
    ("", "元", None),
]


@pytest.mark.parametrize(("text", "unit", "amount"), AMOUNTS)
def test_an_amount_is_read_exactly_in_the_unit_of_the_field(
    text: str, unit: str, amount: str | None
) -> None:
    assert read_amount(text, unit) == amount


@given(st.integers(0, 10**13))
def test_a_column_in_yuan_is_exactly_the_same_in_ten_thousands(fen: int) -> None:
    yuan = f"{fen // 100}.{fen % 100:02d}"
    there = converted(yuan, "元", "万元")
    assert there is not None
    back = converted(there, "万元", "元")
    assert back is not None
    whole, _, places = back.partition(".")
    assert int(whole) * 100 + int((places + "00")[:2]) == fen


@pytest.mark.parametrize("text", ["NaN", "Infinity", "两千", "", "1,000"])
def test_what_is_no_plain_number_is_not_converted(text: str) -> None:
    assert converted(text, "元", "万元") is None
