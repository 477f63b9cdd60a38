"""A department's system that speaks the usual upload interface hands in rows: written from that interface's description alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import queries
from tests.builders import city, files, machines
from tests.builders.machines import Issued

ADDRESS = "/api/v1/adapters/departmental"


class DepartmentalClient:
    """The client of an existing system. It posts `tableCode, departmentCode, tableVersionId, body` and reads
    `errorCode, errorMsg, totalSize, successSize, failSize, tips`; of us it was told an address and a key."""

    def __init__(self, key: str, department: str) -> None:
        self.http, self.key, self.department = Client(), key, department

    def upload(
        self, table: str, rows: Sequence[Mapping[str, Any]], **changes: Any
    ) -> dict[str, Any]:
        request = {
            "tableCode": table,
            "departmentCode": self.department,
            "tableVersionId": "1",
            "body": rows,
            **changes,
        }
        return self.post(json.dumps({k: v for k, v in request.items() if v is not None}))

    def post(self, body: str) -> dict[str, Any]:
        answer = self.http.post(
            ADDRESS, body, content_type="application/json", headers={"X-API-Key": self.key}
        )
        assert answer.headers["Content-Type"] == "application/json"
        document: dict[str, Any] = answer.json()
        assert document.keys() == {
            "errorCode", "errorMsg", "totalSize", "successSize", "failSize", "tips",
        }  # fmt: skip
        assert document["totalSize"] == document["successSize"] + document["failSize"]
        return document


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1, 2, 3)
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


@pytest.fixture
def key() -> Issued:
    return machines.issued_key(
        department_code="GZ015", tables={"XZCF": "penalty", "XZXK/2": "licence"}
    )


@pytest.fixture
def system(key: Issued) -> DepartmentalClient:
    return DepartmentalClient(key.secret, "GZ015")


def penalty(serial: int, **changes: str) -> dict[str, str]:
    return files.penalty(serial, authority_code=city.samr_code(), **changes)


def batches() -> list[UUID]:
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM intake_batch WHERE item = 'penalty' ORDER BY received_at")
        return [identity for (identity,) in cursor.fetchall()]


def test_clean_rows_are_taken_while_the_caller_waits(system: DepartmentalClient) -> None:
    answer = system.upload("XZCF", [penalty(1), penalty(2)])
    assert answer == {
        "errorCode": "200", "errorMsg": "成功", "totalSize": 2, "successSize": 2, "failSize": 0, "tips": [],
    }  # fmt: skip
    (batch,) = batches()
    receipt = queries.receipt(batch, scope="samr")
    assert (receipt.admitted, receipt.released, receipt.submitted_by) == (2, False, "samr.key.1")


def test_each_bad_row_has_the_code_of_their_interface_and_the_counts_are_the_batchs(
    system: DepartmentalClient,
) -> None:
    rows = [
        penalty(1),
        penalty(2, **{"罚款金额(万元)": "两千"}),
        penalty(2, 行政相对人名称="", 行政处罚决定书文号="构市监罚〔2026〕21号"),
        penalty(2, 处罚决定日期="", 行政处罚决定书文号="构市监罚〔2026〕22号"),
        penalty(2, 处罚决定日期="2026-13-40", 行政处罚决定书文号="构市监罚〔2026〕23号"),
        penalty(3, 处罚机关="构造市没有的局", 处罚机关统一社会信用代码="", 行政处罚决定书文号="构市监罚〔2026〕24号"),
        penalty(1),
    ]  # fmt: skip
    answer = system.upload("XZCF", rows)
    receipt = queries.receipt(batches()[-1], scope="samr")
    assert (answer["totalSize"], answer["successSize"]) == (7, receipt.admitted)
    assert answer["failSize"] == receipt.rejected + receipt.held + receipt.duplicates
    codes: dict[int, set[str]] = {}
    for tip in answer["tips"]:
        codes.setdefault(tip["row"], set()).add(tip["errorCode"])
    assert codes.keys() == {2, 3, 4, 5, 6, 7}
    assert "10001" in codes[2]
    assert "10002" in codes[3]
    assert "10003" in codes[4]
    assert "10004" in codes[5]
    assert "40001" in codes[6]
    assert codes[7] == {"20001"}


def test_what_was_handed_in_before_is_a_duplicate_and_changes_nothing(
    system: DepartmentalClient,
) -> None:
    system.upload("XZCF", [penalty(1)])
    answer = system.upload("XZCF", [penalty(1)])
    assert (answer["errorCode"], answer["successSize"], answer["failSize"]) == ("200", 0, 1)
    assert [tip["errorCode"] for tip in answer["tips"]] == ["20001"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"tableCode": None}, "3001"),
        ({"tableCode": ""}, "3001"),
        ({"tableCode": "  "}, "3001"),
        ({"tableCode": "XZQZ"}, "3002"),
        ({"tableCode": "XZXK"}, "3002"),  # known in version 2 alone
        ({"tableCode": ["XZCF"]}, "3002"),
        ({"departmentCode": None}, "4001"),
        ({"departmentCode": ""}, "4001"),
        ({"departmentCode": "emergency"}, "4002"),  # another agency's rows under our key
        ({"body": None}, "6001"),
        ({"body": []}, "6001"),
        ({"body": ""}, "6001"),
        ({"body": "[]"}, "6002"),
        ({"body": {"a": 1}}, "6002"),
        ({"body": [1]}, "6002"),
        ({"body": [{}]}, "6002"),
        ({"body": [{"a": "b"}] * 1_001}, "6002"),
    ],
)
def test_a_request_that_is_not_whole_has_their_code_and_leaves_nothing(
    system: DepartmentalClient, changes: dict[str, Any], code: str
) -> None:
    answer = system.upload("XZCF", [penalty(1)], **changes)
    assert (answer["errorCode"], answer["totalSize"], answer["tips"]) == (code, 0, [])
    assert batches() == []


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '{"tableCode": "a", "tableCode": "b"}', '{"tableCode": NaN}', '{"tableCode": "\\u0000"}', '{"tableCode": "\\ud800"}', "[" * 60_000],
)  # fmt: skip
def test_what_is_no_strict_json_is_5001(system: DepartmentalClient, body: str) -> None:
    assert system.post(body)["errorCode"] == "5001"


def test_a_version_of_a_table_may_be_an_item_of_its_own(system: DepartmentalClient) -> None:
    licence = files.licence(1, authority_code=city.samr_code())
    answer = system.upload("XZXK", [licence], tableVersionId="2")
    assert (answer["errorCode"], answer["successSize"]) == ("200", 1)


def test_the_agencys_own_names_and_our_items_work_as_well(key: Issued) -> None:
    for department in ("samr", city.samr_code(), "GZ015"):
        answer = DepartmentalClient(key.secret, department).upload("penalty", [penalty(1)])
        assert answer["errorCode"] == "200"


def test_columns_that_fit_no_item_are_a_failure_that_says_why(system: DepartmentalClient) -> None:
    answer = system.upload("XZCF", [{"foo": "bar", "baz": "1"}])
    assert answer["errorCode"] == "500"
    assert "表头" in answer["errorMsg"]


def test_a_persons_row_is_cut_and_counted_as_not_taken(system: DepartmentalClient) -> None:
    rows = [penalty(1), penalty(2, 行政相对人类别="自然人", 行政相对人名称="某人甲")]
    answer = system.upload("XZCF", rows)
    assert (answer["totalSize"], answer["successSize"], answer["failSize"]) == (2, 1, 1)
    assert "某人甲" not in json.dumps(answer, ensure_ascii=False)


def test_without_a_key_the_answer_has_the_shape_of_the_interface_too() -> None:
    answer = Client().post(ADDRESS, b"{}", content_type="application/json")
    assert answer.status_code == 401
    assert answer.json()["errorCode"] == "500"
    refused = Client().get(ADDRESS)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
