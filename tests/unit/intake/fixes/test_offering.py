"""Only what settles rows is offered, nothing is ever offered that would invent a fact, and nothing else is accepted."""

import polars as pl
import pytest

from gongxin.intake.fixes.allowing import ensure_allowed
from gongxin.intake.fixes.fix import PARAMETERS, Fix, FixKind, FixRefused, says
from gongxin.intake.fixes.offering import Trouble, candidates, may_fill, may_map, offers
from gongxin.intake.fixes.profile import difference, kept_of, learned, merged
from gongxin.jurisdiction.values import Item
from tests.builders import catalogue

ITEM: Item = next(item for item in catalogue.law().items if item.code == "penalty")
FACTS = ("date.future", "date.impossible", "value.required", "money.negative", "kind.person_only", "date.order")  # fmt: skip


def trouble(code: str, field: str, cells: list[str | None]) -> Trouble:
    frame = pl.DataFrame(
        {"row": range(1, len(cells) + 1), field: cells},
        schema={"row": pl.UInt32, field: pl.String},
    )
    return Trouble(code, ITEM.field(field), field, frame)


@pytest.mark.parametrize("code", FACTS)
def test_a_wrong_or_missing_fact_has_no_fix(code: str) -> None:
    field = "CF_NR_FK" if code.startswith("money") else "CF_JDRQ"
    assert candidates(trouble(code, field, ["2031-01-01", None]), ITEM, {}) == []


def test_an_ambiguous_day_is_never_read_as_one_of_two() -> None:
    cells: list[str | None] = ["5/1/2026", "01-02-2026"]

    def judge(frame: pl.DataFrame) -> pl.DataFrame:
        """Whatever is no ISO day is complained of, as the check does."""
        bad = frame.filter(~pl.col("CF_JDRQ").str.contains(r"^\d{4}-\d{2}-\d{2}$"))
        return bad.select(
            "row",
            column=pl.lit("CF_JDRQ"),
            code=pl.lit("date.ambiguous"),
            severity=pl.lit("reject"),
        )

    assert offers(trouble("date.ambiguous", "CF_JDRQ", cells), ITEM, judge, {}) == ()


def test_a_fix_that_makes_another_complaint_settles_nothing() -> None:
    def judge(frame: pl.DataFrame) -> pl.DataFrame:
        is_long = frame["CF_XDR_SHXYM"].str.len_chars() > 3
        code = pl.Series(["uscc.form" if one else "uscc.check" for one in is_long])
        return frame.select("row").with_columns(
            column=pl.lit("CF_XDR_SHXYM"), code=code, severity=pl.lit("reject")
        )

    found = offers(trouble("uscc.form", "CF_XDR_SHXYM", ["代码：91", "代码：92"]), ITEM, judge, {})
    assert found == ()


REFUSED = [
    Fix(FixKind.FILL, "CF_XDR_SHXYM", {"text": "91"}),
    Fix(FixKind.FILL, "CF_XDR_MC", {"text": "甲公司"}),
    Fix(FixKind.FILL, "CF_XDR_LB", {"text": "自然人"}),
    Fix(FixKind.FILL, "CF_JDRQ", {"text": "2026-01-01"}),
    Fix(FixKind.FILL, "CF_WSH", {"text": "1号"}),
    Fix(FixKind.FILL, "CF_CFJG", {"text": " "}),
    Fix(FixKind.FILL, "CF_CFJG", {"text": "甲" * 201}),
    Fix(FixKind.FILL, "NOTHING", {"text": "甲"}),
    Fix(FixKind.FILL, "CF_CFJG", {}),
    Fix(FixKind.FILL, "CF_CFJG", {"text": "甲局", "more": "x"}),
    Fix(FixKind.MAP_HEADER, "CF_WSH", {"header": "没有这一列"}),
    Fix(FixKind.MAP_HEADER, "CF_XDR_LB", {"header": "案号"}),
    Fix(FixKind.READ_DAY, "CF_WSH", {"pattern": "chinese"}),
    Fix(FixKind.READ_DAY, "CF_JDRQ", {"pattern": "guess"}),
    Fix(FixKind.READ_AMOUNT, "CF_NR_FK", {"unit": "元"}),  # the field is in 万元
    Fix(FixKind.CONVERT_UNIT, "CF_NR_FK", {"given": "美元", "wanted": "万元"}),
    Fix(FixKind.SPLIT_CODES, "CF_XDR_SHXYM", {"to": "CF_XDR_SHXYM"}),
    Fix(FixKind.MAP_VALUE, "CF_WSH", {"given": "甲", "wanted": "乙"}),
    Fix(FixKind.STRIP_PREFIX, "CF_WSH", {"text": ""}),
    Fix(FixKind.JOIN, "CF_CFLB", {"by": "<>"}),
]


@pytest.mark.parametrize("fix", REFUSED)
def test_nothing_is_accepted_that_invents_or_does_not_fit(fix: Fix) -> None:
    with pytest.raises(FixRefused):
        ensure_allowed(fix, ITEM, ["案号"])


def test_what_fits_is_accepted() -> None:
    for fix in (
        Fix(FixKind.MAP_HEADER, "CF_WSH", {"header": "案号"}),
        Fix(FixKind.FILL, "CF_CFJG", {"text": "甲局"}),
        Fix(FixKind.MAP_VALUE, "CF_CFLB", {"given": "决定书", "wanted": "罚款"}),
        Fix(FixKind.CONVERT_UNIT, "CF_NR_FK", {"given": "元", "wanted": "万元"}),
    ):
        ensure_allowed(fix, ITEM, ["案号"])


def test_every_kind_says_in_both_languages_what_it_does() -> None:
    examples = {"pattern": "chinese", "to": "CF_XDR_ZZJG", "given": "元", "wanted": "万元"}
    for kind, names in PARAMETERS.items():
        fix = Fix(kind, "CF_JDRQ", {name: examples.get(name, "某") for name in names})
        zh, en = says(fix, ITEM, "zh"), says(fix, ITEM, "en")
        assert "处罚决定日期" in zh
        assert "Date of the decision" in en


def test_a_fact_typed_for_one_file_is_not_replayed_on_the_next() -> None:
    agency = Fix(FixKind.FILL, "CF_CFJG", {"text": "甲局"})
    fact = Fix(FixKind.FILL, "CF_SY", {"text": "未公示年度报告"})
    mapped = Fix(FixKind.MAP_HEADER, "CF_WSH", {"header": "案号"})
    assert kept_of([agency, fact, mapped], ITEM) == (agency, mapped)
    assert learned([agency, mapped]) == {"案号": "CF_WSH"}


def test_the_next_version_keeps_what_others_added_and_drops_what_was_undone() -> None:
    one, two, three, four = (
        Fix(FixKind.STRIP_PREFIX, "CF_WSH", {"text": text}) for text in "甲乙丙丁"
    )
    after = merged(latest=[one, two, four], standing=[two, three], undone=[one])
    assert after == (four, two, three)
    assert difference([one, two, four], after) == ((three,), (one,))


def test_who_the_party_is_cannot_be_typed_or_mapped_at_once() -> None:
    apart = {f.role for f in ITEM.fields if not may_fill(f)}
    assert {"party_name", "party_kind", "uscc", "document_number", "decided"} <= apart
    assert [f.role for f in ITEM.fields if not may_map(f)] == ["party_kind"]
