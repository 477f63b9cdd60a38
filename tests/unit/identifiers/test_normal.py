"""How identifiers are written before they are compared."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.identifiers import normalise, normalise_many
from gongxin.identifiers.normal import HYPHENS, SPACES, is_placeholder

SHOWN = (
    ("９１３４０６２１ＭＡ２ＵＫ３３８ＸＪ", "91340621MA2UK338XJ", ("width",)),
    ("91340621ma2uk338xj", "91340621MA2UK338XJ", ("case",)),
    ("ｍａ64nd86-2", "MA64ND862", ("width", "case", "hyphens")),
    (" 10774368\u30000 ", "107743680", ("spaces",)),
    ("10774368－0", "107743680", ("width", "hyphens")),
    ("10774368–0", "107743680", ("hyphens",)),
    ("O1I0", "O1I0", ()),  # letters are never taken for digits
    ("①²", "①²", ()),  # nor are signs that only look like digits
    (
        "91\u200b34",
        "91\u200b34",
        (),
    ),  # invisible characters stay, so that the form refuses them
    ("（A）4600", "(A)4600", ("width",)),
)


@pytest.mark.parametrize(("written", "value", "changes"), SHOWN)
def test_width_case_spaces_and_hyphens_are_folded_and_named(
    written: str, value: str, changes: tuple[str, ...]
) -> None:
    plain = normalise(written)
    assert (plain.value, plain.changes) == (value, changes)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "  ",
        "-",
        "—",
        "——",
        "无",
        "N/A",
        "n/a",
        "00000000000000000X",
        "0",
        "000000000000000",
        "ＮＵＬＬ",
    ],
)
def test_a_placeholder_says_that_there_is_no_identifier(written: str) -> None:
    assert is_placeholder(normalise(written).value)
    assert normalise_many([written])[0] is None


ALPHABET = "09AZaziıſßOI０９ＡＺａｚＸ－無无/X" + SPACES + HYPHENS + "\u200b①"


@given(st.lists(st.none() | st.text(alphabet=ALPHABET, max_size=24), max_size=12))
def test_a_column_is_normalised_exactly_as_its_cells(cells: list[str | None]) -> None:
    expected = [
        None if c is None or is_placeholder(normalise(c).value) else normalise(c).value
        for c in cells
    ]
    assert normalise_many(pl.Series(cells, dtype=pl.String)).to_list() == expected


@given(st.text(alphabet=ALPHABET, max_size=24))
def test_normalising_twice_changes_nothing_more(cell: str) -> None:
    once = normalise(cell).value
    assert normalise(once).value == once
