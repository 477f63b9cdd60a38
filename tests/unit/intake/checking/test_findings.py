"""The one table of checks: whole, in two languages, each line raised somewhere; values masked; causes grouped."""

import json
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake import findings
from gongxin.intake.causes import causes, unknown_codes
from gongxin.intake.findings import CHECKS, SEVERITIES, findings_page, mask, message, remedy
from gongxin.intake.reading.findings import SEVERITIES as READER_SEVERITIES
from gongxin.intake.reading.refusals import REASONS
from gongxin.intake.rules.cells import masked
from gongxin.jurisdiction import CodeList, CodeValue, Field, Item
from tests.unit.intake.checking.penalties import FIRM, GOOD, HRSS, PENALTY, changed, checked

HERE = Path(__file__).parent
# Raised by the stages before and after this one, and proved there.
OTHERS = {"read", "resolve", "admit"}
# Only where an item has such a field, which none of the present ones has: shown below.
_ELSEWHERE = {"severity.differs", "flag.form", "integer.form"}


def test_every_line_of_the_table_is_whole() -> None:
    for code, check in CHECKS.items():
        assert re.fullmatch(r"[a-z]+(\.[a-z0-9_]+)+", code)
        assert check.severity in SEVERITIES
        assert all([check.zh, check.en, check.remedy_zh, check.remedy_en, check.source])
        named = [set(re.findall(r"{(\w+)}", text)) for text in (check.zh, check.en)]
        assert named[0] == named[1], code


def test_the_reader_and_the_table_speak_of_the_same_findings() -> None:
    assert {code: CHECKS[code].severity for code in READER_SEVERITIES} == dict(READER_SEVERITIES)
    assert {code for code in REASONS if CHECKS[code].severity != "reject"} == set()


def test_every_check_of_this_stage_is_provoked_by_a_test() -> None:
    provoked = "".join(
        path.read_text("utf-8")
        for path in HERE.glob("test_*.py")
        if path.name != Path(__file__).name
    ) + "".join(path.read_text("utf-8") for path in HERE.glob("reference*.py"))
    mine = {code for code, check in CHECKS.items() if check.stage not in OTHERS} - _ELSEWHERE
    assert {code for code in mine if f'"{code}"' not in provoked} == set()


def with_fields(*more: Field) -> Item:
    return replace(PENALTY, fields=(*PENALTY.fields, *more))


def extra(
    code: str, kind: str, role: str | None = None, values: tuple[CodeValue, ...] = ()
) -> Field:
    listed = CodeList("extra", values, open=False) if values else None
    return replace(
        PENALTY.field("BZ"),
        code=code,
        type=kind,
        role=role,
        code_list=listed,
        scan=False,
        length=16,
    )


def test_flags_and_whole_numbers_are_read_or_refused() -> None:
    item = with_fields(extra("X_FLAG", "flag"), extra("X_N", "integer"))
    good = checked({**GOOD, "X_FLAG": "Ｙ", "X_N": "００7"}, item=item)
    assert good.frame.select("X_FLAG", "X_N").rows() == [("是", "7")]
    bad = checked({**GOOD, "X_FLAG": "也许", "X_N": "7.5"}, item=item).findings
    assert bad.select("column", "code").rows() == [("X_FLAG", "flag.form"), ("X_N", "integer.form")]


def test_a_reported_class_is_kept_beside_ours_and_the_difference_is_said() -> None:
    classes = (CodeValue("1", "轻微", "minor"), CodeValue("2", "一般", "general"))
    item = with_fields(extra("X_YZCD", "code", "severity", classes))
    result = checked({**GOOD, "X_YZCD": "轻微"}, item=item)
    assert result.frame.select("_severity_reported", "_severity").rows() == [("minor", "general")]
    weighty = result.findings.filter(pl.col("severity") != "note")
    assert weighty.select("column", "code").rows() == [("X_YZCD", "severity.differs")]
    assert checked({**GOOD, "X_YZCD": "2"}, item=item).findings["code"].to_list() == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_message_needs_no_parameter_to_be_printed(lang: str) -> None:
    for code in CHECKS:
        assert message(code, None, lang)
        assert remedy(code, {}, lang)


