"""Which numbers of a series are missing: the forms of numbers, and the gaps against a naive count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.promises.series import Gap, Number, gaps, read


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("甬市监罚〔2025〕118号", Number("甬市监罚", 2025, 118)),
        ("〔2025〕第118号", Number("", 2025, 118)),
        ("构市监罚字〔2025〕007号", Number("构市监罚字", 2025, 7)),
        ("构市监罚〔2025〕118-2号", Number("构市监罚", 2025, 118)),
        ("构市监罚〔2025〕118", Number("构市监罚", 2025, 118)),
        ("gz〔2025〕5号", Number("GZ", 2025, 5)),
    ],
)
def test_a_number_is_read_in_its_parts(text: str, number: Number) -> None:
    assert read(text) == number


@pytest.mark.parametrize(
    "text", ["", "构市监罚第118号", "2025118", "构市监罚〔2025〕号", "构市监罚〔25〕118号", "构〔2025〕〔2026〕1号",
             "构市监罚〔2025〕20250000118号"],
)  # fmt: skip
def test_what_counts_nothing_up_is_in_no_series(text: str) -> None:
    assert read(text) is None


@given(st.sets(st.integers(0, 400)))
def test_the_gaps_are_what_a_naive_count_misses(serials: set[int]) -> None:
    naive = (
        {n for n in range(min(serials), max(serials) + 1) if n not in serials} if serials else set()
    )
    found = gaps(serials)
    assert [n for gap in found for n in range(gap.first, gap.last + 1)] == sorted(naive)
    # Each gap is whole: what stands beside it arrived.
    assert all({gap.first - 1, gap.last + 1} <= serials for gap in found)
    assert all(gap.size == gap.last - gap.first + 1 > 0 for gap in found)


def test_a_long_hole_is_a_break_and_not_so_many_questions() -> None:
    assert not Gap(2, 21).is_break
    assert Gap(2, 22).is_break
