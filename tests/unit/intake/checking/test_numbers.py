"""Plain numbers, years and digests: what is read, what is refused, and that nothing is rounded or guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.rules.numbers import read_decimal, read_digest, read_year

READ = [
    (read_decimal, "3", "3"),
    (read_decimal, " ０.５ ", "0.5"),
    (read_decimal, "-1.50", "-1.5"),
    (read_decimal, "100", "100"),
    (read_decimal, "—", None),
    (read_year, "2025", "2025"),
    (read_year, "２０２５年度", "2025"),
    (read_year, "2025年", "2025"),
    (read_year, "-", None),
    (read_digest, "AB" * 32, "ab" * 32),
    (read_digest, "  ", None),
]
REFUSED = [
    (read_decimal, "三分", "decimal.form"),
    (read_decimal, "1,000", "decimal.form"),
    (read_decimal, "1e3", "decimal.form"),
    (read_decimal, "1.1234567", "decimal.form"),
    (read_year, "25", "year.form"),
    (read_year, "2025-2026", "year.form"),
    (read_year, "1825", "year.form"),
    (read_digest, "ab" * 31, "digest.form"),
    (read_digest, "g" * 64, "digest.form"),
]


@pytest.mark.parametrize(("read", "raw", "value"), READ)
def test_a_number_is_read_in_its_one_form(read, raw, value) -> None:  # type: ignore[no-untyped-def]
    found = read(raw)
    assert (found.value, found.findings) == (value, ())
    if value is not None:
        assert read(value).value == value
        assert read(value).counted == ()


@pytest.mark.parametrize(("read", "raw", "code"), REFUSED)
def test_what_is_no_number_is_refused_and_not_guessed(read, raw, code) -> None:  # type: ignore[no-untyped-def]
    found = read(raw)
    assert found.value is None
    assert [name for name, _ in found.findings] == [code]


@given(st.decimals(-(10**11), 10**11, places=6))
def test_no_decimal_is_lost(number: Decimal) -> None:
    read_as = read_decimal(format(number, "f")).value
    assert read_as is not None
    assert Decimal(read_as) == number
