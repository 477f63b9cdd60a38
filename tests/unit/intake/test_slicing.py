"""What is read next of a source: digests of ties know no order, cells become what a person would write."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.slicing import Cursor, as_lines, cell_text, cursor_at, overlap_digest
from gongxin.intake.sources import CursorKind, CursorUnfit, SourceFailed

CELLS = st.one_of(st.none(), st.integers(), st.text(max_size=5), st.dates(), st.booleans())
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=6)


@given(ROWS, st.randoms())
def test_the_digest_of_ties_does_not_depend_on_their_order(
    rows: list[tuple[object, object]], dice: Random
) -> None:
    shuffled = list(rows)
    dice.shuffle(shuffled)
    assert overlap_digest(rows) == overlap_digest(shuffled)


@given(ROWS, st.tuples(CELLS, CELLS))
def test_one_more_tie_is_another_digest(
    rows: list[tuple[object, object]], more: tuple[object, object]
) -> None:
    assert overlap_digest([*rows, more]) != overlap_digest(rows)


@given(
    st.one_of(
        st.integers(-(10**30), 10**30),
        st.decimals(allow_nan=False, allow_infinity=False, places=6),
        st.dates(),
        st.datetimes(timezones=st.sampled_from([None, timezone(timedelta(hours=8))])),
        st.text(),
    )
)
def test_a_cursor_comes_back_as_the_value_it_was(value: object) -> None:
    found = cursor_at(value, []).parameter()
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("value", [None, True, 1.5, b"x", timedelta(1), UUID(int=7), [1]])
def test_what_has_no_exact_order_is_no_cursor(value: object) -> None:
    with pytest.raises(CursorUnfit):
        cursor_at(value, [])


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, None),
        ("", ""),
        (True, "1"),
        (7, "7"),
        (Decimal("0.20"), "0.20"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 5, 6), "2026-05-06"),
        (datetime(2026, 5, 6), "2026-05-06"),
        (datetime(2026, 5, 6, 8, 30), "2026-05-06 08:30:00"),
    ],
)
def test_a_cell_is_written_as_by_hand(cell: object, text: str | None) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize("cell", [b"x", [1], {"a": 1}, timedelta(1)])
def test_a_cell_that_has_no_plain_form_is_refused(cell: object) -> None:
    with pytest.raises(SourceFailed):
        cell_text(cell)


def test_rows_become_json_lines() -> None:
    lines = as_lines(["名称", "n"], [("甲", 1), (None, Decimal("2.50"))])
    assert lines.decode() == '{"名称":"甲","n":"1"}\n{"名称":null,"n":"2.50"}\n'


def test_a_cursor_says_what_it_is() -> None:
    assert cursor_at(7, [(7,)]) == Cursor(CursorKind.WHOLE, "7", overlap_digest([(7,)]))
