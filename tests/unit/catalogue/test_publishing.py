"""The catalogue as a machine-readable standard: schemas that say what is stored, tables without formulas, the same bytes each time."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from python_calamine import CalamineWorkbook

from gongxin.catalogue import publishing, templates
from gongxin.catalogue.examples import Reporter, example_row
from gongxin.jurisdiction import CodeList, CodeValue, law_in_force
from tests.builders import catalogue

ITEMS = sorted(catalogue.items().values(), key=lambda item: item.code)
REPORTER = Reporter("构造市市场监督管理局", "11999999GX0000015T")


def test_every_schema_is_a_json_schema_and_names_every_field_once() -> None:
    document = publishing.schemas(law_in_force(catalogue.law(), catalogue.TODAY))
    assert set(document["items"]) == {item.code for item in ITEMS}
    for item in ITEMS:
        schema = json.loads(json.dumps(document["items"][item.code]))
        jsonschema.Draft202012Validator.check_schema(schema)
        assert list(schema["properties"]) == [field.code for field in item.fields]
        assert set(schema["required"]) == {f.code for f in item.fields if f.required}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("NSXY_JB", "E"),
        ("NSXY_ND", "25"),
        ("NSXY_PJRQ", "2026-5-6"),
        ("XDR_MC", None),
        ("XDR_MC", "名" * 201),
    ],
)
def test_a_schema_refuses_what_is_never_stored(field: str, wrong: str | None) -> None:
    item = catalogue.items()["tax_grade"]
    good = {f.code: None for f in item.fields} | {
        "XDR_MC": "构造市示例有限公司", "NSXY_ND": "2025", "NSXY_JB": "A", "NSXY_PJRQ": "2026-05-06",
        "RD_JG": "构造市税务局", "RD_JGDM": "1", "SJ_LYDW": "构造市税务局", "SJ_LYDWDM": "1",
    }  # fmt: skip
    schema = publishing.item_schema(item)
    jsonschema.validate(good, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(good | {field: wrong}, schema)


def test_no_cell_of_a_table_begins_a_formula() -> None:
    spoken = CodeList("x", (CodeValue("=1+1", "+x", "@y", ("-z",)),), open=False)
    item = replace(ITEMS[0], zh="=HYPERLINK(1)", source="@x")
    for text in (publishing.lists_csv([spoken]), publishing.items_csv([item])):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert [cell for cell in cells if len(cell) > 1 and cell[0] in "=+-@"] == []
        assert any(cell.startswith("'=") for cell in cells)


def test_a_code_of_a_standard_stands_in_its_column_once_it_is_known() -> None:
    known = replace(ITEMS[0], standard="A01")
    (row,) = csv.DictReader(io.StringIO(publishing.items_csv([known])))
    assert row["gbt_39441"] == "A01"
    assert publishing.item_schema(known)["x-gbt-39441"] == "A01"


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_a_template_holds_text_alone_and_is_the_same_each_time(item) -> None:  # type: ignore[no-untyped-def]
    row = example_row(item, REPORTER)
    content = templates.workbook_template(item, row)
    assert content == templates.workbook_template(item, row)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "/sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)
    heads = (
        CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("填报").to_python()
    )
    assert [str(cell) for cell in heads[0]] == [templates.header(field) for field in item.fields]
    assert len(set(heads[0])) == len(item.fields)


def test_an_example_is_of_no_real_division_and_of_a_day_that_has_been() -> None:
    for item in ITEMS:
        row = example_row(item, REPORTER)
        party, code = item.by_role("party_name"), item.by_role("uscc")
        if party is not None and code is not None:
            assert "示例" in row[party.code]
            assert row[code.code][2:8] == "999999"
        decided = item.by_role("decided")
        assert decided is None or date.fromisoformat(row[decided.code]) <= catalogue.TODAY
