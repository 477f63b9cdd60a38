"""Are earlier templates read as strictly as the law, and does everything they name exist?"""

from dataclasses import replace
from pathlib import Path

import pytest

from gongxin.jurisdiction import (
    Jurisdiction,
    LawRefused,
    LayerText,
    as_document,
    assemble,
    from_document,
    load,
    read_layers,
)

ROOT = Path(__file__).resolve().parents[3] / "jurisdictions"
FILE = "templates.toml"


def edited(old: str, new: str, *, accept_unverified: bool = True) -> Jurisdiction:
    layers = []
    for layer in read_layers(ROOT, "xingning"):
        files = dict(layer.files)
        if FILE in files:
            assert old in files[FILE], "the text to be edited is not there"
            files[FILE] = files[FILE].replace(old, new, 1)
        layers.append(LayerText(layer.key, tuple(sorted(files.items())), "0"))
    return assemble(layers, accept_unverified=accept_unverified)


def test_both_old_templates_are_there_and_survive_writing_and_reading() -> None:
    law = load(ROOT, "xingning", accept_unverified=False)
    assert [one.key for one in law.templates] == ["cn.penalty.2015", "cn.licence.2015"]
    assert from_document(Jurisdiction, as_document(law)) == law


def test_an_edition_loaded_before_there_were_templates_is_still_read() -> None:
    law = load(ROOT, "xingning", accept_unverified=True)
    document = as_document(law)
    del document["templates"]
    for item in document["items"]:
        for cut in item["cut"]:
            del cut["party_id"]
    assert from_document(Jurisdiction, document).templates == ()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("first_year = 2015", "frist_year = 2015", "first_year"),
        ("first_year = 2015", "first_year = 2015\nsigns = []", "template["),
        ('zh = "处罚名称", to =', 'zh = "处罚名称", too =', "column[CF_CFMC]"),
        ('held = true, reason_zh', 'hold = true, reason_zh', "value["),
        ('stand_in = "party_kind"', 'stand_in = "guess"', "stand_in"),
        ('item = "penalty"', 'item = "fine"', "template[cn.penalty.2015]"),
        ('to = "CF_WFXW"', 'to = "CF_NICHTS"', "template[cn.penalty.2015]"),
        ('{ field = "CF_NR_FK"', '{ field = "CF_NR_XX"', "template[cn.penalty.2015]"),
        ('joined = [{ field = "CF_CFLB", by = ";" }]', "", "template[cn.penalty.2015]"),
        ('zh = "处罚截止期", to = "CF_YXQ"', 'zh = "处罚截止期", to = "CF_JDRQ"', "template[cn.pen"),
        ('{ columns = ["CF_CFMC"] }', '{ columns = ["CF_CFM"] }', "sign"),
        ('{ columns = ["CF_CFMC"] }', "{ columns = [] }", "template["),
        ('code = "SJC", zh = "数据更新时间戳"', 'code = "SJC", zh = "地方编码"', "template["),
        (' aliases = ["公示中", ', ' aliases = ["异议", ', "column[CF_ZT]"),
        ('zh = "地方编码", reason_zh = "辖区由报送单位确定", ', 'zh = "地方编码", ', "column[DFBM]"),
        ('key = "cn.licence.2015"', 'key = "cn.penalty.2015"', "templates"),
        ("last_year = 2018", "last_year = 2014", "template["),
        ('mark = "verified"', 'mark = "certain"', "mark"),
    ],
)  # fmt: skip
def test_a_template_that_is_not_whole_is_refused_with_its_place(
    old: str, new: str, place: str
) -> None:
    with pytest.raises(LawRefused) as refusal:
        edited(old, new)
    assert place in refusal.value.place + refusal.value.en


def test_a_template_from_memory_is_left_out_in_production_by_name() -> None:
    law = edited('mark = "verified"', 'mark = "unverified"', accept_unverified=False)
    assert [one.key for one in law.templates] == ["cn.licence.2015"]
    assert "template:cn.penalty.2015" in [draft.what for draft in law.drafts]


def test_templates_are_under_the_hash_of_the_law() -> None:
    law = load(ROOT, "xingning", accept_unverified=True)
    other = edited('by = "；"', 'by = "，"')
    assert law.digest != replace(other, layers=law.layers).digest
