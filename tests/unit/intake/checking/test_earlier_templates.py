"""Files of the template of 2015-2018: told by their headers, converted column by column; what stands in is known or left empty."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.agencies.names import Bearer
from gongxin.identifiers import Grade, grade
from gongxin.intake.causes import causes
from gongxin.intake.checking import check
from gongxin.intake.consuming import consume
from gongxin.intake.converting import Conversion, Sender, consume_any, convert, kept, relaxed
from gongxin.intake.findings import message
from gongxin.intake.rules import dates
from gongxin.jurisdiction import Item
from tests.builders import earlier_files
from tests.unit.intake.checking.penalties import (
    AUTHORITIES,
    FIRM,
    LAW,
    LICENCE,
    PENALTY,
    SAMR,
    SHOP,
    TODAY,
)

SENDER = Sender("构造市市场监督管理局", SAMR)
NAME = "构造市样例商贸有限公司"


def templates(item: Item):  # type: ignore[no-untyped-def]
    return [one for one in LAW.templates if one.item == item.code]


def conversion(row: Mapping[str, str | None], item: Item = PENALTY) -> Conversion:
    mapping, template = consume_any(list(row), item, templates(item))
    assert template is not None
    assert not mapping.refused, mapping.findings
    return Conversion(template, mapping.fields)


def converted(
    *rows: Mapping[str, str | None], item: Item = PENALTY, sender: Sender | None = SENDER
) -> tuple[list[dict[str, str | None]], list[tuple[int, str, str]]]:
    """The rows as fields of the item, without what is empty, and what was found."""
    how = conversion(rows[0], item)
    data = {how.fields[h]: [row[h] for row in rows] for h in rows[0] if h in how.fields}
    frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String)).with_row_index("row", 1)
    made, found = convert(frame.cast({"row": pl.UInt32}), how, item, sender)
    said = list(found.select("row", "column", "code").iter_rows())
    return [
        {k: v for k, v in row.items() if v is not None and k != "row"}
        for row in made.iter_rows(named=True)
    ], said


def old(**changes: str | None) -> dict[str, str | None]:
    """An old penalty without the columns about persons, which never come so far."""
    row = {**earlier_files.PENALTY, "CF_XDR_MC": NAME, "CF_XDR_SHXYM": FIRM, **changes}
    return {k: v or None for k, v in row.items() if k not in {"CF_XDR_SFZ", "CF_FR"}}


def old_licence(**changes: str | None) -> dict[str, str | None]:
    row = {**earlier_files.LICENCE, "行政相对人名称": NAME, "统一社会信用代码": FIRM, **changes}
    return {k: v or None for k, v in row.items() if k not in {"居民身份证号", "法定代表人姓名"}}


def test_an_old_penalty_column_by_column() -> None:
    rows, said = converted(old(CF_XDR_GSDJ="441481000000123", CF_XDR_SWDJ="1", BZ="注"))
    assert said == []
    assert rows == [
        {
            "CF_WSH": "构工商罚字[2016]1号",
            "CF_WFXW": "未按规定公示年度报告",
            "CF_CFLB": "2;3",
            "CF_SY": "未在规定期限内公示年度报告",
            "CF_YJ": "《企业信息公示暂行条例》",
            "CF_XDR_MC": NAME,
            "CF_XDR_SHXYM": FIRM,
            "CF_XDR_GSZC": "441481000000123",
            "CF_XDR_SWDJ": "1",
            "CF_NR": "罚款2000元，没收违法所得500元",
            "CF_JDRQ": "2016/05/06",
            "CF_YXQ": "2099/12/31",
            "CF_CFJG": "构造市工商行政管理局",
            "BZ": "注",
            "CF_XDR_LB": "法人及非法人组织",
            "CF_SJLY": SENDER.name,
            "CF_SJLYDM": SENDER.code,
        }
    ]


def test_an_old_licence_column_by_column() -> None:
    rows, said = converted(old_licence(组织机构代码=FIRM[8:17]), item=LICENCE)
    assert said == []
    assert rows == [
        {
            "XK_WSH": "构工商许字[2016]1号",
            "XK_NR": "构造经营许可；从事构造经营",
            "XK_XKLB": "1",
            "XK_XDR_MC": NAME,
            "XK_XDR_SHXYM": FIRM,
            "XK_XDR_ZZJG": FIRM[8:17],
            "XK_JDRQ": "2016/05/06",
            "XK_YXQZI": "2026/05/06",
            "XK_XKJG": "构造市工商行政管理局",
            "XK_ZT": "1",
            "XK_XDR_LB": "法人及非法人组织",
            "XK_LYDW": SENDER.name,
            "XK_LYDWDM": SENDER.code,
        }
    ]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [("2", "3", "2;3"), ("2", None, "2"), (None, "3", "3"), ("2", " ", "2"), ("2", "2", "2"), (None, None, None)],
)  # fmt: skip
def test_two_kinds_of_penalty_become_one_field(
    first: str | None, second: str | None, joined: str | None
) -> None:
    (row,), _ = converted(old(CF_CFLB1=first, CF_CFLB2=second))
    assert row.get("CF_CFLB") == joined


def test_a_converted_row_passes_the_check_of_today_and_keeps_the_items_shape() -> None:
    how = conversion(old())
    frame = pl.DataFrame({c: [v] for c, v in old().items()}, schema=dict.fromkeys(old(), pl.String))
    made, _ = convert(frame.with_row_index("row", 1), how, PENALTY, SENDER)
    asked = relaxed(PENALTY, how)
    dated = replace(
        AUTHORITIES, by_name={**AUTHORITIES.by_name, "构造市工商行政管理局": (Bearer("samr"),)}
    )
    done = check(made, asked, dated, None, TODAY, placeholders=LAW.placeholders)
    grave = done.findings.filter(pl.col("severity").is_in(["reject", "hold"]))
    assert grave.is_empty(), grave
    assert done.frame["_authority_key"].to_list() == ["samr"]
    assert done.frame["CF_JDRQ"].to_list() == ["2016-05-06"]
    assert [f.code for f in asked.fields] == [f.code for f in PENALTY.fields]
    assert all(f.code in done.frame.columns for f in PENALTY.fields)


def test_what_the_template_has_is_asked_as_ever() -> None:
    asked = relaxed(PENALTY, conversion(old()))
    free = {a.code for a, b in zip(asked.fields, PENALTY.fields, strict=True) if a != b}
    assert free == {"CF_XDR_LB", "CF_NR_FK", "CF_NR_WFFF", "CF_NR_ZKDX", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM"}  # fmt: skip
    with_kind = relaxed(PENALTY, conversion({**old(), "CF_XDR_LB": "个体工商户"}))
    assert with_kind.field("CF_XDR_LB").required


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (old(CF_ZT="1"), "template.value_held"),
        (old(CF_ZT="取消公示"), "template.value_held"),
        (old(CF_ZT=" ２"), "template.value_held"),
        (old(CF_ZT="3"), "template.value_held"),
        (old(SYFW="1"), "template.value_held"),
        (old(CF_ZT="有效"), "template.value_unknown"),
        (old_licence(当前状态="1"), "template.value_held"),
        (old_licence(当前状态="有效"), "template.value_unknown"),
        (old_licence(当前状态=None), "value.required"),
    ],
)
def test_a_status_that_is_not_in_order_holds_its_row_alone(
    row: dict[str, str | None], code: str
) -> None:
    item = LICENCE if "当前状态" in row else PENALTY
    sound = old_licence() if item is LICENCE else old()
    rows, said = converted(sound, row, item=item)
    assert [(number, found) for number, _, found in said] == [(2, code)]
    if item is LICENCE:
        assert (rows[0]["XK_ZT"], rows[1].get("XK_ZT")) == ("1", None)


def test_why_a_row_is_held_is_said_in_both_languages() -> None:
    how = conversion(old())
    frame = pl.DataFrame({"row": [1, 2], "CF_ZT": ["1", "2"]}, schema={"row": pl.UInt32, "CF_ZT": pl.String})  # fmt: skip
    _, found = convert(frame, how, PENALTY, SENDER)
    withdrawn, objected = causes(found)
    assert withdrawn.message() == "旧模板的“当前状态”为 1（撤销）：已撤销的决定不得作为现行记录收录"
    assert "withdrawn" in withdrawn.message("en")
    assert "异议" in objected.message()


@pytest.mark.parametrize(
    ("code", "kind"),
    [(FIRM, "法人及非法人组织"), (SHOP, "个体工商户"), (f" {FIRM.lower()}", "法人及非法人组织"),
     (FIRM[:17] + ("0" if FIRM[17] != "0" else "1"), None), (None, None), ("无", None), ("0" * 17 + "X", None)],
)  # fmt: skip
def test_the_kind_of_party_follows_from_a_sound_code_alone(
    code: str | None, kind: str | None
) -> None:
    (row,), _ = converted(old(CF_XDR_SHXYM=code, CF_XDR_ZDM=FIRM[8:17]))
    assert row.get("CF_XDR_LB") == kind


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18))
def test_no_kind_is_given_to_a_code_that_fails(code: str) -> None:
    (row,), _ = converted(old(CF_XDR_SHXYM=code))
    assert ("CF_XDR_LB" in row) == (grade(code, "uscc").grade is Grade.VALID)


def test_without_a_sender_the_source_unit_stays_empty() -> None:
    (row,), _ = converted(old(), sender=None)
    assert "CF_SJLY" not in row


def test_what_the_reader_emptied_stays_empty() -> None:
    nothing = dict.fromkeys(old())
    rows, said = converted(old(), nothing)
    assert rows[1] == {}
    assert said == []
    rows, said = converted(old_licence(), dict.fromkeys(old_licence()), item=LICENCE)
    assert (rows[1], said) == ({}, [])


@pytest.mark.parametrize("sign", [["CF_CFMC"], ["处罚名称"], ["CF_CFLB1"], ["CF_SY", "CF_JG", "CF_XZJG"]])  # fmt: skip
def test_a_file_is_told_by_the_columns_that_only_the_old_template_has(sign: list[str]) -> None:
    _, template = consume_any(sign, PENALTY, templates(PENALTY))
    assert template is not None
    assert template.key == "cn.penalty.2015"


@pytest.mark.parametrize(
    "headers", [["CF_WSH"], ["DFBM", "SJC"], ["违法事实", "处罚结果", "处罚机关"], ["CF_SY", "CF_JG"], []]
)  # fmt: skip
def test_what_other_files_have_too_tells_nothing(headers: list[str]) -> None:
    mapping, template = consume_any(headers, PENALTY, templates(PENALTY))
    assert template is None
    assert mapping.findings.equals(consume(headers, PENALTY).findings)


def test_a_file_whole_by_the_present_template_is_of_the_present_template() -> None:
    codes = [field.code for field in PENALTY.fields]
    mapping, template = consume_any([*codes, "处罚名称", "SYFW"], PENALTY, templates(PENALTY))
    assert template is None
    assert mapping.leftovers == ("处罚名称", "SYFW")


def test_every_way_of_reading_is_said_once() -> None:
    mapping, _ = consume_any(list(old()), PENALTY, templates(PENALTY))
    said = mapping.findings.select("code", "column").rows()
    assert len(said) == len(set(said))
    assert set(mapping.findings["severity"].to_list()) == {"note"}
    expected = {
        "template.recognised",
        "template.read_as",
        "template.not_taken",
        "template.not_asked",
    }
    assert {code for code, _ in said} == expected
    assert (
        message("template.recognised", {"template_zh": "甲", "template_en": "A"}, "en")
        == "Read as: A"
    )


def test_an_old_file_may_lack_nothing_that_stands_for_a_required_field() -> None:
    headers = [h for h in old() if h not in {"CF_JZRQ", "CF_CFMC"}]
    mapping, _ = consume_any(headers, PENALTY, templates(PENALTY))
    missing = mapping.findings.filter(pl.col("code") == "header.missing")
    assert mapping.refused
    assert "CF_YXQ" in missing["params"][0]
    assert "CF_WFXW" in missing["params"][0]


def test_two_columns_of_one_field_that_is_not_joined_are_refused() -> None:
    mapping, _ = consume_any([*old(), "处罚内容"], PENALTY, templates(PENALTY))
    assert mapping.refused
    assert "header.duplicate" in mapping.findings["code"].to_list()


def test_the_conversion_is_kept_whole_with_the_batch() -> None:
    how = conversion(old())
    again = kept({"template": how.as_document(), "fields": dict(how.fields)})
    assert again is not None
    assert again.template == how.template
    assert kept({"fields": {}}) is None
    assert kept({"fields": {}, "template": None}) is None


def test_days_of_the_former_push_are_read() -> None:
    read = dates.reader(dates.rule(open_ended=True))
    assert read("2016/05/06").value == "2016-05-06"
    assert read("2016/5/6").value == "2016-05-06"
    assert read("2099/12/31").value is None