def test_a_message_names_its_parameters() -> None:
    assert message("date.future", {"today": "2026-11-23"}) == "晚于今天（2026-11-23）"
    assert message("value.too_long", {"limit": 9}, "en") == "‹length› characters; at most 9"


@pytest.mark.parametrize(
    "raw",
    [
        "11010519491231002X",
        "电话13800138000",
        "6222 0200 0000 0000 000",
        "１３８００１３８０００",
        "138-0013-8000",
    ],
)
def test_long_numbers_are_never_echoed_whole(raw: str) -> None:
    shown = mask(raw) or ""
    assert raw not in shown
    assert "*" in shown


def test_no_part_of_a_number_survives_where_a_text_is_cut() -> None:
    for start in range(80):
        shown = mask("字" * start + "11010519491231002X") or ""
        assert "1101051" not in shown
        assert "91231002X" not in shown


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_echoed_is_short_and_printable(raw: str) -> None:
    shown = mask(raw)
    assert shown is not None
    assert len(shown) <= findings.SEEN_CHARACTERS_MAX
    assert all(c.isprintable() or c == "\ufffd" for c in shown)


@given(
    st.lists(
        st.none()
        | st.text("0123456789ABX", min_size=16, max_size=19)
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        max_size=30,
    )
)
def test_a_column_is_masked_as_its_values_are(values: list[str | None]) -> None:
    assert masked(pl.Series(values, dtype=pl.String)).to_list() == [mask(value) for value in values]


def test_plain_values_stay_readable_for_the_clerk() -> None:
    assert mask("2026-02-30") == "2026-02-30"
    assert mask("构市监〔2026〕1号") == "构市监〔2026〕1号"
    assert mask(None) is None


def test_a_thousand_errors_of_one_kind_are_one_cause() -> None:
    rows = [changed(CF_XDR_SHXYM=f"{FIRM[:17]}{'I'}") for _ in range(900)] + [
        changed(CF_CFJGDM=HRSS)
    ]
    found = causes(checked(*rows).findings)
    assert [(c.code, c.rows) for c in found] == [("uscc.form", 900), ("authority.disagree", 1)]
    assert found[0].examples == (1, 2, 3, 4, 5)
    assert found[0].message("en") == "Not the shape of a unified social credit code"


def test_counted_notes_of_several_chunks_add_up() -> None:
    chunk = checked(changed(CF_JDRQ="2026/4/1"), changed(CF_JDRQ="2026.4.1")).findings
    (cause,) = causes(pl.concat([chunk, chunk]))
    assert (cause.code, cause.rows, cause.params["count"]) == ("date.normalised", 4, 4)


def test_unknown_code_values_are_causes_of_their_own() -> None:
    found = causes(
        checked(changed(CF_CFLB="77"), changed(CF_CFLB="88"), changed(CF_CFLB="77")).findings
    )
    assert [(c.code, c.params["value"], c.rows) for c in found if c.severity == "reject"] == [
        ("code.unknown", "77", 2),
        ("code.unknown", "88", 1),
    ]


def test_findings_hold_codes_and_parameters_and_no_sentence() -> None:
    found = checked(changed(CF_NR_FK="2000", CF_JDRQ="x")).findings
    assert not unknown_codes(found)
    for params in found["params"]:
        assert isinstance(json.loads(params), dict)
    sentences = {text for check in CHECKS.values() for text in (check.zh, check.en)}
    assert not sentences & set(found["params"])


def test_the_page_of_checks_prints_every_line_once() -> None:
    page = findings_page()
    assert all(page.count(f"| `{code}` |") == 1 for code in CHECKS)
    assert "{" not in page
