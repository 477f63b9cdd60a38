"""Are the files of the law read strictly, merged without editing, and kept from production where they are not verified?"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gongxin.jurisdiction import (
    Jurisdiction,
    LawRefused,
    LayerText,
    as_document,
    assemble,
    digest_of,
    from_document,
    law_in_force,
    load,
    read_layers,
)

ROOT = Path(__file__).resolve().parents[3] / "jurisdictions"
TODAY = date(2026, 11, 23)


def texts() -> dict[str, dict[str, str]]:
    return {layer.key: dict(layer.files) for layer in read_layers(ROOT, "xingning")}


def law(files: dict[str, dict[str, str]], *, accept_unverified: bool = True) -> Jurisdiction:
    layers = [LayerText(key, tuple(sorted(names.items())), "0") for key, names in files.items()]
    return assemble(layers, accept_unverified=accept_unverified)


def edited(layer: str, name: str, old: str, new: str) -> dict[str, dict[str, str]]:
    files = texts()
    assert old in files[layer][name], "the text to be edited is not there"
    files[layer][name] = files[layer][name].replace(old, new, 1)
    return files


def test_the_law_survives_writing_and_reading_unchanged() -> None:
    for accept in (True, False):
        whole = load(ROOT, "xingning", accept_unverified=accept)
        assert from_document(Jurisdiction, as_document(whole)) == whole


def test_the_hash_covers_every_value() -> None:
    whole = load(ROOT, "xingning", accept_unverified=True)
    assert whole.digest == digest_of(replace(whole, digest=""))
    rule = replace(whole.items[0].publication[0], ceiling_months=1200)
    item = replace(whole.items[0], publication=(rule,))
    assert digest_of(replace(whole, digest="", items=(item, *whole.items[1:]))) != whole.digest


@pytest.mark.parametrize(
    ("layer", "name", "old", "new", "place"),
    [
        (
            "cn",
            "items/penalty.toml",
            "version = 1",
            "version = 1\nvresion = 2",
            "cn/items/penalty.toml",
        ),
        ("cn", "items/penalty.toml", "required = true", "requierd = true", "field[CF_XDR_MC]"),
        (
            "cn",
            "publication.toml",
            "ceiling_months = 12",
            "cieling_months = 12",
            "rule[cn.order36]",
        ),
        ("xingning", "agencies/supervision.toml", "standing =", "standnig =", "agency[samr]"),
        ("cn", "purposes.toml", 'key = "tendering"', 'kye = "tendering"', "purpose["),
        (
            "cn",
            "declined.toml",
            "persons_only = true",
            "person_only = true",
            "family[person_score]",
        ),
        ("cn", "workdays-2026.toml", "year =", "yaer =", "cn/workdays-2026.toml"),
    ],
)
def test_a_misspelt_key_is_refused_with_its_place(
    layer: str, name: str, old: str, new: str, place: str
) -> None:
    with pytest.raises(LawRefused) as refused:
        law(edited(layer, name, old, new))
    assert place in refused.value.place
    assert refused.value.zh
    assert refused.value.en


@pytest.mark.parametrize(
    ("layer", "name", "old", "new"),
    [
        ("cn", "items/penalty.toml", 'type = "text"', 'type = "memo"'),
        ("cn", "items/penalty.toml", 'role = "party_name"', 'role = "owner_name"'),
        ("cn", "items/penalty.toml", 'role = "reg_no"', 'role = "uscc"'),
        ("cn", "items/penalty.toml", 'list = "party_kinds"', 'list = "parties"'),
        ("cn", "items/penalty.toml", '"CF_WSH", "CF_XDR_MC"]', '"CF_WSH", "CF_NAME"]'),
        ("cn", "items/penalty.toml", 'values = ["罚款"]', 'values = ["罚金"]'),
        ("cn", "items/penalty.toml", 'unit = "万元", ', ""),
        ("cn", "items/penalty.toml", '"当事人名称"', '"处罚机关"'),
        ("cn", "items/penalty.toml", 'mark = "example"', 'mark = "certain"'),
        ("cn", "items/penalty.toml", "in_force_from = 2018-01-01", 'in_force_from = "2018"'),
        ("cn", "severity.toml", '"吊销许可证件", ', '"吊销执照", '),
        ("cn", "severity.toml", 'field = "CF_CFLB"', 'field = "CF_LB"'),
        ("cn", "severity.toml", 'severity = "serious"', 'severity = "severe"'),
        ("cn", "severity.toml", 'item = "penalty"', 'item = "fine"'),
        ("cn", "publication.toml", 'provider = "samr"', 'provider = "saic"'),
        ("cn", "publication.toml", 'role = "valid_until"', 'role = "basis"'),
        ("cn", "publication.toml", "floor_months = 3", "floor_months = 30"),
        ("cn", "publication.toml", "in_force_until = 2026-04-01", "in_force_until = 2023-05-01"),
        ("cn", "workdays-2026.toml", "2026-01-01", "2025-01-01"),
        ("cn", "workdays-2026.toml", "2026-01-04", "2026-01-05"),
        ("cn", "declined.toml", '"评分"', '"(评分"'),
        (
            "cn",
            "code_lists/double_publicity.toml",
            'aliases = ["1", "普通许可"]',
            'aliases = ["2"]',
        ),
        ("xingning", "agencies/supervision.toml", "11999999GX0000015T", "11999999GX0000015"),
        ("xingning", "agencies/supervision.toml", "11999999GX0000023M", "11999999GX0000015T"),
        ("xingning", "entitlements/general.toml", '"samr", "hrss"', '"samr", "nobody"'),
        ("xingning", "layer.toml", 'above = "guangdong"', 'above = "cn"'),
        ("xingning", "divisions.csv", "441481001,", "44148100X,"),
        ("xingning", "divisions.csv", "code,name", "name,code"),
        ("xingning", "divisions.toml", 'file = "divisions.csv"', 'file = "towns.csv"'),
        ("xingning", "entitlements/general.toml", 'item = "licence"', 'item = "penalty"'),
        ("xingning", "entitlements/general.toml", 'item = "licence"', 'item = "no_such_item"'),
        (
            "xingning",
            "agencies/supervision.toml",
            "valid_from = 2019-03-01",
            "valid_from = 2019-03-01, valid_until = 2019-01-01",
        ),
        (
            "xingning",
            "agencies/supervision.toml",
            'name = "构造市生态环境局"',
            'name = "构造市市场监督管理局"',
        ),
        ("cn", "items/penalty.toml", 'list = "penalty_kinds", ', ""),
        ("cn", "publication.toml", 'until_field_role = "valid_until"', 'until_field_role = "end"'),
        ("cn", "workdays-2026.toml", "holidays = [", "holidays = [\n  2025-12-31,"),
        ("cn", "workdays-2026.toml", "working_days = [", "working_days = [\n  2026-01-03,"),
        (
            "cn",
            "purposes.toml",
            "in_force_from = 2018-01-01",
            "in_force_from = 2018-01-01\nin_force_until = 2017-01-01",
        ),
    ],
)
def test_a_reference_or_value_that_cannot_be_is_refused(
    layer: str, name: str, old: str, new: str
) -> None:
    with pytest.raises(LawRefused):
        law(edited(layer, name, old, new))


def test_a_file_of_unknown_name_is_refused_not_skipped() -> None:
    files = texts()
    files["cn"]["measures.toml"] = ""
    with pytest.raises(LawRefused, match=r"cn/measures\.toml"):
        law(files)


def test_a_calendar_under_another_years_name_is_refused() -> None:
    files = texts()
    files["cn"]["workdays-2027.toml"] = files["cn"].pop("workdays-2026.toml")
    with pytest.raises(LawRefused, match=r"workdays-2027\.toml"):
        law(files)


def test_a_former_name_may_be_borne_by_another_agency_later() -> None:
    """工商 became 市场监管 in 2019; from that day another body may bear the old name, not before."""
    name = '{ name = "构造市工商行政管理局", kind = "alias", valid_from = %s, source = "s", mark = "example" },'
    old = 'name = [\n  { name = "兴宁市人力资源'
    law(
        edited(
            "xingning",
            "agencies/supervision.toml",
            old,
            old.replace("[", "[" + name % "2019-03-01"),
        )
    )
    with pytest.raises(LawRefused, match=r"samr|hrss"):
        law(
            edited(
                "xingning",
                "agencies/supervision.toml",
                old,
                old.replace("[", "[" + name % "2019-02-28"),
            )
        )


def test_the_division_governed_is_that_of_the_lowest_layer() -> None:
    whole = load(ROOT, "xingning", accept_unverified=True)
    assert whole.division == "441481"
    assert load(ROOT, "guangdong", accept_unverified=True).division is None
    towns = next(one for one in whole.divisions if one.level == "township")
    assert len(towns.divisions) == 20
    assert {one.code[:6] for one in towns.divisions} == {"441481"}


def test_asking_an_item_for_a_field_it_has_not_is_a_bug() -> None:
    item = law_in_force(load(ROOT, "xingning", accept_unverified=True), TODAY).item("licence")
    assert item is not None
    with pytest.raises(KeyError):
        item.field("CF_WSH")
    assert item.by_role("amount") is None


def test_a_text_that_is_not_utf_8_is_refused_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "cn").mkdir()
    (tmp_path / "cn" / "layer.toml").write_bytes(
        'key = "cn"\nzh = "国"\nen = "x"\n'.encode("gb18030")
    )
    with pytest.raises(LawRefused, match=r"cn/layer\.toml"):
        load(tmp_path, "cn", accept_unverified=True)


def test_broken_toml_is_refused_with_its_file() -> None:
    files = texts()
    files["cn"]["purposes.toml"] = "purpose = ["
    with pytest.raises(LawRefused, match=r"cn/purposes\.toml"):
        law(files)


def test_a_layer_without_its_layer_file_is_refused() -> None:
    files = texts()
    del files["guangdong"]["layer.toml"]
    with pytest.raises(LawRefused, match=r"layer\.toml"):
        law(files)


def test_a_folder_that_is_not_there_or_holds_other_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawRefused):
        load(ROOT, "atlantis", accept_unverified=True)
    with pytest.raises(LawRefused):
        load(ROOT, "../jurisdictions/cn", accept_unverified=True)
    folder = tmp_path / "cn"
    folder.mkdir()
    (folder / "layer.toml").write_text('key = "cn"\nzh = "国"\nen = "State"\n', encoding="utf-8")
    load(tmp_path, "cn", accept_unverified=True)
    (folder / "evil.py").write_text("1")
    with pytest.raises(LawRefused, match=r"evil\.py"):
        load(tmp_path, "cn", accept_unverified=True)


def test_layers_that_form_a_circle_are_refused(tmp_path: Path) -> None:
    for key, above in (("a", "b"), ("b", "a")):
        (tmp_path / key).mkdir()
        (tmp_path / key / "layer.toml").write_text(
            f'key = "{key}"\nzh = "层"\nen = "layer"\nabove = "{above}"\n', encoding="utf-8"
        )
    with pytest.raises(LawRefused, match="circle"):
        load(tmp_path, "a", accept_unverified=True)


def test_production_leaves_out_by_name_whatever_is_unverified() -> None:
    demo = load(ROOT, "xingning", accept_unverified=True)
    production = load(ROOT, "xingning", accept_unverified=False)
    assert demo.drafts == ()
    left_out = {draft.what for draft in production.drafts}
    assert "publication:cn.order58:general" in left_out
    assert "severity:cn.order36.serious_closure" in left_out
    assert "code_list:licence_status" in left_out
    assert "agency:samr:name:兴宁市市场监督管理局" in left_out
    assert '"unverified"' not in repr(as_document(production)).replace("'", '"')


def test_an_unverified_item_is_not_loaded_and_neither_is_one_whose_only_basis_is() -> None:
    source = 'source = "行政许可法（2019年修正）第四十条", mark = "verified"'
    for old, new in (
        ('mark = "example"\nsource', 'mark = "unverified"\nsource'),
        (source, source.replace("verified", "unverified")),
    ):
        whole = law(edited("cn", "items/licence.toml", old, new), accept_unverified=False)
        codes = {item.code for item in whole.items}
        assert "licence" not in codes
        assert {"penalty", "registration"} <= codes
        assert "item:licence:1" in {draft.what for draft in whole.drafts}


def test_a_code_list_left_out_leaves_its_field_as_plain_text() -> None:
    production = load(ROOT, "xingning", accept_unverified=False)
    item = law_in_force(production, TODAY).item("licence")
    assert item is not None
    assert (item.field("XK_ZT").type, item.field("XK_ZT").code_list) == ("text", None)


@pytest.mark.parametrize(
    "line",
    [
        "name,code,reg_date,org_type,reg_capital,scope,province,city,address,src_file",
        "名称,统一社会信用代码,成立日期,住所,经营范围,登记机关,登记状态",
    ],
)
def test_the_register_understands_the_headers_of_real_files(line: str) -> None:
    item = law_in_force(load(ROOT, "xingning", accept_unverified=True), TODAY).item("registration")
    assert item is not None
    understood = {h for f in item.fields for h in (f.code, f.zh, *f.aliases)}
    assert set(line.split(",")) <= understood


# Columns of the present template as published code has them (table definitions, labels); persons' columns apart.
LICENCE = """XK_XDR_MC XK_XDR_LB XK_XDR_SHXYM XK_XDR_GSZC XK_XDR_ZZJG XK_XDR_SWDJ XK_XDR_SYDW XK_XDR_SHZZ XK_XKWS
XK_WSH XK_XKLB XK_XKZS XK_XKBH XK_NR XK_JDRQ XK_YXQZ XK_YXQZI XK_XKJG XK_XKJGDM XK_ZT XK_LYDW XK_LYDWDM BZ"""
LICENCE_PERSONS = (
    """XK_FRDB XK_FDDB XK_FR_ZJLX XK_FR_SFZH XK_FR_ZJHM XK_XDR_ZJLX XK_XDR_ZJHM XK_XDR_SFZ"""
)
PENALTY = """CF_XDR_MC CF_XDR_LB CF_XDR_SHXYM CF_XDR_GSZC CF_XDR_ZZJG CF_XDR_SWDJ CF_XDR_SYDW CF_XDR_SHZZ CF_WSH
CF_WFXW CF_SY CF_YJ CF_CFLB CF_NR CF_NR_FK CF_NR_WFFF CF_NR_ZKDX CF_JDRQ CF_YXQ CF_GSJZQ CF_CFJG CF_CFJGDM CF_SJLY
CF_SJLYDM BZ"""
PENALTY_PERSONS = """CF_FRDB CF_FR_ZJLX CF_FR_SFZH CF_FR_ZJHM CF_XDR_ZJLX CF_XDR_ZJHM CF_XDR_SFZ"""


@pytest.mark.parametrize(
    ("code", "columns", "persons"),
    [("licence", LICENCE, LICENCE_PERSONS), ("penalty", PENALTY, PENALTY_PERSONS)],
)
def test_the_present_template_is_complete_and_its_person_columns_are_cut(
    code: str, columns: str, persons: str
) -> None:
    item = law_in_force(load(ROOT, "xingning", accept_unverified=True), TODAY).item(code)
    assert item is not None
    assert [field.code for field in item.fields] == columns.split()
    cut = {header for one in item.cut for header in one.headers}
    assert set(persons.split()) <= cut
    kept = [header for one in item.cut if one.presence for header in one.headers]
    assert not any("证" in header or "ZJ" in header for header in kept)
