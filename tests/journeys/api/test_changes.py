"""The change feed and the stale-copy check at the door: who may, what is refused, what an answer looks like."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.exchange.models import SetComparison
from gongxin.journal import notes
from gongxin.journal import queries as journal
from gongxin.records import actions
from tests.builders import city, machines, partners
from tests.builders.codes import unified_code

PATHS = ("/changes", "/changes/snapshot", "/changes/hidden")


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(
    _city: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: city.NOW)
    with django_db_blocker.unblock(), city.undone():
        yield


@pytest.fixture
def token() -> str:
    return partners.admitted("bank-a")[1]


def get(path: str, secret: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
    return Client().get(f"/api/v1{path}", headers=headers)


def post(body: object, secret: str) -> Any:
    return Client().post(
        "/api/v1/changes/acknowledgements",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def withdraw(record: UUID) -> None:
    actions.withdraw(record=record, reason="决定被撤销：申请人自己写的话", by="samr.clerk", now=city.NOW)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("wrong", [None, "", "gxp_" + "A" * 43, "key"])
def test_without_a_token_nothing_is_given_and_every_wrong_one_is_answered_alike(
    path: str, wrong: str | None
) -> None:
    secret = machines.issued_key().secret if wrong == "key" else wrong
    answer = get(path, secret)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "partner.token_wrong"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_token_of_a_partner_is_no_key_of_an_agency(token: str) -> None:
    answer = get(f"/batches/{UUID(int=1)}", token)
    assert answer.json()["error"]["code"] == "key.wrong"


def test_a_line_says_what_it_says_and_no_text_of_anybody(token: str) -> None:
    record = city.published_penalty(1)
    (line,) = get("/changes", token).json()["lines"]
    document = line.pop("document")
    at = line.pop("at")
    assert datetime.fromisoformat(at) == city.NOW
    assert line == {
        "sequence": 1,
        "operation": "ADD",
        "record": str(record),
        "number": 1,
        "reason": "released",
        "element": line["element"],
        "leaves": None,
        "digest": partners.digest_of([line["element"]]),
        "shown_until": document["shown_until"],
        "organisation": line["organisation"],
    }
    assert line["organisation"]["code"] == unified_code(1)
    check = Client().post("/api/v1/check", json.dumps({"code": unified_code(1)}), content_type="application/json").json()  # fmt: skip
    assert document == check["records"][0], "as a check says it"
    withdraw(record)
    answer = get("/changes?after=1", token)
    (gone,) = answer.json()["lines"]
    assert (gone["operation"], gone["reason"]) == ("DEL", "withdrawn")
    assert (gone["leaves"], gone["element"], gone["document"]) == (line["element"], None, None)
    assert "申请人" not in answer.content.decode()


def test_pages_go_on_where_the_last_ended(token: str) -> None:
    for serial in (1, 2, 3):
        city.published_penalty(serial)
    first = get("/changes?limit=2", token).json()
    assert [line["sequence"] for line in first["lines"]] == [1, 2]
    assert (first["more"], first["head"]) == (True, 3)
    rest = get("/changes?after=2&limit=2", token).json()
    assert [line["sequence"] for line in rest["lines"]] == [3]
    assert rest["more"] is False
    none = get("/changes?after=3", token).json()
    assert (none["lines"], none["more"]) == ([], False)
    ahead = get("/changes?after=4", token)
    assert (ahead.status_code, ahead.json()["error"]["code"]) == (409, "feed.ahead")


@pytest.mark.parametrize("query", ["after=-1", "limit=0", "limit=1001", "after=x", "since=1", "after=1&after=2"])  # fmt: skip
def test_what_is_not_asked_rightly_is_refused(token: str, query: str) -> None:
    assert get(f"/changes?{query}", token).status_code == 400


def test_a_snapshot_says_where_it_stands_and_that_it_is_whole(token: str) -> None:
    gone = city.published_penalty(1)
    stays = city.published_penalty(2)
    withdraw(gone)
    answer = get("/changes/snapshot", token)
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    head, line, end = (json.loads(text) for text in b"".join(answer.streaming_content).splitlines())
    assert (head["through"], end) == (3, {"end": True, "count": 1})
    assert line["record"] == str(stays)
    assert line["document"]["record"] == str(stays)
    assert head["digest"] == partners.digest_of([line["element"]])


def test_the_whole_is_taken_so_many_times_a_day_and_no_more(token: str) -> None:
    codes = [get("/changes/snapshot", token).status_code for _ in range(25)]
    assert codes == [200] * 24 + [429]
    assert get("/changes", token).status_code == 200, "keeping up goes on"


def test_what_is_over_is_hidden_without_a_line_and_said_on_asking(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = city.published_penalty(1)
    withdraw(city.published_penalty(2))

    def told() -> list[str]:
        answer = get("/changes/hidden", token)
        _, *lines, end = (json.loads(text) for text in b"".join(answer.streaming_content).splitlines())  # fmt: skip
        assert end == {"end": True, "count": len(lines)}
        return [line["record"] for line in lines]

    assert told() == [], "what left is no more in the set, and is told by its line"
    last = city.public(1)[0].shown_until
    assert last is not None
    monkeypatch.setattr(timezone, "now", lambda: datetime(last.year, last.month, last.day, 4, tzinfo=UTC))  # fmt: skip
    assert told() == [str(record)]
    assert get("/changes", token).json()["lines"][0]["document"] is None


def test_what_a_copy_says_is_kept_and_answered(token: str) -> None:
    city.published_penalty(1)
    ours = get("/changes", token).json()["lines"][0]["digest"]
    equal = post({"through": 1, "digest": ours}, token).json()
    assert equal == {"through": 1, "equal": True, "digest": ours, "next_zh": "", "next_en": ""}
    differs = post({"through": 1, "digest": "0" * 64}, token).json()
    assert (differs["equal"], differs["digest"]) == (False, ours)
    assert "snapshot" in differs["next_en"]
    assert SetComparison.objects.count() == 2
    assert post({"through": 2, "digest": ours}, token).status_code == 409


@pytest.mark.parametrize(
    "body",
    [{"through": 1}, {"through": -1, "digest": "0" * 64}, {"through": 1, "digest": "X" * 64}, {"through": 1, "digest": "0" * 64, "more": 1}],
)  # fmt: skip
def test_what_is_no_acknowledgement_is_refused(token: str, body: object) -> None:
    assert post(body, token).status_code == 400


def note(path: str) -> list[str]:
    answer = get(path)
    assert answer.status_code == 200
    text = notes.verified(answer.content.decode(), journal.verifier())
    return text.splitlines()


def test_anybody_asks_whether_a_copy_stands_and_says_not_which() -> None:
    record = city.published_penalty(1)
    withdraw(record)
    whole = hashlib.sha256(f"gongxin/stale/v1\n{record}/1".encode()).hexdigest()
    head = note("/stale")
    assert head[0] == "gongxin/xingning/stale list"
    said = dict(line.split(" ", 1) for line in head[1:])
    listed = get(f"/stale/list?through={said['through']}")
    text = b"".join(listed.streaming_content)
    assert (text.decode(), said["count"]) == (whole + "\n", "1")
    assert hashlib.sha256(text).hexdigest() == said["sha256"]
    found = note(f"/stale/{whole[:3]}")
    assert found[:2] == [f"gongxin/xingning/stale {whole[:3]}", f"through {said['through']}"]
    assert f"{whole[3:]}:1" in found
    other = note("/stale/00" if whole[:2] != "00" else "/stale/01")
    assert len(other) == len(found), "an answer that finds nothing looks like one that does"


@pytest.mark.parametrize("prefix", ["a", "abcdef", "XYZ", "ab%20"])
def test_what_is_no_prefix_is_refused(prefix: str) -> None:
    answer = get(f"/stale/{prefix}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "stale.prefix")


def test_the_register_of_those_who_hold_copies_is_public(token: str) -> None:
    for path in ("/partners", "/en/partners"):
        page = Client().get(path).content.decode()
        assert "共享协议〔2026〕1号" in page
        assert token not in page
    assert "测试银行" in Client().get("/partners").content.decode()
    assert "Test bank" in Client().get("/en/partners").content.decode()
