"""The catalogue as a reader finds it: every item in every view, its rules in words, editions side by side, tables and schemas."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from gongxin.catalogue.actions import put_in_force
from gongxin.subjects import queries as subjects
from tests.builders import catalogue, city, files
from tests.builders.codes import unified_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hall")]


@pytest.mark.parametrize("by", ["domain", "agency", "audience"])
def test_every_item_stands_in_every_view(client: Client, by: str) -> None:
    page = client.get(f"/catalogue?by={by}").text
    for code, item in catalogue.items().items():
        assert f'href="/catalogue/{code}"' in page
        assert item.zh in page


def test_a_view_that_does_not_exist_is_no_page(client: Client) -> None:
    assert client.get("/catalogue?by=person").status_code == 404


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_each_item_page_says_basis_period_fields_and_where_its_template_is(
    client: Client, prefix: str
) -> None:
    for code, item in catalogue.items().items():
        page = client.get(f"/{prefix}catalogue/{code}").text
        said = [basis.source for basis in item.legal_basis]
        said += [rule.source for rule in item.publication]
        said += [f'<span class="code">{field.code}</span>' for field in item.fields]
        said += [f'"/{prefix}catalogue/{code}/{name}"' for name in ("template.xlsx", "schema.json")]
        assert [text for text in said if text not in page] == [], code


def test_the_tables_hold_every_item_field_and_value_and_no_code_of_a_standard_not_at_hand(
    client: Client,
) -> None:
    tables = {
        name: list(
            csv.DictReader(
                io.StringIO(client.get(f"/catalogue-{name}.csv").content.decode("utf-8-sig"))
            )
        )
        for name in ("items", "fields", "lists")
    }
    items = catalogue.items()
    assert {row["code"] for row in tables["items"]} == set(items)
    assert len(tables["fields"]) == sum(len(item.fields) for item in items.values())
    assert {row["gbt_39441"] for row in tables["items"]} == {""}
    assert {row["gbt_39445"] for row in tables["fields"]} == {""}
    assert {row["gbt_39446"] for row in tables["lists"]} == {""}
    assert client.get("/catalogue-persons.csv").status_code == 404


def test_one_document_holds_the_schema_of_every_item(client: Client) -> None:
    answer = client.get("/catalogue.schema.json")
    document = json.loads(answer.content)
    assert set(document["items"]) == set(catalogue.items())
    assert "39441" in document["note"]
    assert answer.headers["Content-Type"] == "application/schema+json"


def test_two_editions_stand_side_by_side(client: Client) -> None:
    law = catalogue.law()
    penalty = next(item for item in law.items if item.code == "penalty")
    changed = replace(penalty, update_working_days=5)
    items = tuple(changed if item.code == "penalty" else item for item in law.items)
    put_in_force(law=replace(law, items=items, digest="ab" * 32), by="system", now=city.NOW)
    page = client.get("/catalogue-editions").text
    assert "items[penalty/1].update_working_days" in page
    row = page.split("items[penalty/1].update_working_days")[1].split("</tr>")[0]
    assert ">7<" in row
    assert ">5<" in row
    assert client.get("/catalogue-editions?old=nothing&new=nothing").status_code == 404


def test_the_record_page_prints_every_rule_that_was_computed(client: Client) -> None:
    """Order 36 and the market authority's own rule both bind a fine of the market authority; the earlier end is applied."""
    record = city.published_penalty(1)
    page = client.get(f"/r/{record}").text
    rules = page.split('id="rules"')[1].split("</table>")[0]
    assert "令第36号" in rules
    assert "令第45号" in rules
    first = rules.split("<tbody>")[1].split("</tr>")[0]
    assert "令第36号" in first
    assert "2027年5月5日" in first
    assert "2029年5月5日" in rules


def test_points_stand_on_the_page_of_the_organisation_until_they_lapse(
    client: Client, settings: Settings
) -> None:
    city.register(1)
    item = catalogue.items()["construction_conduct"]
    rows = [
        catalogue.row(
            item,
            XDR_MC=files.body_name(1),
            XDR_SHXYM=unified_code(1),
            GC_XH=str(n),
            GC_JF=points,
            GC_RDRQ=day,
        )
        for n, (points, day) in enumerate([("3", "2025-07-01"), ("1.5", "2026-05-06")], start=1)
    ]
    receipt = city.send(catalogue.table(item, rows), item=item.code, agency=item.agencies[0])
    assert receipt.admitted == 2
    city.release(receipt)
    shown = {record.decided_date: record for record in city.public(1)}
    assert sorted(shown) == [date(2025, 7, 1), date(2026, 5, 6)]
    page = client.get(f"/o/{_public_id()}").text
    assert "<strong>4.5</strong>" in page
    settings.GONGXIN_MODE = "demo"  # where a reader may choose the day
    after = client.get(f"/o/{_public_id()}?day=2026-07-01").text
    assert "<strong>1.5</strong>" in after


def _public_id() -> str:
    found = subjects.organisation_by_code(unified_code(1))
    assert found is not None
    return str(found.public_id)
