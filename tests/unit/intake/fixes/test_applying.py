"""What a fix does to a column, that it does it once, and that it touches nothing else."""

import string

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.fixes.applying import apply, fields_of, mapped
from gongxin.intake.fixes.fix import (
    NOT_IDEMPOTENT,
    PATTERNS,
    STRUCTURAL,
    Fix,
    FixKind,
    digest,
    from_document,
)
from tests.builders.codes import organisation_code, unified_code

ONE = unified_code(1)
ORG = organisation_code(7)

CASES: list[tuple[Fix, list[str | None], list[str | None]]] = [
    (Fix(FixKind.STRIP_PREFIX, "a", {"text": "统一代码："}), ["统一代码：91", " 统一代码： 统一代码：91", "91", None], ["91", "91", "91", None]),
    (Fix(FixKind.STRIP_SUFFIX, "a", {"text": "（正本）"}), ["91（正本）", "91 （正本） ", "（正本）91"], ["91", "91", "（正本）91"]),
    (Fix(FixKind.STRIP_PREFIX, "a", {"text": ".*"}), ["91", ".*91"], ["91", "91"]),
    (Fix(FixKind.HALF_WIDTH, "a"), ["９１Ａ（甲）", "甲"], ["91A(甲)", "甲"]),
    (Fix(FixKind.DROP_BLANKS, "a"), ["9 1\u30002", "甲"], ["912", "甲"]),
    (Fix(FixKind.DROP_INVISIBLE, "a"), ["9\u200b1", "甲\ufeff", "乙"], ["91", "甲", "乙"]),
    (Fix(FixKind.READ_DAY, "a", {"pattern": "chinese"}), ["二〇二四年一月五日", "2024-01-05", "某日"], ["2024-01-05", "2024-01-05", "某日"]),
    (Fix(FixKind.READ_AMOUNT, "a", {"unit": "万元"}), ["2000元", "0.2", "若干"], ["0.2", "0.2", "若干"]),
    (Fix(FixKind.CONVERT_UNIT, "a", {"given": "元", "wanted": "万元"}), ["2000", "若干", None], ["0.2", "若干", None]),
    (Fix(FixKind.MAP_VALUE, "a", {"given": "决定书", "wanted": "罚款"}), ["决定书", " 决定书 ", "警告;决定书", "决定书甲", "a$1"], ["罚款", "罚款", "警告;罚款", "决定书甲", "a$1"]),
    (Fix(FixKind.FILL, "a", {"text": "甲局"}), [None, " ", "乙局"], ["甲局", "甲局", "乙局"]),
]  # fmt: skip


@pytest.mark.parametrize(("fix", "before", "after"), CASES)
def test_a_fix_changes_what_it_says_and_counts_it(
    fix: Fix, before: list[str | None], after: list[str | None]
) -> None:
    frame = pl.DataFrame(
        {"row": range(len(before)), "a": before, "b": ["x"] * len(before)},
        schema={"row": pl.UInt32, "a": pl.String, "b": pl.String},
    )
    applied = apply(frame, [fix])
    assert applied.frame["a"].to_list() == after
    assert applied.frame["b"].to_list() == frame["b"].to_list()
    assert applied.cells == (sum(x != y for x, y in zip(before, after, strict=True)),)


def test_a_row_that_the_reader_emptied_is_not_filled() -> None:
    frame = pl.DataFrame({"row": [1, 2], "a": [None, None], "b": ["x", None]}, schema={"row": pl.UInt32, "a": pl.String, "b": pl.String})  # fmt: skip
    fix = Fix(FixKind.FILL, "a", {"text": "甲局"})
    assert apply(frame, [fix]).frame["a"].to_list() == ["甲局", None]


