"""Headers become fields by code and label, in any order and spelling; what does not fit is named, never guessed."""

import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.consuming import Mapping, consume
from tests.unit.intake.checking.penalties import LICENCE, PENALTY

CODES = [field.code for field in PENALTY.fields]


def codes_of(mapping: Mapping) -> list[str]:
    return mapping.findings["code"].to_list()


@given(st.permutations(PENALTY.fields), st.randoms())
def test_codes_names_and_aliases_map_in_any_order(fields: list, draw: random.Random) -> None:  # type: ignore[type-arg]
    headers = {draw.choice([f.code, f.zh, *f.aliases]): f.code for f in fields}
    mapping = consume(list(headers), PENALTY)
    assert dict(mapping.fields) == headers
    assert mapping.leftovers == ()
    assert mapping.findings.is_empty()


@pytest.mark.parametrize(
    "header",
    [
        "cf_wsh",
        " CF_WSH ",
        "ＣＦ＿ＷＳＨ",
        "行政处罚 决定书文号",
        "行政处罚决定书文号(CF_WSH)",
        "CF_WSH（行政处罚决定书文号）",
        "*决定书文号",
    ],
)
def test_width_case_blanks_and_both_together_name_the_same_field(header: str) -> None:
    assert dict(consume([header], PENALTY).fields) == {header: "CF_WSH"}


def test_each_label_names_its_own_field_and_none_other() -> None:
    for field in PENALTY.fields:
        assert consume([field.zh], PENALTY).fields == {field.zh: field.code}
        assert consume([f"{field.zh}({field.code})"], PENALTY).findings["code"].to_list() == [
            "header.missing"
        ]


def test_labels_shifted_by_one_are_refused() -> None:
    shifted = [
        f"{a.zh}({b.code})" for a, b in zip(PENALTY.fields, PENALTY.fields[1:], strict=False)
    ]
    mapping = consume(shifted, PENALTY)
    assert mapping.refused
    assert not mapping.fields
    assert codes_of(mapping).count("header.conflict") == len(shifted)


def test_a_known_code_beside_an_unknown_label_is_a_conflict() -> None:
    assert "header.conflict" in codes_of(consume(["随便什么(CF_WSH)"], PENALTY))
    assert "header.conflict" in codes_of(consume(["处罚内容(XX_YY)"], PENALTY))


def test_a_remark_in_brackets_is_no_conflict_but_another_unit_is() -> None:
    assert dict(consume(["违法事实（详细）"], PENALTY).fields) == {"违法事实（详细）": "CF_SY"}
    assert "header.unit" in codes_of(consume(["罚款金额(元)"], PENALTY))
    assert "header.unit" not in codes_of(consume(["罚款金额（万元）"], PENALTY))


def test_two_columns_for_one_field_are_refused() -> None:
    mapping = consume([*CODES, "处罚内容"], PENALTY)
    assert mapping.refused
    assert codes_of(mapping) == ["header.duplicate"]


def test_missing_required_columns_are_listed_together() -> None:
    mapping = consume(["CF_WSH"], PENALTY)
    missing = mapping.findings.filter(pl.col("code") == "header.missing")
    required = [field for field in PENALTY.fields if field.required and field.code != "CF_WSH"]
    assert mapping.refused
    assert missing.height == 1
    assert all(field.code in missing["params"][0] for field in required)


def test_left_over_columns_are_reported_and_do_not_refuse() -> None:
    mapping = consume([*CODES, "内部流水号"], PENALTY)
    assert not mapping.refused
    assert mapping.leftovers == ("内部流水号",)
    assert codes_of(mapping) == ["header.leftover"]


def test_a_licence_file_sent_as_penalties_is_named() -> None:
    mapping = consume([field.code for field in LICENCE.fields], PENALTY)
    family = mapping.findings.filter(pl.col("code") == "header.family")
    assert mapping.refused
    assert '"prefix": "XK"' in family["params"][0]


def test_columns_cut_by_the_reader_are_not_called_left_over() -> None:
    assert consume([*CODES, "法定代表人"], PENALTY).leftovers == ()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=8))
def test_no_header_breaks_the_map(headers: list[str]) -> None:
    mapping = consume(headers, PENALTY)
    assert set(mapping.fields) | set(mapping.leftovers) <= set(headers)
