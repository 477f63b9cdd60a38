"""The vectorised check stage says of every row what the slow reference says, and nothing else."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.checking import reference
from tests.unit.intake.checking.penalties import (
    CODES,
    GOOD,
    NAMES,
    PENALTY,
    POOLS,
    TODAY,
    checked,
    table,
)
from tests.unit.intake.checking.reference_cells import Row

REFERENCE_ITEM = reference.item("penalty") | {"agencies": list(PENALTY.agencies)}
KNOWN = {
    "codes": CODES,
    "names": {name: borne[0].key for name, borne in NAMES.items()},
    "provider": {"key": "samr"},
}
HELPERS = ("_scheme", "_identifier", "_authority_key", "_severity", "_severity_rule")


def one_dirty(column: str) -> st.SearchStrategy[dict[str, str | None]]:
    return st.sampled_from(POOLS[column]).map(lambda value: {**GOOD, column: value})


def arbitrary(column: str) -> st.SearchStrategy[dict[str, str | None]]:
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    return text.map(lambda value: {**GOOD, column: value})


FREE_COLUMNS = sorted(
    set(POOLS) - {"CF_XDR_SHXYM", "CF_XDR_ZZJG", "CF_XDR_GSZC", "CF_XDR_SWDJ", "CF_CFJGDM"}
)
ROW = st.one_of(
    st.just(GOOD),
    st.sampled_from(sorted(POOLS)).flatmap(one_dirty),
    st.sampled_from([c for c in FREE_COLUMNS if c != "CF_CFJG"]).flatmap(arbitrary),
    st.fixed_dictionaries({name: st.sampled_from(pool) for name, pool in POOLS.items()}).map(
        lambda row: {**GOOD, **row}
    ),
    st.just(dict.fromkeys(GOOD)),
)


def expected(rows: list[dict[str, str | None]]) -> list[Row]:
    return [reference.check(row, REFERENCE_ITEM, KNOWN, TODAY) for row in rows]


def cells_of(findings: pl.DataFrame, rows: int) -> list[set[tuple[str, str]]]:
    cells: list[set[tuple[str, str]]] = [set() for _ in range(rows + 1)]
    for row, column, code in findings.select("row", "column", "code").iter_rows():
        cells[row].add((column, code))
    return cells


def assert_agrees(rows: list[dict[str, str | None]], times: int = 1) -> None:
    result = checked(*(rows * times))
    truth = expected(rows) * times
    cells = cells_of(result.findings, len(truth))
    assert [row.findings for row in truth] == cells[1:]
    counted = {note for row in truth for note in row.counted}
    assert counted == {c for c in cells[0] if not c[1].startswith("publicity.")}
    columns = list(truth[0].values)
    for got, row in zip(result.frame.iter_rows(named=True), truth, strict=True):
        refused = {column for column, code in row.findings if code.endswith((".form", ".check"))}
        kept = [column for column in columns if column not in refused]
        assert {c: got[c] for c in kept} == {c: row.values[c] for c in kept}
        if any(row.values.values()):
            assert {h: got[h] for h in HELPERS} == {h: row.helpers[h] for h in HELPERS}


@settings(max_examples=120, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_every_row_gets_exactly_the_findings_of_the_reference(
    rows: list[dict[str, str | None]],
) -> None:
    assert_agrees(rows)


@pytest.mark.soak
@settings(max_examples=5000, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_every_row_agrees_with_the_reference_in_a_long_run(
    rows: list[dict[str, str | None]],
) -> None:
    assert_agrees(rows)


@settings(max_examples=15, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_long_repetitive_columns_are_read_as_short_ones(rows: list[dict[str, str | None]]) -> None:
    assert_agrees(rows, times=80)


@pytest.mark.parametrize("column", sorted(POOLS))
def test_each_pool_value_alone(column: str) -> None:
    for value in POOLS[column]:
        assert_agrees([{**GOOD, column: value}])


@settings(max_examples=30, deadline=None)
@given(st.lists(ROW, min_size=2, max_size=10), st.integers(1, 9))
def test_what_is_said_of_a_row_does_not_depend_on_its_chunk(
    rows: list[dict[str, str | None]], cut: int
) -> None:
    cut = min(cut, len(rows) - 1)
    whole, first, second = checked(*rows), checked(*rows[:cut]), checked(*rows[cut:])
    shifted = second.findings.filter(pl.col("row") > 0).with_columns(pl.col("row") + cut)
    parts = pl.concat([first.findings.filter(pl.col("row") > 0), shifted])
    assert parts.sort(parts.columns).equals(
        whole.findings.filter(pl.col("row") > 0).sort(parts.columns)
    )
    assert pl.concat([first.frame, second.frame]).drop("row").equals(whole.frame.drop("row"))


def test_an_empty_chunk_is_no_trouble() -> None:
    result = checked()
    assert result.frame.is_empty()
    assert result.findings.is_empty()
    assert set(table([]).columns) <= set(result.frame.columns)
