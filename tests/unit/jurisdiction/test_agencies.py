"""The agencies of the law: the bodies that the items need, their codes, and their names over time, each a row of the table."""

import unicodedata
from datetime import date

import pytest

from gongxin.jurisdiction import AgencyDefinition, Jurisdiction, LawRefused, load
from tests.unit.identifiers import reference
from tests.unit.jurisdiction.test_loading import ROOT, edited, law, texts

LAW = load(ROOT, "xingning", accept_unverified=True)
# fmt: off
KEYS = {
    "samr", "hrss", "ecology", "housing", "transport", "emergency", "credit_centre", "tax", "court", "procuratorate",
    "justice", "civil_affairs", "education", "health", "culture_tourism", "agriculture", "commerce",
    "development_reform", "industry", "science", "finance", "statistics", "natural_resources", "water",
    "urban_management", "healthcare_security", "public_resources", "data_bureau", "fire", "forestry",
    "organisation_staffing", "pboc", "customs", "financial_office", "cyberspace", "public_security", "state_assets",
    "audit", "trade_union",
}
# fmt: on
# A body that was dissolved or renamed → the key that bears its name for its time.
PREDECESSORS = {
    "构造市工商行政管理局": "samr",
    "构造市质量技术监督局": "samr",
    "构造市食品药品监督管理局": "samr",
    "构造市国家税务局": "tax",
    "构造市地方税务局": "tax",
    "构造市卫生和计划生育局": "health",
    "构造市安全生产监督管理局": "emergency",
    "构造市环境保护局": "ecology",
    "构造市国土资源局": "natural_resources",
    "构造市城乡规划局": "natural_resources",
    "构造市物价局": "development_reform",
    "构造市旅游局": "culture_tourism",
    "构造市文化广电新闻出版局": "culture_tourism",
    "构造市农业局": "agriculture",
    "构造市畜牧兽医局": "agriculture",
    "构造市中小企业局": "industry",
}


def named(whole: Jurisdiction) -> dict[str, AgencyDefinition]:
    return {agency.key: agency for agency in whole.agencies}


def bearing(name: str, day: date) -> set[str]:
    """Who bears exactly this name on the day."""
    return {
        agency.key
        for agency in LAW.agencies
        for row in agency.names
        if row.name == name and (row.valid_from or date.min) <= day < (row.valid_until or date.max)
    }


def test_every_body_that_decides_is_there() -> None:
    assert set(named(LAW)) == KEYS


def test_codes_are_constructed_and_their_check_digits_sound() -> None:
    for agency in LAW.agencies:
        code = agency.uscc
        assert code[2:8] == "999999"  # no such division: no real body bears it
        assert reference.code(code[:2], code[2:8], code[8:16]) == code


@pytest.mark.parametrize(("name", "key"), PREDECESSORS.items())
def test_a_dissolved_body_is_known_by_its_successor_until_the_reform(name: str, key: str) -> None:
    assert bearing(name, date(2018, 6, 1)) == {key}
    assert bearing(name, date(2026, 6, 1)) == set()


def test_every_agency_has_a_name_on_every_day() -> None:
    """So that no reform leaves a day on which a body could not sign."""
    for agency in LAW.agencies:
        edges = {d for n in agency.names for d in (n.valid_from, n.valid_until) if d}
        for day in {date(2000, 1, 1), *edges}:
            assert any(
                (n.valid_from or date.min) <= day < (n.valid_until or date.max)
                for n in agency.names
                if n.mark == "example"
            ), (agency.key, day)


def test_no_two_agencies_share_a_name_that_differs_in_width_or_spaces_alone() -> None:
    folded: dict[str, set[str]] = {}
    for agency in LAW.agencies:
        for name in agency.names:
            same = unicodedata.normalize("NFKC", name.name).replace(" ", "").upper()
            folded.setdefault(same, set()).add(agency.key)
    assert {name: keys for name, keys in folded.items() if len(keys) > 1} == {}


def test_in_production_unverified_names_stay_out_and_every_agency_keeps_one() -> None:
    whole = load(ROOT, "xingning", accept_unverified=False)
    assert set(named(whole)) == KEYS
    for agency in whole.agencies:
        assert agency.names
        assert "unverified" not in {name.mark for name in agency.names}
        assert "short" in {name.kind for name in agency.names}
    left = {draft.what for draft in whole.drafts}
    assert "agency:tax:name:国家税务总局兴宁市税务局" in left


def test_variants_of_a_row_have_its_days_kind_and_source() -> None:
    (row,) = (n for n in named(LAW)["tax"].names if n.name == "构造市国家税务局")
    (variant,) = (n for n in named(LAW)["tax"].names if n.name == "国税局")
    assert (variant.valid_from, variant.valid_until) == (None, date(2018, 7, 20))
    assert (variant.kind, variant.source, variant.mark) == (row.kind, row.source, row.mark)


def test_no_variant_is_made_by_a_rule() -> None:
    """The names loaded are the quoted ones, word for word."""
    written = "".join(
        body for name, body in texts()["xingning"].items() if name.startswith("agencies/")
    )
    for agency in LAW.agencies:
        for name in agency.names:
            assert f'"{name.name}"' in written


def test_a_variant_that_is_another_agencys_name_on_a_day_is_refused() -> None:
    place = ("xingning", "agencies/supervision.toml")
    old = 'also = ["市工商行政管理局", '
    with pytest.raises(LawRefused, match=r"hrss|samr"):
        law(edited(*place, old, 'also = ["市人力资源和社会保障局", '))
    later = 'also = ["市劳动和社会保障局", '  # given up in 2010, so not free before
    with pytest.raises(LawRefused):
        law(edited(*place, old, later))


@pytest.mark.parametrize("wrong", ['also = "市局", ', 'also = ["市局", "市局"], ', 'also = [""], '])
def test_variants_that_are_no_list_of_names_are_refused(wrong: str) -> None:
    with pytest.raises(LawRefused) as refused:
        law(
            edited(
                "xingning",
                "agencies/society.toml",
                'name = "构造市人民法院", ',
                'name = "构造市人民法院", ' + wrong,
            )
        )
    assert "agency[court]" in refused.value.place


def test_agencies_may_stand_in_one_file_or_in_several() -> None:
    files = texts()
    parts = [name for name in files["xingning"] if name.startswith("agencies/")]
    assert len(parts) > 1
    one = "\n".join(files["xingning"].pop(name) for name in parts)
    files["xingning"]["agencies.toml"] = one
    assert set(named(law(files))) == KEYS


def test_an_agency_that_stands_in_two_files_is_refused() -> None:
    files = texts()
    files["xingning"]["agencies/again.toml"] = files["xingning"]["agencies/society.toml"]
    with pytest.raises(LawRefused, match=r"agencies|court"):
        law(files)
