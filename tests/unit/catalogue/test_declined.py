"""What the platform declines is refused as input: each family by its real wording, and lawful wordings pass."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from gongxin.catalogue.complaint import Complaint
from gongxin.catalogue.linting import lint, lint_item
from gongxin.jurisdiction import CodeValue, Field, Item, Jurisdiction, load

ROOT = Path(__file__).resolve().parents[3]


@cache
def law() -> Jurisdiction:
    return load(ROOT / "jurisdictions", "xingning", accept_unverified=True)


def item(code: str = "licence") -> Item:
    return next(one for one in law().items if one.code == code)


def complaints(of: Item) -> tuple[Complaint, ...]:
    return lint_item(of, law().declined)


def about_persons(**values: object) -> Item:
    """A lawful item about licensed practitioners, to be spoiled by `values`."""
    lawful = replace(
        item(),
        code="practitioner_licence",
        zh="执业许可",
        en="Licence to practise",
        description_zh="",
        description_en="",
        subject_kinds=("practitioner",),
        audience="internal",
        polarity="neutral",
        publication=tuple(replace(rule, published=False) for rule in item().publication),
        fields=tuple(f for f in item().fields if f.role != "social_no"),
    )
    return replace(lawful, **values)  # type: ignore[arg-type]


def field(**values: object) -> Field:
    return replace(item().field("XK_NR"), code="NEW", role=None, aliases=(), **values)  # type: ignore[arg-type]


def with_field(base: Item, **values: object) -> Item:
    return replace(base, fields=(*base.fields, field(**values)))


# Tables, columns and catalogue entries found in published schemas of real platforms, then the declined rows' own words.
REAL_ANTI_PATTERNS = [
    ("D2", "婚姻登记信息"),
    ("D1", "献血者红榜"),
    ("D2", "殡葬信息"),
    ("D2", "儿童疫苗接种信息"),
    ("D2", "低收入家庭信息"),
    ("D2", "社区矫正人员"),
    ("D7", "职工工资信息"),
    ("D7", "个人车辆信息"),
    ("D1", "个人信用等级"),
    ("D1", "个人红名单"),
    ("D1", "个人黑名单"),
    ("D1", "XY_PF_GRZB"),
    ("D1", "优秀志愿者红榜"),
    ("D1", "三好学生"),
    ("D5", "居民用电黑名单"),
    ("D1", "地方信用分"),
    ("D7", "背靠背预授信"),
    ("D7", "customer_back_to_back_pre_credit"),
    ("D1", "customer_blacklist"),
    ("D7", "配偶姓名"),
    ("D2", "学历"),
]
ROWS = [
    ("D1", "市民诚信信用分"),
    ("D1", "农户评级"),
    ("D1", "信用户"),
    ("D1", "所有社会成员信用档案"),
    ("D1", "A file on every citizen"),
    ("D2", "人口计生"),
    ("D2", "收养登记"),
    ("D2", "社会救助"),
    ("D2", "彩票中奖"),
    ("D2", "病史"),
    ("D2", "Religious belief"),
    ("D2", "学生信用评价"),
    ("D2", "医德考核"),
    ("D2", "积分入户"),
    ("D2", "流动人口"),
    ("D3", "公务员信用档案"),
    ("D3", "行贿犯罪档案"),
    ("D3", "犯罪记录"),
    ("D3", "行政拘留"),
    ("D4", "失信典型曝光台"),
    ("D5", "网络舆情"),
    ("D5", "上网实名记录"),
    ("D5", "信访人员"),
    ("D5", "闯红灯"),
    ("D5", "拖欠物业费"),
    ("D6", "联动惩戒"),
    ("D6", "Automatic restriction"),
    ("D7", "家庭成员"),
    ("D7", "从业人员信用记录"),
    ("D7", "历史高管"),
    ("D8", "商品流通追溯"),
]


@pytest.mark.parametrize(("row", "wording"), REAL_ANTI_PATTERNS + ROWS)
def test_a_declined_family_is_refused_as_title_description_and_field(
    row: str, wording: str
) -> None:
    for spoiled in (
        replace(item(), zh=wording),
        replace(item(), en=wording),
        replace(item(), description_zh=f"收集{wording}等"),
        with_field(item(), zh=wording, en="x"),
        replace(item(), fields=(*item().fields, replace(field(), aliases=(wording,)))),
    ):
        assert row in {complaint.row for complaint in complaints(spoiled)}, wording


@pytest.mark.parametrize(
    "wording", ["婚 姻 登 记", "婚_姻登记", "ＩＤ　ｃａｒｄ", "Ｂｌｏｏｄ ｔｙｐｅ"]
)
def test_spacing_and_width_do_not_hide_a_declined_word(wording: str) -> None:
    assert complaints(with_field(item(), zh=wording, en="x"))


@pytest.mark.parametrize(
    "wording",
    [
        "互联网上网服务营业场所许可",
        "殡葬服务机构许可",
        "机动车检验机构资质认定",
        "拖欠农民工工资的用人单位",
        "涉嫌犯罪案件移送",
        "疾病预防控制机构",
        "纳税信用等级",
        "医疗机构不良执业行为积分",
        "残疾人就业保障金缴纳",
        "民办学校办学许可",
        "儿童用品质量抽查",
        "企业劳动保障守法诚信等级",
        "企业环境信用评价",
        "宗教活动场所登记",
        "失信被执行人（法人或者其他组织）",
        "建筑市场主体严重失信名单",
        "Vehicle inspection station licence",
        "Arrears of wages owed by employers",
        "Internet café licence",
    ],
)
def test_lawful_facts_about_organisations_are_not_mistaken_for_declined_ones(wording: str) -> None:
    assert complaints(replace(item(), zh=wording)) == ()


@pytest.mark.parametrize("wording", ["信用等级", "执业积分", "星级评定", "Score", "年度考核得分"])
def test_scores_are_lawful_for_institutions_and_refused_for_practitioners(wording: str) -> None:
    assert complaints(with_field(item(), zh=wording, en="x")) == ()
    refused = complaints(with_field(about_persons(), zh=wording, en="x"))
    assert [complaint.family for complaint in refused] == ["person_score"]


def test_court_debtors_are_recorded_as_organisations_and_refused_as_persons() -> None:
    assert complaints(replace(item(), zh="失信被执行人")) == ()
    assert "D4" in {c.row for c in complaints(about_persons(zh="失信被执行人"))}


def test_a_lawful_item_about_practitioners_passes() -> None:
    assert complaints(about_persons()) == ()


@pytest.mark.parametrize(
    "kinds", [("citizen",), ("natural_person",), ("organisation", "employee"), ()]
)
def test_a_person_outside_the_two_kinds_is_no_subject(kinds: tuple[str, ...]) -> None:
    refused = complaints(replace(item(), subject_kinds=kinds))
    assert ("item.subject_not_allowed", "D1") in {(c.code, c.row) for c in refused}


def test_an_item_about_persons_is_neither_public_nor_adverse() -> None:
    codes = {c.code for c in complaints(about_persons(audience="public", polarity="adverse"))}
    assert {"item.person_public", "item.person_judged"} <= codes


@pytest.mark.parametrize(
    "values",
    [
        {"zh": "身份证号码"},
        {"zh": "公民身份号码"},
        {"zh": "法人代表身 份 证 号"},
        {"code": "CF_FR_SFZH"},
        {"code": "XDR_ZJHM"},
        {"en": "ID card number"},
        {"en": "Passport"},
        {"aliases": ("居民身份证号",)},
        {"aliases": ("resident_id",)},
    ],
)
def test_a_field_that_asks_for_an_id_number_is_refused_by_every_name(
    values: dict[str, object],
) -> None:
    spoiled = replace(field(zh="编号", en="number"), **values)  # type: ignore[arg-type]
    refused = complaints(replace(item(), fields=(*item().fields, spoiled)))
    assert "resident_id" in {c.family for c in refused}


@pytest.mark.parametrize(
    "values",
    [
        {"type": "identifier", "length": 18},
        {"type": "identifier", "length": None},
        {"type": "integer", "length": 18},
        {"type": "text", "length": 18, "scan": False},
        {"type": "text", "length": 15, "scan": False},
    ],
)
def test_a_field_that_could_hold_an_id_number_by_type_and_length_is_refused(
    values: dict[str, object],
) -> None:
    refused = complaints(with_field(item(), zh="编号", en="number", **values))
    assert [c.code for c in refused] == ["field.may_hold_id"]


def test_an_identifier_says_whose_number_it_is() -> None:
    refused = complaints(with_field(item(), zh="备案编码", en="code", type="identifier", length=10))
    assert [c.code for c in refused] == ["field.number_of_nobody"]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("item.no_basis", {"legal_basis": ()}),
        ("item.no_key", {"natural_key": ()}),
        ("item.no_agency", {"agencies": ()}),
        ("item.no_period", {"publication": ()}),
        ("item.no_party", {"fields": ()}),
        ("item.person_column_kept", {"cut": ()}),
    ],
)
def test_an_item_lacks_none_of_its_parts(code: str, values: dict[str, object]) -> None:
    assert code in {c.code for c in complaints(replace(item(), **values))}  # type: ignore[arg-type]


def test_detention_is_no_kind_of_penalty_here() -> None:
    """行政拘留 falls on persons only."""
    penalty = item("penalty")
    kinds = penalty.field("CF_CFLB").code_list
    assert kinds is not None
    detention = CodeValue("行政拘留", "行政拘留", "Detention", ("6",))
    spoiled = replace(kinds, values=(*kinds.values, detention))
    fields = tuple(
        replace(one, code_list=spoiled) if one.code == "CF_CFLB" else one for one in penalty.fields
    )
    refused = complaints(replace(penalty, fields=fields))
    assert {(c.row, c.place) for c in refused} == {("D3", "penalty:1.CF_CFLB[行政拘留]")}


def test_an_adverse_item_without_a_ceiling_is_refused() -> None:
    penalty = item("penalty")
    endless = tuple(replace(rule, ceiling_months=None) for rule in penalty.publication)
    assert "item.endless" in {c.code for c in complaints(replace(penalty, publication=endless))}


def test_the_catalogue_of_the_repository_is_clean_in_both_modes() -> None:
    for accept in (True, False):
        whole = load(ROOT / "jurisdictions", "xingning", accept_unverified=accept)
        assert lint(whole) == ()


def test_every_declined_row_has_a_family() -> None:
    assert {family.row for family in law().declined} == {f"D{n}" for n in range(1, 9)}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("item.kept_for_ever", {"retention_months": None}),
        ("item.no_retention_source", {"retention_source": None}),
        ("item.not_public_but_shown", {"audience": "shared"}),
    ],
)
def test_what_may_hurt_ends_and_what_is_not_public_is_not_shown(
    code: str, changes: dict[str, object]
) -> None:
    assert code in {c.code for c in complaints(replace(item("penalty"), **changes))}  # type: ignore[arg-type]


def test_a_class_that_is_withheld_is_shown_by_no_rule() -> None:
    shown = replace(item("penalty").publication[0], severity="withheld", published=True)
    spoiled = replace(item("penalty"), publication=(*item("penalty").publication, shown))
    assert "item.withheld_but_shown" in {c.code for c in complaints(spoiled)}


def test_a_grade_is_a_closed_scale_with_its_year_and_never_a_number() -> None:
    tax = item("tax_grade")
    grade = tax.field("NSXY_JB")
    for wrong in (
        replace(grade, type="decimal", code_list=None),
        replace(grade, type="text", code_list=None),
    ):
        fields = tuple(wrong if f.code == grade.code else f for f in tax.fields)
        assert "item.grade_without_scale" in {
            c.code for c in complaints(replace(tax, fields=fields))
        }
    timeless = tuple(replace(f, role=None) if f.role == "year" else f for f in tax.fields)
    assert "item.grade_without_year" in {c.code for c in complaints(replace(tax, fields=timeless))}


def test_points_are_numbers_of_the_field_that_says_so() -> None:
    conduct = item("construction_conduct")
    worded = tuple(replace(f, type="text") if f.role == "points" else f for f in conduct.fields)
    assert "item.points_no_number" in {c.code for c in complaints(replace(conduct, fields=worded))}
    rule = replace(conduct.points[0], field="GC_XW")
    assert "item.points_of_other_field" in {
        c.code for c in complaints(replace(conduct, points=(rule,)))
    }


def test_a_required_field_has_an_example_for_its_template() -> None:
    bare = replace(item().field("XK_NR"), example=None)
    fields = tuple(bare if f.code == bare.code else f for f in item().fields)
    assert "field.no_example" in {c.code for c in complaints(replace(item(), fields=fields))}
