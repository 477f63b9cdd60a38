"""A department's program sends batches over the API: once, with its key, and reads what became of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import conveyor, queries
from tests.builders import city, files, machines, matching, returns
from tests.builders.machines import Issued

CSV, NDJSON, XLSX = (
    "text/csv",
    "application/x-ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
ADDRESS = "/api/v1/batches"


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1, 2)
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


@pytest.fixture
def key() -> Issued:
    return machines.issued_key()


def penalties(*serials: int, **changes: str) -> bytes:
    return files.table(
        [files.penalty(s, authority_code=city.samr_code(), **changes) for s in serials]
    )


class Program:
    """A department's program: it knows an address and a key, and nothing of us."""

    def __init__(self, secret: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"}

    def send(
        self,
        content: bytes,
        kind: str = CSV,
        *,
        query: str = "item=penalty",
        token: str | None = None,
        **headers: str,
    ) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        sent = {**self.headers, "Idempotency-Key": token or str(uuid4()), **headers}
        answer = self.client.post(f"{ADDRESS}?{query}", content, content_type=kind, headers=sent)
        return answer.status_code, answer.json(), answer.headers

    def get(self, address: str) -> tuple[int, dict[str, Any]]:
        answer = self.client.get(address, headers=self.headers)
        return answer.status_code, answer.json()


def finished(batch: str) -> None:
    """What the worker does in its next round."""
    conveyor.process(batch=UUID(batch), by="system", now=timezone.now())


def code(document: Mapping[str, Any]) -> str:
    return str(document["error"]["code"])


def test_a_file_is_acknowledged_at_once_and_its_receipt_says_what_became_of_it(key: Issued) -> None:
    program = Program(key.secret)
    content = penalties(1, 2)
    status, answer, headers = program.send(content)
    assert status == 202
    assert answer == {
        "batch": answer["batch"],
        "item": "penalty",
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": 2,
    }
    assert headers["Location"] == f"{ADDRESS}/{answer['batch']}"
    assert program.get(headers["Location"])[1]["status"] == "received"
    finished(answer["batch"])
    status, receipt = program.get(headers["Location"])
    assert status == 200
    assert {
        name: receipt[name]
        for name in ("status", "rows", "admitted", "held", "rejected", "duplicates", "released")
    } == {
        "status": "finished", "rows": 2, "admitted": 2, "held": 0, "rejected": 0, "duplicates": 0, "released": False,
    }  # fmt: skip


def test_what_a_program_sent_is_released_by_a_person_alone(key: Issued) -> None:
    _, answer, _ = Program(key.secret).send(penalties(1))
    finished(answer["batch"])
    receipt = queries.receipt(UUID(answer["batch"]), scope="samr")
    assert receipt.submitted_by == key.card.account == "samr.key.1"
    with pytest.raises(Exception, match="may not release"):
        city.release(receipt, by=key.card.account)
    assert city.release(receipt) == 1


def test_json_lines_and_a_form_and_a_workbook_are_the_same_facts(key: Issued) -> None:
    program = Program(key.secret)
    row = files.penalty(1, authority_code=city.samr_code())
    lines = json.dumps(row, ensure_ascii=False).encode()
    _, first, _ = program.send(lines, NDJSON)
    finished(first["batch"])
    form = {"file": SimpleUploadedFile("处罚.csv", files.table([row]), CSV)}
    answer = program.client.post(
        f"{ADDRESS}?item=penalty",
        form,
        headers={**program.headers, "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code == 202
    finished(answer.json()["batch"])
    assert program.get(f"{ADDRESS}/{first['batch']}")[1]["admitted"] == 1
    assert program.get(f"{ADDRESS}/{answer.json()['batch']}")[1]["duplicates"] == 1


def test_the_same_request_is_the_same_batch_for_ever_and_another_one_is_refused(
    key: Issued,
) -> None:
    program, content = Program(key.secret), penalties(1)
    first = program.send(content, token="2026-06-01/1")
    again = program.send(content, token="2026-06-01/1")
    assert first[:2] == again[:2]
    assert first[2]["Location"] == again[2]["Location"]
    for other in (
        program.send(penalties(2), token="2026-06-01/1"),
        program.send(content, query="item=penalty&encoding=utf-8", token="2026-06-01/1"),
        program.send(content, query="item=licence", token="2026-06-01/1"),
    ):
        assert (other[0], code(other[1])) == (409, "request.idempotency_conflict")
    with acting_for(EVERY_AGENCY):
        assert len({first[1]["batch"], again[1]["batch"]}) == 1


def test_a_renewed_key_of_the_agency_does_not_send_anything_twice(key: Issued) -> None:
    first = Program(key.secret).send(penalties(1), token="one-of-june")
    renewed = machines.issued_key(label="执法办案系统（续）")
    assert Program(renewed.secret).send(penalties(1), token="one-of-june")[:2] == first[:2]


def test_two_agencies_may_use_the_same_idempotency_key(key: Issued) -> None:
    theirs = machines.issued_key("emergency")
    ours = Program(key.secret).send(penalties(1), token="0000000001")
    assert ours[0] == 202
    assert Program(theirs.secret).send(penalties(2), token="0000000001")[0] == 202


def test_a_refused_file_leaves_its_key_free_for_the_corrected_one(key: Issued) -> None:
    program = Program(key.secret)
    status, answer, _ = program.send(b"a,b\r\n1,2\r\n", token="first-try-of-may")
    assert (status, code(answer)) == (422, "file.header")
    assert program.send(penalties(1), token="first-try-of-may")[0] == 202


@pytest.mark.parametrize("token", ["", "short", "with a space", "x" * 201, "中文键中文键中文键"])
def test_without_a_fit_idempotency_key_nothing_is_taken(key: Issued, token: str) -> None:
    headers = {**Program(key.secret).headers, **({"Idempotency-Key": token} if token else {})}
    answer = Client().post(
        f"{ADDRESS}?item=penalty", penalties(1), content_type=CSV, headers=headers
    )
    assert (answer.status_code, code(answer.json())) == (400, "request.idempotency_key")


def test_the_rows_come_in_pages_each_with_its_outcome(key: Issued) -> None:
    program = Program(key.secret)
    wrong = files.penalty(2, authority_code=city.samr_code(), 处罚决定日期="2026-13-40")
    content = files.table(
        [
            files.penalty(1, authority_code=city.samr_code()),
            wrong,
            files.penalty(3, authority_code=city.samr_code()),  # nobody registered it
        ]
    )
    _, answer, _ = program.send(content)
    waiting = program.get(f"{ADDRESS}/{answer['batch']}/rows")[1]["rows"]
    assert [row["outcome"] for row in waiting] == ["waiting"] * 3
    finished(answer["batch"])
    _, first = program.get(f"{ADDRESS}/{answer['batch']}/rows?limit=2")
    _, rest = program.get(f"{ADDRESS}/{answer['batch']}/rows?limit=2&after={first['next']}")
    assert [row["outcome"] for row in (*first["rows"], *rest["rows"])] == [
        "admitted", "rejected", "held",
    ]  # fmt: skip
    assert (first["next"], rest["next"]) == (2, None)
    assert "date.impossible" in first["rows"][1]["codes"]
    assert first["rows"] + rest["rows"] == queries.rows(UUID(answer["batch"]), scope="samr")
    _, receipt = program.get(f"{ADDRESS}/{answer['batch']}")
    assert {cause["code"] for cause in receipt["causes"]} >= {"date.impossible"}


def test_another_agencys_batch_is_not_there(key: Issued) -> None:
    _, answer, _ = Program(key.secret).send(penalties(1))
    theirs = Program(machines.issued_key("emergency").secret)
    for batch in (answer["batch"], str(uuid4())):
        for address in (f"{ADDRESS}/{batch}", f"{ADDRESS}/{batch}/rows"):
            status, document = theirs.get(address)
            assert (status, code(document)) == (404, "not_found")


def test_each_look_at_a_receipt_is_an_event(key: Issued) -> None:
    from django.db import connection  # noqa: PLC0415

    program = Program(key.secret)
    _, answer, _ = program.send(penalties(1))
    program.get(f"{ADDRESS}/{answer['batch']}")
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, action, shown FROM disclosures_staffread WHERE account = %s",
            [key.card.account],
        )
        assert cursor.fetchall() == [("samr.key.1", "api.batch.read", [answer["batch"]])]


def test_a_program_that_sends_again_what_left_is_told_of_the_certificate(key: Issued) -> None:
    """A county's machine gets its notice in the answer itself: what is held, and by what it may come back."""
    program = Program(key.secret)
    returns.left(61)
    content = files.table([matching.row_of(61)])
    _, answer, _ = program.send(content)
    finished(answer["batch"])
    _, receipt = program.get(f"{ADDRESS}/{answer['batch']}")
    (cause,) = [one for one in receipt["causes"] if one["code"] == "record.contested"]
    assert (cause["rows"], cause["examples"]) == (1, [1])
    assert "由本单位复核人出具证明" in cause["remedy"]
    assert "a reviewer of your agency certifies it" in cause["remedy_en"]
