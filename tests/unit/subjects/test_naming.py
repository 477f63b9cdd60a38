"""How names are compared."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.subjects.naming import bigrams, bigrams_many, normal, normal_many

SAME = (
    ("虚构城（叶塘）电子有限公司", "虚构城(叶塘)电子有限公司"),
    ("虚構城電子有限公司", "虚构城电子有限公司"),
    ("ＢＰＷ（虚构城）车轴", "bpw(虚构城)车轴"),
    ("阿·凡提", "阿•凡提"),
    ("阿・凡提", "阿凡提"),
    ("虚构城 电子　有限公司", "虚构城电子有限公司"),
    ("〔虚构城〕电子", "【虚构城】电子"),
    ("虚构城\u200b电子", "虚构城电子"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_writings_of_one_name_are_equal(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("虚构城甲公司", "虚构城乙公司"), ("虚构城公司", "虚构城有限公司"), ("一号", "1号")],
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert normal(one) != normal(other)


CHARACTERS = st.text(alphabet="虚構构城電电子（）()〔·•・ 　\u200bＡaß㈱\n,'\"{}\\1１", max_size=12)


@given(st.lists(st.none() | CHARACTERS, max_size=8))
def test_a_column_of_names_is_brought_into_form_as_its_cells(names: list[str | None]) -> None:
    assert normal_many(pl.Series(names, dtype=pl.String)).to_list() == [
        None if n is None else normal(n) for n in names
    ]


@given(st.lists(CHARACTERS.map(normal), min_size=1, max_size=8))
def test_pairs_of_a_column_are_those_of_its_cells(norms: list[str]) -> None:
    found = bigrams_many(pl.Series(norms, dtype=pl.String)).to_list()
    assert [tuple(f) for f in found] == [bigrams(n) for n in norms]


@given(CHARACTERS)
def test_a_name_in_its_form_stays_as_it_is(name: str) -> None:
    assert normal(normal(name)) == normal(name)


def test_pairs_overlap_and_stand_once() -> None:
    assert bigrams("虚构城虚构城市") == ("虚构", "构城", "城虚", "城市")
    assert bigrams("甲") == ("甲",)
    assert bigrams("") == ()