def test_two_codes_in_a_cell_are_parted_by_what_they_are() -> None:
    cells = [
        f"{ONE}/{ORG}",
        f"{ORG}，{ONE}",
        f"{ONE}（{ORG}）",
        f"{ONE}/{ONE}",
        f"{ONE}/12345678",
        ONE,
    ]
    frame = pl.DataFrame({"row": range(6), "u": cells, "o": [None, None, None, None, None, None]}, schema={"row": pl.UInt32, "u": pl.String, "o": pl.String})  # fmt: skip
    applied = apply(frame, [Fix(FixKind.SPLIT_CODES, "u", {"to": "o"})]).frame
    # What is no sound pair of two schemes stays as it was written.
    assert applied["o"].to_list() == [ORG, ORG, ORG, None, None, None]
    assert applied["u"].to_list() == [ONE, ONE, ONE, *cells[3:]]


def test_a_code_that_stands_in_its_column_already_is_not_overwritten() -> None:
    frame = pl.DataFrame({"row": [1], "u": [f"{ONE}/{ORG}"], "o": ["别的"]})
    applied = apply(frame, [Fix(FixKind.SPLIT_CODES, "u", {"to": "o"})])
    assert applied.frame.row(0) == (1, f"{ONE}/{ORG}", "别的")
    assert applied.cells == (0,)


def test_columns_become_fields_by_what_was_said_of_them() -> None:
    chunk = pl.DataFrame({"row": [1, 2], "案号": ["甲1", None], "一": ["罚款", "罚款"], "二": ["警告", "罚款"]})  # fmt: skip
    fields = {"一": "kind", "二": "kind"}
    fixes = [
        Fix(FixKind.MAP_HEADER, "number", {"header": "案号"}),
        Fix(FixKind.JOIN, "kind", {"by": ";"}),
    ]
    assert fields_of(chunk, fields, []).columns == ["row", "kind"]
    frame = fields_of(chunk, mapped(fields, fixes), fixes)
    assert frame.rows() == [(1, "甲1", "罚款;警告"), (2, None, "罚款")]
    assert apply(frame, fixes).cells == (1, 2)


TEXTS = st.text(
    alphabet="９１A统一代码：（）;年月日〇二四一五元,. \u200b" + string.digits, max_size=20
)
FIXES = st.one_of(
    st.builds(lambda k, t: Fix(k, "a", {"text": t}), st.sampled_from([FixKind.STRIP_PREFIX, FixKind.STRIP_SUFFIX, FixKind.FILL]), TEXTS.filter(str.strip)),
    st.sampled_from([Fix(k, "a") for k in (FixKind.HALF_WIDTH, FixKind.DROP_BLANKS, FixKind.DROP_INVISIBLE)]),
    st.sampled_from([Fix(FixKind.READ_DAY, "a", {"pattern": p}) for p in PATTERNS]),
    st.sampled_from([Fix(FixKind.READ_AMOUNT, "a", {"unit": u}) for u in ("元",)]),
)  # fmt: skip


@given(st.lists(st.none() | TEXTS, min_size=1, max_size=8), FIXES)
def test_a_fix_done_twice_is_done_once(cells: list[str | None], fix: Fix) -> None:
    frame = pl.DataFrame({"row": range(len(cells)), "a": cells, "b": cells}, schema={"row": pl.UInt32, "a": pl.String, "b": pl.String})  # fmt: skip
    once = apply(frame, [fix]).frame
    twice = apply(once, [fix])
    assert twice.frame.equals(once)
    assert twice.cells == (0,)
    assert once["b"].equals(frame["b"])
    assert once["row"].equals(frame["row"])


def test_the_one_kind_that_is_not_so_is_named() -> None:
    assert {FixKind.CONVERT_UNIT} == NOT_IDEMPOTENT
    assert {FixKind.MAP_HEADER, FixKind.JOIN} == STRUCTURAL


@given(st.lists(FIXES, max_size=5))
def test_fixes_are_kept_as_they_are_and_their_order_counts(fixes: list[Fix]) -> None:
    assert [from_document(fix.as_document()) for fix in fixes] == fixes
    if fixes != fixes[::-1]:
        assert digest(fixes) != digest(fixes[::-1])
