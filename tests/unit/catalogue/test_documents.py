"""Do the generated pages say the whole catalogue, the same way every time?"""

from pathlib import Path

from gongxin.catalogue.documents import catalogue_page, declined_page
from gongxin.jurisdiction import Jurisdiction, as_document, from_document, load

ROOT = Path(__file__).resolve().parents[3]
LAW = load(ROOT / "jurisdictions", "xingning", accept_unverified=True)


def test_every_field_rule_agency_and_purpose_is_on_the_page() -> None:
    page = catalogue_page(LAW)
    for item in LAW.items:
        for field in item.fields:
            assert f"| `{field.code}` | {field.zh} | {field.en} |" in page
        for rule in item.publication:
            assert rule.source in page
    for word in [*(a.uscc for a in LAW.agencies), *(p.zh for p in LAW.purposes)]:
        assert word in page
    assert "[unverified]" in page
    assert "[example]" in page


def test_every_refusal_is_on_the_page_with_its_reason_in_both_languages() -> None:
    page = declined_page(LAW)
    for family in LAW.declined:
        assert f"| {family.row} | {family.zh} | {family.en} |" in page
        assert family.reason_zh in page
        assert family.reason_en in page


def test_the_same_law_gives_the_same_bytes() -> None:
    again = from_document(Jurisdiction, as_document(LAW))
    assert catalogue_page(LAW) == catalogue_page(again)
    assert declined_page(LAW) == declined_page(again)


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for page in (catalogue_page(LAW), declined_page(LAW)):
        for block in page.split("\n\n"):
            rows = [line for line in block.splitlines() if line.startswith("|")]
            assert len({row.replace("\\|", "").count("|") for row in rows}) <= 1
