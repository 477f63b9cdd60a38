"""A row of texts has one canonical form, and no other row shares it."""

import hashlib
import hmac

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin import canonical

texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]))
rows = st.lists(texts, max_size=8)
tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=8)
)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], b"gx-c1;"),
        ([None], b"gx-c1;-;"),
        ([""], b"gx-c1;0:;"),
        (["-"], b"gx-c1;1:-;"),
        (["公信"], "gx-c1;6:公信;".encode()),
        (["a;1:b", None, "\0"], b"gx-c1;5:a;1:b;-;1:\0;"),
        (["𠮷"], "gx-c1;4:𠮷;".encode()),
    ],
)
def test_a_row_is_written_as_the_definition_says(values: list[str | None], expected: bytes) -> None:
    assert canonical.canonical_row(values) == expected


@given(rows)
def test_a_row_is_read_back_as_it_was(values: list[str | None]) -> None:
    assert canonical.parsed_row(canonical.canonical_row(values)) == values


@given(tables)
def test_the_rows_of_a_table_are_written_as_each_alone(table: list[list[str | None]]) -> None:
    columns = [list(column) for column in zip(*table, strict=True)]
    expected = [canonical.canonical_row(row) for row in table]
    assert canonical.canonical_rows(columns) == expected
    series = [pl.Series(column, dtype=pl.String) for column in columns]
    assert canonical.canonical_rows(series) == expected


@given(rows, rows)
def test_different_rows_have_different_bytes(
    one: list[str | None], other: list[str | None]
) -> None:
    same = canonical.canonical_row(one) == canonical.canonical_row(other)
    assert same == (one == other)


def test_no_columns_are_no_rows() -> None:
    assert canonical.canonical_rows([]) == []


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"gx-c2;-;",
        b"gx-c1;x",
        b"gx-c1;:;",
        b"gx-c1;01:a;",
        b"gx-c1;00:;",
        b"gx-c1;2:a;",
        b"gx-c1;1:ab;",
        b"gx-c1;1:a",
        b"gx-c1;-",
        b"gx-c1;1:\xff;",
        b"gx-c1;99999999999:a;",
    ],
)
def test_bytes_nobody_wrote_are_refused(damaged: bytes) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.parsed_row(damaged)


@given(st.binary(max_size=30))
def test_whatever_can_be_read_is_written_the_same(tail: bytes) -> None:
    data = b"gx-c1;" + tail
    try:
        values = canonical.parsed_row(data)
    except canonical.NotCanonical:
        return
    assert canonical.canonical_row(values) == data


def test_digests_and_macs_are_those_of_the_standard_library() -> None:
    lines = [b"", b"a", "公信".encode()]
    assert canonical.digests(lines) == [hashlib.sha256(line).digest() for line in lines]
    assert canonical.macs(b"key", lines) == [
        hmac.new(b"key", line, hashlib.sha256).digest() for line in lines
    ]
