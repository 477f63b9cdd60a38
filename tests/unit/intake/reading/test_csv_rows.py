"""The fast way through regular blocks gives exactly the table of the strict judge, wherever the blocks are cut."""

import csv
import io
from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.reading.csv_rows import Batch, Lines, batch_of, batches, fast
from gongxin.intake.reading.plan import BLANKS, Limits
from gongxin.intake.reading.refusals import FileRefused

CELLS = st.text(alphabet='a罚 ,"\n\u3000', max_size=4)
RAW = st.text(alphabet='ab,"\n 罚', max_size=60)
LIMITS = Limits(block_bytes=40, record_bytes=10_000, chunk_rows=3)
RECORD = 10_000


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 4))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))


def written(rows: list[list[str]], quoting: int) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode()


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def joined(
    found: list[Batch], width: int
) -> tuple[list[tuple[str | None, ...]], list[tuple[int, int]], int]:
    """Rows, misfits by their place in the whole, blank rows."""
    rows: list[tuple[str | None, ...]] = []
    misfits: list[tuple[int, int]] = []
    for batch in found:
        misfits += [(len(rows) + place, seen) for place, seen in batch.misfits]
        rows += batch.frame.rows()
        assert batch.frame.width == width
    return rows, misfits, sum(b.blank for b in found)


def expected(
    rows: list[list[str]], width: int
) -> tuple[list[tuple[str | None, ...]], list[tuple[int, int]], int]:
    """The same from the records alone, in plain Python."""
    kept = [r for r in rows if any(c.strip(BLANKS) for c in r)]
    cells = [tuple(c or None for c in r) if len(r) == width else (None,) * width for r in kept]
    misfits = [(i, len(r)) for i, r in enumerate(kept) if len(r) != width]
    return cells, misfits, len(rows) - len(kept)


@settings(deadline=None)
@given(tables(), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_regular_text_is_taken_the_fast_way_and_equals_the_judge(
    rows: list[list[str]], quoting: int
) -> None:
    width = len(rows[0]) if rows else 2
    block = written(rows, quoting)
    batch = fast(block, width, RECORD) if block else None
    if batch is not None:
        assert joined([batch], width) == joined([batch_of(rows, width)], width)


@settings(deadline=None)
@given(RAW, st.integers(2, 4))
def test_any_text_is_refused_by_the_fast_way_or_equals_the_judge(raw: str, width: int) -> None:
    block = raw.encode()
    batch = fast(block, width, RECORD) if block else None
    if batch is not None:
        judge = list(csv.reader(io.StringIO(raw, newline=""), strict=True))
        assert joined([batch], width) == joined([batch_of(judge, width)], width)


@settings(deadline=None)
@given(RAW, st.integers(1, 4), st.integers(1, 50), st.integers(1, 80))
def test_blocks_cut_anywhere_give_the_table_of_the_whole(
    raw: str, width: int, piece: int, block: int
) -> None:
    limits = Limits(block_bytes=block, record_bytes=10_000, chunk_rows=3)
    lines = Lines(pieces(raw.encode(), piece), limits)
    try:
        judge = list(csv.reader(io.StringIO(raw, newline=""), strict=True))
    except csv.Error:
        with pytest.raises(FileRefused) as refusal:
            list(batches(lines, width, limits))
        assert refusal.value.code == "csv.quote"
        return
    assert joined(list(batches(lines, width, limits)), width) == expected(judge, width)


def test_a_long_regular_file_never_asks_the_judge() -> None:
    rows = [[f"甲{n}", 'a "b", c', "", "x\ny"] for n in range(500)]
    block = written(rows, csv.QUOTE_MINIMAL)
    batch = fast(block, 4, RECORD)
    assert batch is not None
    assert batch.frame.height == 500
    assert batch.frame["1"].unique().to_list() == ['a "b", c']


def test_the_line_where_a_quote_was_opened_is_named() -> None:
    text = b"a,b\n1,2\n" + b'x,"never closed\n' + b"1,2\n" * 50
    with pytest.raises(FileRefused) as refusal:
        list(batches(Lines(iter([text]), LIMITS), 2, LIMITS))
    assert refusal.value.code == "csv.quote"
    assert refusal.value.details["line"] == 3


def test_a_row_of_another_width_is_one_row_and_the_next_are_read() -> None:
    text = b"1,2\n" * 5_016 + b"1,2,3\n" + b"4,5\n" * 10
    rows, misfits, _ = joined(list(batches(Lines(iter([text]), LIMITS), 2, LIMITS)), 2)
    assert misfits == [(5_016, 3)]
    assert rows[5_015:5_018] == [("1", "2"), (None, None), ("4", "5")]


def test_null_and_empty_are_one() -> None:
    batch = fast(b'a,""\n,b\n', 2, RECORD)
    assert batch is not None
    assert batch.frame.rows() == [("a", None), (None, "b")]
    assert batch.frame.dtypes == [pl.String, pl.String]
