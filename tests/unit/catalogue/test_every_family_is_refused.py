"""Each family of over-collection, by wordings that stand in published schemas, catalogues and in the plan itself, is refused wherever it is put.

The wordings are written here by hand; a family without one fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gongxin.catalogue.actions import put_in_force
from gongxin.catalogue.linting import lint, lint_item
from gongxin.catalogue.refusals import CatalogueRefused
from gongxin.jurisdiction import CodeList, CodeValue, Field, Item, Jurisdiction
from tests.builders.catalogue import items, law

# Family → (row, wordings). From the schemas of real platforms (facts §1.6, §4.10, §4.12) and from the plan's declined lines.
WORDINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "person_score": ("D1", ("个人得分", "个人评级")),
    "citizen_score": ("D1", ("地方信用分", "个人信用等级", "XY_PF_GRXX", "信用户评定")),
    "everyone": ("D1", ("所有社会成员", "自然人信用档案", "常住人口信息")),
    "resident_id": ("D1", ("身份证号码", "居民户口簿", "CF_XDR_SFZ")),
    "personal_lists": ("D1", ("优秀志愿者", "三好学生", "无偿献血", "customer_blacklist")),
    "family_life": ("D2", ("婚姻登记", "收养登记", "儿童疫苗接种", "殡葬信息", "计划生育")),
    "welfare": ("D2", ("低收入家庭", "城乡低保", "福利彩票")),
    "health_belief": ("D2", ("病史", "血型", "宗教信仰")),
    "study_and_morals": ("D2", ("学生信用评价", "师德考核", "医德考核", "学历")),
    "migrants": ("D2", ("积分入户", "流动人口", "社区矫正")),
    "officials": ("D3", ("公务员信用档案", "领导干部个人有关事项报告", "法官执法档案")),
    "criminal_records": ("D3", ("行贿犯罪档案", "犯罪记录")),
    "debtors": ("D4", ("被执行人",)),
    "shaming": ("D4", ("失信典型曝光台",)),
    "online_life": ("D5", ("上网实名记录", "网络舆情")),
    "daily_conduct": ("D5", ("信访人员", "闯红灯", "居民用电黑名单", "拖欠物业费")),
    "automatic_penalty": ("D6", ("联动惩戒",)),
    "family_members": ("D7", ("配偶姓名", "家庭成员")),
    "unlicensed_staff": ("D7", ("从业人员信用记录", "历史高管", "职工工资信息")),
    "wealth": ("D7", ("个人车辆信息", "背靠背预授信")),
    "person_contact": ("D7", ("个人手机号码",)),
    "traceability": ("D8", ("商品流通追溯",)),
}
# Families that speak of an item about persons: the same word about an organisation is lawful.
ABOUT_PERSONS = frozenset({"person_score", "debtors"})
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _base(family: str) -> Item:
    lawful = items()["licence"]
    if family in ABOUT_PERSONS:
        return replace(lawful, subject_kinds=("practitioner",), audience="internal")
    return lawful


def _spoiled(base: Item, wording: str) -> Iterator[tuple[str, Item]]:
    field = replace(base.field("XK_NR"), code="NEW", role=None, aliases=())
    listed = CodeList("x", (CodeValue("1", wording, "x"),), open=False)

    def with_field(**changes: object) -> Item:
        return replace(base, fields=(*base.fields, replace(field, **changes)))  # type: ignore[arg-type]

    yield "title", replace(base, zh=wording)
    yield "description", replace(base, description_zh=f"归集{wording}。")
    yield "field", with_field(zh=wording)
    yield "alias", with_field(aliases=(wording,))
    yield "value of a list", with_field(type="code", code_list=listed)


def test_every_family_has_wordings_of_its_own_and_its_row() -> None:
    assert {family.key: family.row for family in law().declined} == {
        key: row for key, (row, _) in WORDINGS.items()
    }


@pytest.mark.parametrize("family", sorted(WORDINGS))
def test_a_family_is_refused_wherever_it_is_put(family: str) -> None:
    base = _base(family)
    before = {c.family for c in lint_item(base, law().declined)}
    assert family not in before
    for wording in WORDINGS[family][1]:
        for place, spoiled in _spoiled(base, wording):
            found = {c.family for c in lint_item(spoiled, law().declined)}
            assert family in found, (wording, place)


@pytest.mark.django_db
@pytest.mark.parametrize("family", sorted(set(WORDINGS) - ABOUT_PERSONS))
def test_a_catalogue_that_holds_a_family_is_put_in_force_by_nobody(family: str) -> None:
    wording = WORDINGS[family][1][0]
    item = replace(items()["licence"], code="spoiled", zh=wording)
    whole: Jurisdiction = replace(law(), items=(*law().items, item))
    assert lint(whole)
    with pytest.raises(CatalogueRefused) as refused:
        put_in_force(law=whole, by="somebody", now=NOW)
    assert family in {complaint.family for complaint in refused.value.complaints}


def test_no_field_of_any_item_could_hold_a_score_of_a_person() -> None:
    """Grades and points stand in items about organisations alone, each on one authority's closed scale."""
    measured: list[tuple[Item, Field]] = [
        (item, field)
        for item in items().values()
        for field in item.fields
        if field.role in {"grade", "points"}
    ]
    assert measured
    assert {kind for item, _ in measured for kind in item.subject_kinds} == {"organisation"}
    for item, field in measured:
        assert [f.code for f in item.fields if f.role == field.role] == [field.code]
        assert field.role == "points" or (field.code_list is not None and not field.code_list.open)
