"""A bank officer checks an organisation over the API."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.disclosures import queries as disclosures
from tests.builders import city, files
from tests.builders.codes import unified_code


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    today = timezone.localdate()
    decided = today - timedelta(days=20)
    with django_db_blocker.unblock(), city.standing():
        city.register(1, 2)
        receipt = city.penalise_on(
            today, 1, 处罚决定日期=decided.isoformat(), 处罚有效期=today.isoformat()
        )
        city.release(receipt)
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


@pytest.fixture
def post(client: Client) -> Any:
    def send(body: object, *, path: str = "/api/v1/check") -> tuple[int, dict[str, Any]]:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        answer = client.post(path, content, content_type="application/json")
        return answer.status_code, answer.json()

    return send


def test_a_code_gives_the_public_records_and_leaves_an_edge(post: Any) -> None:
    status, answer = post({"code": unified_code(1), "purpose": "tendering"})
    assert status == 200
    (record,) = answer["records"]
    assert record["document_number"] == "构市监罚〔2026〕1号"
    assert record["rule"]["key"]
    check_id = UUID(answer["check_id"])
    assert disclosures.given_in(check_id) == [(UUID(record["record"]), 1)]


def test_an_anonymous_check_leaves_no_identity(post: Any) -> None:
    _, answer = post({"code": unified_code(1)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient_kind, recipient FROM disclosures_disclosure")
        assert cursor.fetchall() == [("anonymous", answer["check_id"])]


def test_a_name_alone_gives_candidates_and_never_records(post: Any) -> None:
    status, answer = post({"name": files.body_name(1)})
    assert status == 200
    assert (answer["records"], answer["check_id"]) == ([], None)
    assert answer["candidates"][0]["code"] == unified_code(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disclosures_disclosure")
        assert cursor.fetchone() == (0,)


def test_a_code_that_nobody_has_answers_like_a_body_without_records(post: Any) -> None:
    status, answer = post({"code": unified_code(999)})
    assert (status, answer["organisation"], answer["records"]) == (200, None, [])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "request.invalid"),
        ({"code": unified_code(1), "name": "x"}, 400, "request.invalid"),
        ({"code": unified_code(1), "status": "published"}, 400, "request.invalid"),
        ({"code": "91999999"}, 422, "check.code_invalid"),
        ({"code": unified_code(1)[:-1] + "_"}, 422, "check.code_invalid"),
        ({"code": unified_code(1), "purpose": "curiosity"}, 422, "check.purpose_unknown"),
        ('{"code": "a", "code": "b"}', 400, "request.body_invalid"),
        ('{"code": "\\u0000"}', 400, "request.body_invalid"),
        ('{"code": "\\ud800"}', 400, "request.body_invalid"),
        ("[" * 60_000, 400, "request.body_invalid"),
        ('{"code": NaN}', 400, "request.body_invalid"),
        ('{"code": ' + "9" * 5000 + "}", 400, "request.body_invalid"),
        (" " * 2_000_000, 413, "request.body_too_large"),
        (" " * 4_000_000, 413, "request.body_too_large"),
        ('{"code": "91"}'.encode("utf-16"), 400, "request.body_invalid"),
        ("", 400, "request.body_invalid"),
        ("[1, 2]", 400, "request.invalid"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_bad_body_has_the_one_error_shape(
    post: Any, body: object, status: int, code: str
) -> None:
    got, answer = post(body)
    assert (got, answer["error"]["code"]) == (status, code)
    assert set(answer["error"]) == {"code", "zh", "en", "remedy_zh", "remedy_en", "details"}


def test_the_identity_of_an_organisation_is_given_by_code(client: Client) -> None:
    answer = client.get(f"/api/v1/organisations/{unified_code(2)}")
    assert answer.status_code == 200
    assert answer.json()["name"] == files.body_name(2)
    assert client.get(f"/api/v1/organisations/{unified_code(77)}").status_code == 404


def test_the_catalogue_says_what_may_be_recorded_and_on_what_basis(client: Client) -> None:
    items = {item["code"]: item for item in client.get("/api/v1/catalogue").json()["items"]}
    assert {"penalty", "licence", "registration"} <= set(items)
    assert items["penalty"]["legal_basis"][0]["source"]


def test_the_openapi_document_names_every_route(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {
        "/api/v1/check",
        "/api/v1/organisations/{code}",
        "/api/v1/catalogue",
        "/api/v1/journal/checkpoint",
    } <= set(document["paths"])


def test_the_checkpoint_and_the_proof_of_a_record_can_be_fetched(client: Client, post: Any) -> None:
    _, answer = post({"code": unified_code(1)})
    record = answer["records"][0]
    assert client.get("/api/v1/journal/checkpoint").content.decode().count("\n") >= 4
    proof = client.get(f"/api/v1/journal/proofs/records/{record['record']}/{record['number']}")
    assert proof.status_code == 200
    assert proof.json()["chunk_rows"] == 1


@pytest.mark.parametrize(
    "path",
    ["/api/v1/nothing", "/api/v1/journal/proofs/inclusion/999999", "/api/v1/organisations/x"],
)
def test_what_is_not_there_has_the_one_error_shape(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {404, 422}
    assert set(answer.json()["error"]) == {"code", "zh", "en", "remedy_zh", "remedy_en", "details"}
