"""Single values: idempotent reading, exact money, listed dates, one form of document numbers, whatever the text."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.checking import rule_of
from gongxin.intake.rules import documents, money, text
from gongxin.jurisdiction import Field
from tests.unit.intake.checking.penalties import (
    LAW,
    LICENCE,
    PENALTY,
    POOLS,
    changed,
    checked,
    codes,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DIRTY = st.sampled_from([v for pool in POOLS.values() for v in pool if v is not None])
FIELDS = [f for f in (*PENALTY.fields, *LICENCE.fields) if f.type != "identifier"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIELDS), ANY_TEXT | DIRTY)
def test_reading_what_was_read_changes_nothing_more(field: Field, raw: str) -> None:
    _, read = rule_of(field, LAW.placeholders)
    once = read(raw)
    if once.value is not None:
        twice = read(once.value)
        assert twice.value == once.value
        assert not twice.counted


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIELDS), st.lists(ANY_TEXT | DIRTY, min_size=1, max_size=20))
def test_what_passes_the_quick_test_is_left_alone_by_the_rule(field: Field, raw: list[str]) -> None:
    normal, read = rule_of(field, LAW.placeholders)
    for value, passes in zip(raw, normal(pl.Series(raw, dtype=pl.String)), strict=True):
        if passes:
            found = read(value)
            assert not found.findings
            assert not found.counted
            if field.type != "money":
                assert found.value == value


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY_TEXT, min_size=len(PENALTY.fields), max_size=len(PENALTY.fields)))
def test_no_text_in_any_column_breaks_the_check(values: list[str]) -> None:
    row: dict[str, str | None] = {f.code: v for f, v in zip(PENALTY.fields, values, strict=True)}
    assert checked(row).frame.height == 1


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.decimals(0, 10**12 - 1, places=6, allow_nan=False) | st.decimals(0, 9, places=4),
        min_size=1,
    ),
    st.sampled_from(["万元", None]),
)
def test_amounts_become_exact_yuan(amounts: list[Decimal], unit: str | None) -> None:
    texts = [f"{amount:f}" for amount in amounts]
    read = money.reader(unit)
    plain = pl.Series([read(t).value for t in texts], dtype=pl.String)
    for amount, yuan in zip(amounts, money.yuan(plain, unit), strict=True):
        assert Decimal(yuan) == amount * (10_000 if unit else 1)
        whole, point, places = yuan.partition(".")
        assert point
        assert 2 <= len(places) <= 6
        assert "E" not in yuan
        assert whole == "0" or not whole.startswith("0")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("-1", "money.negative"),
        ("1e400", "money.exponent"),
        ("NaN", "money.not_a_number"),
        ("1,000.00", "money.separator"),
        ("￥1000", "money.symbol"),
        ("10万", "money.suffix"),
        ("9" * 99, "money.too_large"),
        ("0.0000001", "money.precision"),
        ("壹万", "money.form"),
    ],
)
def test_what_is_no_plain_amount_is_refused_with_its_reason(raw: str, code: str) -> None:
    assert ("CF_NR_FK", code) in codes(changed(CF_NR_FK=raw))


def test_a_blank_amount_is_not_zero() -> None:
    row = changed(CF_CFLB="警告", CF_NR="警告", CF_NR_FK=None)
    assert checked(row).frame["CF_NR_FK"].to_list() == [None]
    assert ("CF_NR_FK", "money.zero") in codes(changed(CF_CFLB="警告", CF_NR="警告", CF_NR_FK="0"))


@pytest.mark.parametrize(
    "raw", ["2026-04-01", "2026/4/1", "2026.4.1", "20260401", "2026年4月1日", "2026-04-01T00:00:00"]
)
def test_the_listed_forms_are_one_day(raw: str) -> None:
    assert checked(changed(CF_JDRQ=raw)).frame["_decided"].to_list() == ["2026-04-01"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2023-02-30", "date.impossible"),
        ("03-02-23", "date.ambiguous"),
        ("1/4/2026", "date.ambiguous"),
        ("45000", "date.number"),
        ("民国115年4月1日", "date.form"),
        ("二〇二六年四月一日", "date.form"),
        ("2026-04-01 09:30:00", "date.has_time"),
        ("0001-01-01", "date.range"),
        ("9999-12-31", "date.sentinel"),
        ("2026-11-24", "date.future"),
    ],
)
def test_no_day_is_guessed(raw: str, code: str) -> None:
    assert ("CF_JDRQ", code) in codes(changed(CF_JDRQ=raw))


@pytest.mark.parametrize("raw", ["9999-12-31", "1900-1-1", "长期", "无处罚期限", "—"])
def test_an_open_end_is_empty_and_said_at_its_row(raw: str) -> None:
    result = checked(changed(CF_YXQ=raw))
    assert result.frame["_valid_until"].to_list() == [None]
    open_ended = result.findings.filter(pl.col("code") == "date.open_ended")
    assert open_ended["row"].to_list() == [1]
    assert "value.required" not in result.findings["code"]


def test_the_sentinel_of_the_template_is_counted_not_listed() -> None:
    result = checked(*[changed(CF_YXQ="2099-12-31")] * 3)
    assert result.findings.select("row", "code", "params").rows() == [
        (0, "date.open_ended", '{"count": 3, "first": 1}')
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "构市监〔2026〕1号",
        "构市监[2026]1号",
        "构市监(2026)1号",
        "构市监（2026）1号",
        "构市监【2026】 1号",
        "构市监〔２０２６〕１号",
    ],
)
def test_brackets_do_not_make_another_document(raw: str) -> None:
    assert checked(changed(CF_WSH=raw)).frame["_document"].to_list() == ["构市监〔2026〕1号"]


@settings(max_examples=200, deadline=None)
@given(st.text("构监〔〕[]()（）【】2026 1号Aa，-", max_size=24))
def test_a_document_number_has_one_form(raw: str) -> None:
    once, _ = documents.canonical(raw)
    assert documents.canonical(once) == (once, ())
    rule = text.TextRule(128, single_line=True)
    if documents.normal(rule)(pl.Series([raw])).item():
        assert documents.reader(rule)(raw).value == raw


def test_formula_looking_text_stays_text() -> None:
    result = checked(changed(CF_SY="=HYPERLINK(1)"))
    assert result.frame["CF_SY"].to_list() == ["=HYPERLINK(1)"]
    assert ("CF_SY", "value.formula_text") in codes(changed(CF_SY="=HYPERLINK(1)"))
