"""Over the API: a bank fetches its recalls, acknowledges them with its own key; a citizen redeems the id of a check."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator
from pytest_django import DjangoDbBlocker

from gongxin.api.v1.recalls import CorrectionsOut, RecallsOut
from gongxin.exchange import keys, statements
from gongxin.exchange.models import RecallEvent
from gongxin.exchange.queries import recalls
from gongxin.exchange.recalls import State
from gongxin.records import actions as records
from tests.builders import city, holders
from tests.builders.codes import unified_code


@pytest.fixture(scope="module")
def record_(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[UUID]:
    today = timezone.localdate()
    with django_db_blocker.unblock(), city.standing():
        city.register(1)
        decided = today - timedelta(days=20)
        receipt = city.penalise_on(
            today, 1, 处罚决定日期=decided.isoformat(), 处罚有效期=today.isoformat()
        )
        city.release(receipt)
        for name in ("bank-a", "bank-b"):
            holders.partner(name)
        yield city.public(1, today)[0].record


@pytest.fixture
def record(record_: UUID, django_db_blocker: DjangoDbBlocker) -> Iterator[UUID]:
    with django_db_blocker.unblock(), city.undone():
        yield record_


def fetch(client: Client, partner: str = "bank-a", query: str = "") -> Any:
    token = f"Bearer {holders.token_of(partner)}"
    return client.get(f"/api/v1/recalls{query}", headers={"Authorization": token})


def answer(
    client: Client, recall: str, body: bytes, *, partner: str = "bank-a", **forged: Any
) -> Any:
    message = holders.acknowledgement(
        recall, body, signer=forged.pop("signer", partner), at=timezone.now(), keyid=partner
    )
    sent = {**message.fields, **forged, "Authorization": f"Bearer {holders.token_of(partner)}"}
    return client.post(message.path, body, content_type="application/json", headers=sent)


def withdrawn(record: UUID) -> None:
    for name in ("bank-a", "bank-b"):
        holders.give(name, [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())


def test_a_bank_fetches_verifies_and_acknowledges(client: Client, record: UUID) -> None:
    assert fetch(client).json() == {"recalls": [], "next": None}
    withdrawn(record)
    page = fetch(client)
    assert page.headers["Cache-Control"] == "no-store"
    (envelope,) = page.json()["recalls"]
    published = client.get("/.well-known/gongxin-recall-keys").json()["keys"]
    assert envelope["keyid"] == published[0]["kid"]
    assert statements.holds(envelope, keys.public_key())
    statement = envelope["statement"]
    assert (statement["class"], statement["bad_versions"], statement["now"]) == ("A", [1], None)
    assert (
        recalls.map_of(record, timezone.now()).lines[0].state,
        RecallEvent.objects.filter(event="delivered").count(),
    ) == (State.WAITING, 1)  # bank-b has not fetched
    first = answer(client, statement["id"], holders.says("used_in_decision", "已据此拒贷"))
    assert first.json() == {
        "recall": statement["id"],
        "outcome": "used_in_decision",
        "is_new": True,
    }
    found = recalls.map_of(record, timezone.now())
    assert (found.told, found.confirmed, found.used_in_decision) == (2, 1, True)
    # What was read goes on being readable: a consumer that lost its state begins at 0.
    assert len(fetch(client).json()["recalls"]) == 1
    assert fetch(client, query=f"?after={statement['sequence']}").json()["recalls"] == []


def test_the_answer_has_the_documented_shape(client: Client, record: UUID) -> None:
    holders.give("bank-a", [(record, 1)])
    records.place_mark(
        record=record, kind="disputed", basis="1", by="samr.clerk", now=timezone.now()
    )
    page = fetch(client).json()
    assert page["recalls"][0]["statement"]["now"]["number"] == 1
    Draft202012Validator(RecallsOut.model_json_schema(by_alias=True)).validate(page)


def test_one_sees_and_answers_for_ones_own_alone(client: Client, record: UUID) -> None:
    withdrawn(record)
    (mine,) = fetch(client).json()["recalls"]
    (theirs,) = fetch(client, "bank-b").json()["recalls"]
    assert mine["statement"]["id"] != theirs["statement"]["id"]
    foreign = answer(client, theirs["statement"]["id"], holders.says("deleted"))
    absent = answer(client, str(uuid4()), holders.says("deleted"))
    assert foreign.status_code == absent.status_code == 404
    assert foreign.json() == absent.json()


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer gxp_no"}, {"Authorization": "Basic x"}]
)
def test_without_a_token_there_is_nothing(
    client: Client, record: UUID, headers: dict[str, str]
) -> None:
    withdrawn(record)
    for refused in (
        client.get("/api/v1/recalls", headers=headers),
        client.post(f"/api/v1/recalls/{uuid4()}/acknowledgements", headers=headers),
    ):
        assert refused.status_code == 401
        assert refused.json()["error"]["code"] == "partner.token_wrong"
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_terms_that_are_over_open_nothing(client: Client, record: UUID) -> None:
    holders.partner("bank-a")  # new terms, without this token
    assert fetch(client).status_code == 401


def test_forged_words_are_refused(client: Client, record: UUID) -> None:
    withdrawn(record)
    recall = fetch(client).json()["recalls"][0]["statement"]["id"]
    body = holders.says("deleted")
    other = holders.acknowledgement(
        recall, holders.says("not_held"), signer="bank-a", at=timezone.now()
    )
    attacks = [
        answer(client, recall, body, signer="bank-b"),
        answer(client, recall, body, signature="sig1=:AAAA:"),
        answer(client, recall, body, **{"content-digest": "sha-256=:AAAA:"}),
        answer(client, recall, body, **dict(other.fields)),  # a good word over another body
    ]
    assert [one.status_code for one in attacks] == [403] * 4
    assert {one.json()["error"]["code"] for one in attacks} == {"signature.refused"}
    assert not RecallEvent.objects.filter(event="acknowledged").exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "request.body_invalid"),
        (b"[]", "request.invalid"),
        (b'{"outcome": "deleted", "outcome": "not_held"}', "request.body_invalid"),
        (b'{"outcome": "set_equal"}', "recall.acknowledgement_refused"),
        (b'{"outcome": "deleted", "extra": 1}', "request.invalid"),
        (json.dumps({"outcome": "deleted", "note": "x" * 501}).encode(), "request.invalid"),
        (b'{"outcome": "deleted"}' + b" " * 9_000, "request.body_too_large"),
    ],
)
def test_a_body_that_says_something_else_is_refused(
    client: Client, record: UUID, body: bytes, code: str
) -> None:
    withdrawn(record)
    recall = fetch(client).json()["recalls"][0]["statement"]["id"]
    assert answer(client, recall, body).json()["error"]["code"] == code


def test_the_holder_of_a_check_redeems_its_id(client: Client, record: UUID) -> None:
    check = client.post(
        "/api/v1/check",
        json.dumps({"code": unified_code(1)}),
        content_type="application/json",
    ).json()["check_id"]
    address = f"/api/v1/checks/{check}/corrections"
    assert client.get(address).json()["corrections"] == []
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    found = client.get(address).json()
    Draft202012Validator(CorrectionsOut.model_json_schema(by_alias=True)).validate(found)
    (one,) = found["corrections"]
    assert (one["record"], one["class"], one["no_longer_stand"], one["now"]) == (
        str(record),
        "A",
        [1],
        None,
    )
    assert "构市监罚" not in client.get(address).text


def test_an_id_that_is_no_anonymous_checks_is_not_there(client: Client, record: UUID) -> None:
    theirs = holders.give("bank-a", [(record, 1)])
    for identity in (theirs, uuid4()):
        assert client.get(f"/api/v1/checks/{identity}/corrections").status_code == 404
