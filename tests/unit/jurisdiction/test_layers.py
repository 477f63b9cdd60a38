"""Does a lower layer, or a new version, add to the law from its day on, and never edit what stood before?"""

from datetime import date

import pytest

from gongxin.jurisdiction import (
    Jurisdiction,
    LawRefused,
    law_in_force,
    load,
)
from tests.unit.jurisdiction.test_loading import ROOT, law, texts

NEW_RULE = """
[[rule]]
key = "cn.order36"
zh = "新规"
en = "A later edition"
items = ["penalty"]
source = "constructed for this test"
mark = "example"
in_force_from = 2027-01-01
class = [ { severity = "general", published = true, floor_months = 1, ceiling_months = 6 } ]
"""


def general_months(whole: Jurisdiction, day: date) -> list[int | None]:
    item = law_in_force(whole, day).item("penalty")
    assert item is not None
    rules = [r for r in item.publication if r.key == "cn.order36" and r.severity == "general"]
    return [rule.ceiling_months for rule in rules]


def test_a_lower_layer_supersedes_from_a_day_and_the_days_before_keep_their_rule() -> None:
    files = texts()
    files["guangdong"]["publication.toml"] = NEW_RULE
    whole = law(files)
    assert general_months(whole, date(2026, 12, 31)) == [12]
    assert general_months(whole, date(2027, 1, 1)) == [6]


def test_a_lower_layer_cannot_rewrite_a_rule_from_the_same_day() -> None:
    files = texts()
    files["guangdong"]["publication.toml"] = NEW_RULE.replace("2027-01-01", "2026-04-01")
    with pytest.raises(LawRefused):
        law(files)


@pytest.mark.parametrize(
    "name",
    ["code_lists/double_publicity.toml", "placeholders.toml", "prefixes.toml", "declined.toml"],
)
def test_a_lower_layer_adds_and_never_repeats_what_stands_above(name: str) -> None:
    files = texts()
    files["xingning"][name] = files["cn"][name]
    with pytest.raises(LawRefused):
        law(files)


def second_version(version: int, day: str) -> str:
    text = texts()["cn"]["items/licence.toml"]
    return text.replace("version = 1", f"version = {version}").replace(
        "in_force_from = 2018-01-01", f"in_force_from = {day}"
    )


def test_a_new_version_of_an_item_ends_the_one_before_on_its_day() -> None:
    files = texts()
    files["cn"]["items/licence-2.toml"] = second_version(2, "2027-01-01")
    whole = law(files)
    for day, version in ((date(2026, 12, 31), 1), (date(2027, 1, 1), 2)):
        item = law_in_force(whole, day).item("licence")
        assert item is not None
        assert item.version == version


@pytest.mark.parametrize(("version", "day"), [(1, "2027-01-01"), (2, "2018-01-01")])
def test_an_item_version_is_never_edited_in_place(version: int, day: str) -> None:
    files = texts()
    files["cn"]["items/licence-2.toml"] = second_version(version, day)
    with pytest.raises(LawRefused):
        law(files)


def test_one_day_of_the_law_holds_only_what_is_in_force_that_day() -> None:
    whole = load(ROOT, "xingning", accept_unverified=True)
    for day, expected in (
        (date(2026, 3, 31), {"cn.order58", "cn.samr45", "gongxin.unknown_class"}),
        (date(2026, 4, 1), {"cn.order36", "cn.samr45", "gongxin.unknown_class"}),
        (date(2023, 4, 30), {"cn.samr45", "gongxin.unknown_class"}),
        (date(2021, 8, 31), {"gongxin.unknown_class"}),
    ):
        penalty = law_in_force(whole, day).item("penalty")
        assert penalty is not None
        assert {rule.key for rule in penalty.publication} == expected
    before = {item.code for item in law_in_force(whole, date(2017, 12, 31)).items}
    assert not before & {"penalty", "licence", "registration"}
