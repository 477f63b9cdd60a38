"""A1: what a key opens, what it does not, and what whoever holds none learns."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.agencies import keys
from gongxin.agencies.key_reading import key as read_key
from gongxin.agencies.scope import acting_for
from tests.builders import city, files, machines

ADDRESS = "/api/v1/batches"


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


def send(headers: dict[str, str], *, address: str = "127.0.0.1", item: str = "penalty") -> Any:
    content = files.table([files.penalty(1, authority_code=city.samr_code())])
    return Client(REMOTE_ADDR=address).post(
        f"{ADDRESS}?item={item}",
        content,
        content_type="text/csv",
        headers={"Idempotency-Key": str(uuid4()), **headers},
    )


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def expired() -> str:
    issued = machines.issued_key()
    from gongxin.agencies.models import Key  # noqa: PLC0415  time passes

    with acting_for("samr"):
        Key.objects.filter(pk=issued.card.id).update(ends_date=timezone.localdate())
    return issued.secret


def revoked() -> str:
    issued = machines.issued_key()
    machines.revoke(issued.card.id)
    return issued.secret


WRONG: dict[str, Callable[[], dict[str, str]]] = {
    "none": dict,
    "empty": lambda: bearer(""),
    "unknown": lambda: bearer(keys.new_secret()),
    "expired": lambda: bearer(expired()),
    "revoked": lambda: bearer(revoked()),
    "not collected": lambda: (machines.approved_key(), bearer("gx_"))[1],
    "its number": lambda: bearer(str(machines.issued_key().card.id)),
    "its digest": lambda: bearer(keys.digest(machines.issued_key().secret).hex()),
    "cut short": lambda: bearer(machines.issued_key().secret[:-1]),
    "in another case": lambda: bearer(machines.issued_key().secret.swapcase()),
    "a token that signs nothing": lambda: bearer("eyJhbGciOiJub25lIn0.e30."),
    "no base64": lambda: {"Authorization": "Basic ???"},
    "another scheme": lambda: {"Authorization": f"Digest {machines.issued_key().secret}"},
}


@pytest.mark.parametrize("how", WRONG)
def test_every_key_that_opens_nothing_gets_the_same_answer(how: str) -> None:
    first = send({})
    answer = send(WRONG[how]())
    assert answer.status_code == 401
    assert answer.content == first.content
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="gongxin"'
    for address in (f"{ADDRESS}/{uuid4()}", f"{ADDRESS}/{uuid4()}/rows?limit=-1"):
        seen = Client().get(address, headers=WRONG[how]())
        assert (seen.status_code, seen.content) == (401, first.content)


def test_a_key_comes_as_bearer_as_header_or_as_a_password_and_never_in_the_address() -> None:
    secret = machines.issued_key().secret
    basic = b64encode(f"samr:{secret}".encode()).decode()
    for headers in (bearer(secret), {"X-API-Key": secret}, {"Authorization": f"Basic {basic}"}):
        assert send(headers).status_code == 202
    answer = Client().get(f"{ADDRESS}/{uuid4()}?key={secret}")
    assert answer.status_code in {400, 401}


def test_a_right_key_from_elsewhere_is_told_so() -> None:
    secret = machines.issued_key(addresses=("203.0.113.0/24", "2001:db8::/32")).secret
    assert send(bearer(secret), address="203.0.113.9").status_code == 202
    assert send(bearer(secret), address="::ffff:203.0.113.9").status_code == 202
    assert send(bearer(secret), address="2001:db8::7").status_code == 202
    for address in ("203.0.114.9", "127.0.0.1", "2001:db9::7", ""):
        answer = send(bearer(secret), address=address)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "key.address")
    spoofed = {**bearer(secret), "X-Forwarded-For": "203.0.113.9"}
    assert send(spoofed, address="198.51.100.1").status_code == 403


def test_a_key_is_for_its_acts_and_items_alone() -> None:
    reading = machines.issued_key(scopes=("read",)).secret
    answer = send(bearer(reading))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "key.scope")
    sending = machines.issued_key(scopes=("submit",), label="只报送").secret
    assert Client().get(f"{ADDRESS}/{uuid4()}", headers=bearer(sending)).status_code == 403
    answer = send(bearer(sending), item="registration")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "key.scope")


def test_a_key_that_is_revoked_opens_nothing_at_the_next_request() -> None:
    issued = machines.issued_key()
    assert send(bearer(issued.secret)).status_code == 202
    machines.revoke(issued.card.id)
    assert send(bearer(issued.secret)).status_code == 401


def test_the_quota_of_a_key_is_exact_and_says_when_to_come_again() -> None:
    secret = machines.issued_key(per_minute=3, per_day=3).secret
    statuses = [Client().get(f"{ADDRESS}/{uuid4()}", headers=bearer(secret)) for _ in range(4)]
    assert [answer.status_code for answer in statuses] == [404, 404, 404, 429]
    refused = statuses[-1]
    assert refused.json()["error"]["code"] == "request.too_many"
    assert 0 < int(refused.headers["Retry-After"]) <= 86_400
    other = machines.issued_key(label="另一个系统").secret
    assert Client().get(f"{ADDRESS}/{uuid4()}", headers=bearer(other)).status_code == 404


def test_whoever_tries_keys_is_stopped() -> None:
    answers = [send(bearer(keys.new_secret()), address="198.51.100.77") for _ in range(62)]
    assert [answer.status_code for answer in answers[:60]] == [401] * 60
    assert {answer.status_code for answer in answers[60:]} == {429}
    assert send({}, address="198.51.100.78").status_code == 401


def test_its_last_use_is_kept_to_the_minute() -> None:
    issued = machines.issued_key()
    before = timezone.now() - timedelta(seconds=1)
    send(bearer(issued.secret))
    with acting_for("samr"):
        used = read_key(issued.card.id, timezone.localdate())
    assert used is not None
    assert used.last_used_at is not None
    assert used.last_used_at > before
