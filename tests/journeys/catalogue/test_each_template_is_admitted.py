"""Each template is downloaded, filled in with its own example, sent through the intake, and admitted. No item may be missing."""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.intake.queries import Receipt
from tests.builders import catalogue, city
from tests.builders.filling import filled_in

CODES = sorted(catalogue.items())
PARTY = {"name": "构造市示例有限公司", "code": "91999999MA00EXMP89", "reg_date": "2015-03-02"}


@pytest.fixture(scope="module")
def registered(open_city: None) -> None:
    """The body of the example rows stands in the register."""
    receipt = city.send(_table([PARTY]), item="registration")
    assert (receipt.rows, receipt.admitted) == (1, 1)


def _table(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _download(code: str, name: str) -> bytes:
    answer = Client().get(f"/catalogue/{code}/{name}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.content


def _send(code: str, content: bytes, name: str) -> Receipt:
    return city.send(content, item=code, agency=catalogue.items()[code].agencies[0], name=name)


def _stored(receipt: Receipt) -> dict[str, str | None]:
    """The payload of the one record of this batch, as the table holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payload::text FROM records_version WHERE batch = %s", [receipt.batch]
        )
        ((text,),) = cursor.fetchall()
    stored: dict[str, str | None] = json.loads(text)
    return stored


def _told(receipt: Receipt) -> list[dict[str, object]]:
    return queries.rows(receipt.batch, scope=EVERY_AGENCY)


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("code", CODES)
def test_the_example_sent_as_csv_is_admitted_and_stored_as_the_published_schema_says(
    code: str,
) -> None:
    empty = _download(code, "template.csv").decode("utf-8-sig")
    shown = _download(code, "example.csv").decode("utf-8-sig")
    assert shown.startswith(empty)
    with city.undone():
        receipt = _send(code, shown.encode(), f"{code}.csv")
        assert [row["outcome"] for row in _told(receipt)] == ["admitted"], _told(receipt)
        if code == "registration":  # the register is no record
            return
        payload = _stored(receipt)
    schema = json.loads(Client().get(f"/catalogue/{code}/schema.json").content)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(payload, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(payload | {"身份证号": "1"}, schema)


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("code", CODES)
def test_the_workbook_filled_in_with_its_own_example_is_admitted(code: str) -> None:
    content = filled_in(_download(code, "template.xlsx"), to="填报", example="示例")
    with city.undone():
        receipt = _send(code, content, f"{code}.xlsx")
        assert [row["outcome"] for row in _told(receipt)] == ["admitted"], _told(receipt)


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("code", CODES)
def test_a_workbook_has_a_drop_down_for_each_list_and_a_note_for_each_column(code: str) -> None:
    item = catalogue.items()[code]
    content = _download(code, "template.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["填报", "说明", "示例", "代码表"]
    headings = [str(cell) for cell in book.get_sheet_by_name("填报").to_python()[0]]
    assert len(headings) == len(item.fields)
    said = {str(row[2]) for row in book.get_sheet_by_name("说明").to_python() if len(row) > 2}
    assert {field.code for field in item.fields} <= said
    assert drop_downs(content) == sum(
        field.type == "flag" or (field.type == "code" and field.code_list is not None)
        for field in item.fields
    )


def drop_downs(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    return len(sheet.findall(".//{*}dataValidation"))
