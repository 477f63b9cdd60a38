"""A2–A8, A12, A19: what two readers could take differently is refused, by name, in the one shape; never 500."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from gongxin.api.v1 import batches
from gongxin.api.v1.urls import urlpatterns
from gongxin.intake import conveyor, queries
from tests.builders import city, files, machines
from tests.builders.codes import unified_code

ADDRESS = "/api/v1/batches"
ROW = files.penalty(1, authority_code="11999999GX0000015T")
LINE = json.dumps(ROW, ensure_ascii=False)


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1)
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


def send(
    content: bytes, kind: str = "text/csv", *, query: str = "item=penalty", **headers: str
) -> Any:
    secret = machines.issued_key().secret
    return Client().post(
        f"{ADDRESS}?{query}" if query else ADDRESS,
        content,
        content_type=kind,
        headers={"X-API-Key": secret, "Idempotency-Key": str(uuid4()), **headers},
    )


def told(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


JSON = "application/x-ndjson"
GOOD = files.table([ROW])


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b'"text"', JSON, 415, "request.content_type"),
        (b'{"a": ' + b"[" * 60_000 + b"]" * 60_000 + b"}", JSON, 400, "json."),
        (b'{"a": ' + b"{" * 60_000, JSON, 400, "json."),
        (LINE.replace('"0.2"', "NaN").encode(), JSON, 400, "json.number"),
        (LINE.replace('"0.2"', "-Infinity").encode(), JSON, 400, "json.number"),
        (LINE[:-9].encode(), JSON, 400, "json.syntax"),
        (b"{}{}", JSON, 400, "json."),
        (b"[1, 2]", "application/json", 415, "request.content_type"),
        (b"[[]]", "application/json", 400, "json."),
        (LINE.encode("utf-16"), JSON, 415, "request.content_type"),
        (b"\x1f\x8b\x08" + b"\0" * 40, "text/csv", 422, "file.type_mismatch"),
        (b"%PDF-1.7 ...", "text/csv", 422, "file.type_mismatch"),
        (LINE.encode(), "text/csv", 415, "request.content_type"),
        (GOOD, JSON, 415, "request.content_type"),
        (GOOD, "application/pdf", 415, "request.content_type"),
        (GOOD, "application/x-www-form-urlencoded", 415, "request.content_type"),
        (GOOD, "text/plain", 415, "request.content_type"),
        (GOOD, "", 415, "request.content_type"),
        (b'[{"a": "b"}]', "application/json; charset=gb18030", 415, "request.content_type"),
        (b"\r\n", "text/csv", 422, "file."),
        (b" " * 10_000_000, "text/csv", 422, "file."),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><ROWDATA/>", "text/xml", 400, "xml."),
    ],
    ids=range(22),
)  # fmt: skip
def test_a_bad_file_is_refused_by_name_and_never_breaks_anything(
    content: bytes, kind: str, status: int, code: str
) -> None:
    answer = send(content, kind)
    assert answer.status_code == status
    assert answer.json()["error"]["code"].startswith(code)


def test_a_row_in_which_a_key_stands_twice_is_rejected_and_no_value_of_it_chosen() -> None:
    twice = LINE.replace('"行政相对人名称"', '"处罚类别": "x", "行政相对人名称"')
    answer = send(twice.encode(), JSON)
    assert answer.status_code == 202
    batch = UUID(answer.json()["batch"])
    conveyor.process(batch=batch, by="system", now=timezone.now())
    (row,) = queries.rows(batch, scope="samr")
    assert (row["outcome"], "row.key_twice" in row["codes"]) == ("rejected", True)


@pytest.mark.parametrize(
    "text", ["\\u0000", "\\ud800", "a\\u202eb"], ids=["NUL", "surrogate", "direction"]
)
def test_characters_that_no_text_may_hold_are_findings_or_a_refusal_but_no_crash(text: str) -> None:
    answer = send(LINE.replace("未在规定期限内公示年度报告", text).encode(), JSON)
    assert answer.status_code in {202, 400, 422}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("", "item"),
        ("item=penalty&agency=emergency", "agency"),
        ("item=penalty&department_id=7", "department_id"),
        ("item=penalty&status=published", "status"),
        ("item=penalty&item=licence", "item"),
        ("item=%00", "item"),
        ("item=penalty&encoding=big5", "encoding"),
        ("item=penalty&encoding=", "encoding"),
    ],
)
def test_a_parameter_that_is_not_ours_is_refused_by_name(query: str, named: str) -> None:
    answer = send(GOOD, query=query)
    assert told(answer) == (400, "request.invalid")
    assert named in json.dumps(answer.json()["error"]["details"])


@pytest.mark.parametrize(
    "query",
    ["after=abc", "after=1e30", "after=-1", "limit=0", "limit=-1", "limit=1000000000", "limit=1&limit=2", "offset=1", "after=%00"],
)  # fmt: skip
def test_pages_of_rows_are_asked_for_by_whole_numbers_alone(query: str) -> None:
    secret = machines.issued_key().secret
    answer = Client().get(f"{ADDRESS}/{uuid4()}/rows?{query}", headers={"X-API-Key": secret})
    assert told(answer) == (400, "request.invalid")
    name = query.partition("=")[0]
    assert name in json.dumps(answer.json()["error"]["details"])


def test_an_unknown_item_and_an_id_that_is_none_are_not_found() -> None:
    secret = machines.issued_key(items=("no_such_item",)).secret
    answer = Client().post(
        f"{ADDRESS}?item=no_such_item",
        GOOD,
        content_type="text/csv",
        headers={"X-API-Key": secret, "Idempotency-Key": "x" * 20},
    )
    assert told(answer) == (404, "catalogue.item_unknown")
    for identity in ("7", "%2e%2e", "'", "00000000-0000-0000-0000-00000000000g"):
        assert told(Client().get(f"{ADDRESS}/{identity}", headers={"X-API-Key": secret}))[0] == 404


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "gzip, gzip"])
def test_a_packed_body_is_not_unpacked(encoding: str) -> None:
    answer = send(GOOD, **{"Content-Encoding": encoding})
    assert told(answer) == (415, "request.content_encoding")


@pytest.mark.parametrize("address", ["/api/v1/check", f"{ADDRESS}?item=penalty"])
def test_an_answer_of_a_kind_that_we_do_not_have_is_not_promised(address: str) -> None:
    answer = Client().post(
        address, b"{}", content_type="application/json", headers={"Accept": "application/x-evil"}
    )
    assert told(answer) == (406, "request.not_acceptable")


def test_a_body_is_not_read_beyond_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "FILE_BYTES_MAX", 1_000)
    assert told(send(b"a" * 1_001)) == (413, "request.body_too_large")
    # A length that lies: what is declared is refused before a byte is read.
    secret = machines.issued_key(label="谎报长度").secret
    answer = Client().generic(
        "POST",
        f"{ADDRESS}?item=penalty",
        b"a",
        content_type="text/csv",
        CONTENT_LENGTH="99999999999",
        headers={"X-API-Key": secret, "Idempotency-Key": "x" * 20},
    )
    assert told(answer) == (413, "request.body_too_large")


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({}, "file"),
        ({"other": "x"}, "other"),
        ({"file": "text, not a file"}, "file"),
        ({"item": "licence"}, "item"),
    ],
)
def test_a_form_holds_one_file_and_nothing_else(parts: dict[str, str], named: str) -> None:
    secret = machines.issued_key().secret
    answer = Client().post(
        f"{ADDRESS}?item=penalty",
        parts,
        headers={"X-API-Key": secret, "Idempotency-Key": "x" * 20},
    )
    assert told(answer) == (400, "request.invalid")
    assert answer.json()["error"]["details"]["parameter"] == named


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace", "options", "head"])
def test_other_methods_are_refused_and_no_header_overrides_one(method: str) -> None:
    answer = getattr(Client(), method)(ADDRESS)
    assert answer.status_code in {401, 405}
    overriding = Client().get(ADDRESS, headers={"X-HTTP-Method-Override": "POST"})
    assert overriding.status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/catalogue?x=1",
        "/api/v1/journal/proofs/consistency?old=1&old=2",
        "/api/v1/journal/checkpoint?size=1",
        f"/api/v1/organisations/{unified_code(1)}?fields=all",
        "/api/v1/journal/proofs/inclusion/0?size=1e30",
    ],
)
def test_every_address_knows_its_parameters(address: str) -> None:
    assert told(Client().get(address)) == (400, "request.invalid")


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/catalogue/%00",
        "/api/v1/organisations/%00",
        "/api/v1/journal/proofs/inclusion/99999999999999999999999999",
        "/api/v1/journal/proofs/records/00000000-0000-0000-0000-000000000000/99999999999999999999",
        "/api/v1//batches",
        "/api/v1/%2e%2e/",
        "/api/schema",
        "/admin",
        "/metrics",
        "/.git",
    ],
)
def test_what_is_not_there_is_not_found(address: str) -> None:
    assert Client().get(address).status_code in {400, 404, 422}


def test_a_packed_or_unknown_check_is_refused_as_well() -> None:
    for query, headers, status in (
        ("?purpose=x", {}, 400),
        ("", {"Content-Encoding": "gzip"}, 415),
    ):
        answer = Client().post(
            f"/api/v1/check{query}",
            b"{}",
            content_type="application/json",
            headers=headers,
        )
        assert answer.status_code == status
    answer = Client().post("/api/v1/check", b"code=1", content_type="text/plain")
    assert told(answer) == (415, "request.content_type")


def test_the_seven_hundredth_check_waits_and_a_header_makes_nobody_another(
    settings: Settings,
) -> None:
    from dataclasses import replace  # noqa: PLC0415

    settings.GONGXIN_ENVIRONMENT = replace(
        settings.GONGXIN_ENVIRONMENT, checks_per_5_minutes=5, proxies=("192.0.2.1",)
    )

    def check(address: str, forwarded: str = "") -> Any:
        return Client(REMOTE_ADDR=address).post(
            "/api/v1/check",
            json.dumps({"code": unified_code(1)}),
            content_type="application/json",
            headers={"X-Forwarded-For": forwarded} if forwarded else {},
        )

    assert [check("198.51.100.1").status_code for _ in range(5)] == [200] * 5
    refused = check("198.51.100.1", "203.0.113.200")
    assert told(refused) == (429, "request.too_many")
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert check("198.51.100.2").status_code == 200
    # Behind a proxy of ours each client counts by itself.
    assert [check("192.0.2.1", "6.6.6.6, 203.0.113.7").status_code for _ in range(5)] == [200] * 5
    assert check("192.0.2.1", "7.7.7.7, 203.0.113.7").status_code == 429
    assert check("192.0.2.1", "203.0.113.8").status_code == 200
    reads = [Client(REMOTE_ADDR="198.51.100.1").get("/api/v1/catalogue/penalty") for _ in range(6)]
    assert [answer.status_code for answer in reads] == [200] * 5 + [429]


def test_no_address_of_the_api_stays_out_of_the_one_gate() -> None:
    """Each one is either described, so that the gate knows its parameters, or one of four written by hand."""
    by_hand = {str(place.pattern) for place in urlpatterns if isinstance(place, URLPattern)}
    assert by_hand == {"empty", "check", "adapters/departmental", ""}
