"""What is covered in a sentence and what is left: homes, children, names, accounts, and the mark of a state secret."""

import re
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.reading.personal import HINTS, MASKS, covered
from gongxin.intake.reading.secrecy import HINT, level_of
from gongxin.jobs.sample_city import texts
from gongxin.jobs.sample_city.sanctions import SANCTIONS
from tests.unit.intake.reading import sentences

COVERED: Mapping[str, str] = {
    **sentences.HOMES,
    **sentences.MINORS,
    **sentences.NAMES,
    **sentences.ACCOUNTS,
}
LEFT = (
    *sentences.NOT_HOMES,
    *sentences.NOT_MINORS,
    *sentences.NOT_NAMES,
    *sentences.NOT_ACCOUNTS,
    *sentences.NOT_CLASSIFIED,
)


@pytest.mark.parametrize(("text", "kept"), COVERED.items())
def test_a_person_in_a_sentence_is_covered_and_the_rest_is_left(text: str, kept: str) -> None:
    masked, counts = covered(text)
    assert masked == kept
    assert counts == {kind: kept.count(mask) for kind, mask in MASKS.items() if mask in kept}


@pytest.mark.parametrize("text", LEFT)
def test_a_sentence_about_a_body_or_a_rule_is_left(text: str) -> None:
    assert covered(text) == (text, {})
    assert level_of(text) is None


@pytest.mark.parametrize(("text", "level"), sentences.CLASSIFIED.items())
def test_the_mark_of_a_secret_is_seen_with_its_level(text: str, level: str) -> None:
    assert level_of(text) == level


def test_every_table_says_enough_on_both_sides() -> None:
    kinds = ("HOMES", "MINORS", "NAMES", "ACCOUNTS", "CLASSIFIED")
    for kind in kinds:
        assert len(getattr(sentences, kind)) >= 12, kind
        assert len(getattr(sentences, f"NOT_{kind}")) >= 12, kind


@pytest.mark.parametrize("text", [t for t, kept in COVERED.items() if kept != t])
def test_the_question_asked_of_a_whole_column_passes_no_such_sentence_over(text: str) -> None:
    cell = pl.Series([text])
    assert any(cell.str.contains(hint).all() for hint in HINTS)


def test_the_question_for_marks_passes_none_over() -> None:
    assert pl.Series(list(sentences.CLASSIFIED)).str.contains(HINT).all()


def test_a_whole_paragraph_about_a_person_loses_the_person_alone() -> None:
    masked, counts = covered(
        "当事人：张三，男，1985年3月7日出生，住址：构造市样例路12号3栋502房，微信号：zhang_san85，"
        "在样例路9号首层销售香烟予学生李某某（男，12岁）。"
    )
    assert masked == (
        f"当事人：{MASKS['name']}，男，1985年3月7日出生，住址：{MASKS['home']}，微信号：{MASKS['account']}，"
        f"在样例路9号首层销售香烟予学生{MASKS['minor']}。"
    )
    assert counts == {"account": 1, "home": 1, "minor": 1, "name": 1}


def test_a_name_is_seen_by_the_number_beside_it_covered_or_not() -> None:
    number = "11010519491231002X"  # the example of GB 11643
    bare, _ = covered(f"货主，刘建军（{number}）未到")
    assert bare == f"货主，{MASKS['name']}（{MASKS['resident_id']}）未到"
    assert covered(f"货主，刘建军（{MASKS['resident_id']}）未到")[0] == bare


PIECES = st.sampled_from(
    [*COVERED, *LEFT, *sentences.CLASSIFIED, *MASKS.values(), "电话", "3322123", "（", "，", "住"]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=5).map("".join), st.integers(0, 60))
def test_a_text_once_covered_stays_as_it_is(text: str, start: int) -> None:
    once, _ = covered(text[start:])
    assert covered(once) == (once, {})


def test_the_sample_city_writes_nothing_that_is_covered() -> None:
    said = [
        text
        for desk in texts.DESKS.values()
        for offence in desk.offences
        for text in (offence.kind, offence.facts.replace("{day}", "2024年3月15日"), offence.law)
    ]
    said += [t for d in texts.DESKS.values() for p in d.permits for t in (p.document, p.content)]
    said += [re.sub(r"{\w+}", "2000", s.content) for s in SANCTIONS]
    assert len(said) > 60
    assert [t for t in said if covered(t) != (t, {}) or level_of(t)] == []
