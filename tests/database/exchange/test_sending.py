"""Recalls on their way: signed messages to a real server, attempts that come to nothing, addresses that must not be written to."""

import base64
import ipaddress
import socket
import threading
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone

from gongxin.disclosures.models import Given
from gongxin.disclosures.purposes import Channel
from gongxin.exchange import keys, sending, signatures, statements, webhook
from gongxin.exchange.queries import recalls
from gongxin.exchange.queries.recalls import Stands
from gongxin.exchange.recalls import Recipient, State
from gongxin.exchange.signatures import Message
from gongxin.exchange.webhook import NotDelivered, is_public
from gongxin.records import actions as records
from tests.builders import city, holders

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> UUID:
    city.city_hall()
    return city.published_penalty(1)


def told(record: UUID, *names: str) -> None:
    for name in names:
        holders.give(name, [(record, 1)])


def withdraw(record: UUID) -> None:
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())


def stands(name: str, now: Any = None) -> list[Stands]:
    found = recalls.of_recipient(Recipient("partner", name))
    return recalls.with_standing(found, now or timezone.now())


def send(**more: Any) -> sending.Sent:
    return sending.send_due(by="system", now=more.pop("now", timezone.now()), **more)


def test_a_recall_arrives_signed_by_the_platform(record: UUID) -> None:
    with holders.consumer() as bank:
        holders.partner("bank-a", webhook=bank.url)
        told(record, "bank-a")
        withdraw(record)
        assert send() == sending.Sent(delivered=1)
        assert send() == sending.Sent()  # it was taken: not again
    ((fields, body),) = bank.came
    message = Message("POST", "/recalls", fields["host"], fields, body)
    verified = signatures.verify(message, public_key=keys.public_key())
    assert verified.keyid == statements.key_id(keys.public_key())
    (envelope,) = bank.documents[0]["recalls"]
    assert statements.holds(envelope, keys.public_key())
    told_ = envelope["statement"]
    (owed,) = stands("bank-a")
    assert told_ == {
        "type": "gongxin-recall-1",
        "id": str(owed.recall.id),
        "platform": "xingning",
        "recipient": "bank-a",
        "class": "A",
        "sequence": owed.recall.sequence,
        "record": str(record),
        "bad_versions": [1],
        "now": None,
        "opened_at": statements.instant(owed.recall.opened_at),
        "act_by": owed.act_by.isoformat() if owed.act_by else None,
        "as_of": told_["as_of"],
    }
    assert owed.standing.state is State.DELIVERED
    for name in told_:  # every part is under the signature
        assert not statements.holds(
            {**envelope, "statement": {**told_, name: "x"}}, keys.public_key()
        )


def test_what_is_true_now_comes_with_it_and_leaves_an_edge_once(record: UUID) -> None:
    with holders.consumer() as bank:
        holders.partner("bank-a", webhook=bank.url)
        told(record, "bank-a")
        records.place_mark(
            record=record, kind="disputed", basis="1", by="samr.clerk", now=timezone.now()
        )
        send()
    now = bank.documents[0]["recalls"][0]["statement"]["now"]
    assert now["number"] == 1
    assert [mark["kind"] for mark in now["document"]["marks"]] == ["disputed"]
    # The version was given before: no second edge says so.
    assert Given.objects.filter(record=record, disclosure__recipient="bank-a").count() == 1
    assert not Given.objects.filter(disclosure__channel=Channel.RECALL).exists()


def test_an_attempt_that_fails_is_tried_again_later_and_later(record: UUID) -> None:
    begun = timezone.now()
    with holders.consumer(503) as bank:
        holders.partner("bank-a", webhook=bank.url)
        told(record, "bank-a")
        withdraw(record)
        assert send(now=begun + timedelta(seconds=1)) == sending.Sent(failed=1)
        assert send(now=begun + timedelta(seconds=50)) == sending.Sent()
        assert send(now=begun + timedelta(seconds=62)) == sending.Sent(failed=1)
        assert send(now=begun + timedelta(seconds=150)) == sending.Sent()
        (found,) = stands("bank-a", begun + timedelta(seconds=151))
        assert (found.standing.state, found.standing.failures) == (State.RETRYING, 2)
        assert {one.code for one in found.happened} == {"status_503"}
        assert found.standing.next_attempt_at == begun + timedelta(seconds=182)
        bank.answer = 200
        assert send(now=begun + timedelta(seconds=183)) == sending.Sent(delivered=1)
    (found,) = stands("bank-a", begun + timedelta(seconds=184))
    assert (found.standing.state, found.standing.next_attempt_at) == (State.DELIVERED, None)


def test_what_is_due_is_what_the_rule_says(record: UUID) -> None:
    """The SQL that chooses and the rule that explains agree over 8 days of a partner that is away."""
    begun = timezone.now()
    holders.partner("bank-a", webhook="http://127.0.0.1:9/none")
    told(record, "bank-a")
    withdraw(record)

    def away(*_of: object, **_how: object) -> None:
        raise NotDelivered("not_reached")

    moment, sent = begun + timedelta(seconds=1), 0
    while moment < begun + timedelta(days=8):
        (before,) = stands("bank-a", moment)
        following = before.standing.next_attempt_at
        is_due = following is not None and following <= moment
        assert (send(now=moment, post=away).failed == 1) == is_due, moment - begun
        sent += is_due
        moment += max((moment - begun) / 8, timedelta(seconds=20))
    assert sent > 15
    assert stands("bank-a", moment)[0].standing.next_attempt_at is None


def test_a_partner_that_is_away_does_not_keep_another(record: UUID) -> None:
    with holders.consumer(500) as away, holders.consumer() as there:
        holders.partner("bank-a", webhook=away.url)
        holders.partner("bank-b", webhook=there.url)
        holders.partner("bank-c")  # fetches
        told(record, "bank-a", "bank-b", "bank-c")
        withdraw(record)
        assert send() == sending.Sent(delivered=1, failed=1)
    assert [stands(f"bank-{x}")[0].standing.state for x in "abc"] == [
        State.RETRYING,
        State.DELIVERED,
        State.WAITING,
    ]


def test_a_redirect_is_not_followed(record: UUID) -> None:
    with holders.consumer() as other, holders.consumer(307, location=other.url) as bank:
        holders.partner("bank-a", webhook=bank.url)
        told(record, "bank-a")
        withdraw(record)
        assert send() == sending.Sent(failed=1)
        assert len(bank.came) == 1
        assert other.came == []
    assert stands("bank-a")[0].happened[0].code == "status_307"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://127.0.0.1/", "private_address"),
        ("https://localhost/", "private_address"),
        ("https://10.0.0.5/", "private_address"),
        ("https://192.168.1.1/", "private_address"),
        ("https://172.16.0.1/", "private_address"),
        ("https://169.254.169.254/latest/meta-data", "private_address"),
        ("https://100.64.0.1/", "private_address"),
        ("https://0.0.0.0/", "private_address"),
        ("https://224.0.0.1/", "private_address"),
        ("https://255.255.255.255/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[fe80::1]/", "private_address"),
        ("https://[fd00::1]/", "private_address"),
        ("https://[::ffff:10.0.0.5]/", "private_address"),
        ("https://[::ffff:127.0.0.1]/", "private_address"),
        ("https://[64:ff9b::a00:5]/", "private_address"),
        ("https://[2002:a00:5::1]/", "private_address"),
        ("https://2130706433/", "private_address"),  # 127.0.0.1 as one number
        ("https://127.1/", "private_address"),
        ("http://127.0.0.1:8000/", "address"),
        ("http://bank.example/", "address"),
        ("https://user:secret@bank.example/", "address"),
        ("ftp://bank.example/", "address"),
        ("file:///etc/passwd", "address"),
        ("https:///", "address"),
        ("https://bank.example:99999/", "address"),
    ],
)
def test_an_address_inside_is_never_written_to(url: str, code: str) -> None:
    with pytest.raises(NotDelivered) as refused:
        webhook.post(url, body=b"{}", fields={}, loopback=False)
    assert refused.value.code == code


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a name that leads outside and inside nothing is tried, and what was looked up is what is connected to."""

    def lookup(*_of: object, **_how: object) -> list[tuple[Any, ...]]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in ("8.8.8.8", "10.0.0.5")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(NotDelivered, match="private_address"):
        webhook.post("https://bank.example/", body=b"{}", fields={}, loopback=False)


def test_the_connection_goes_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, int]] = []

    def lookup(*_of: object, **_how: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.4.4", 443))]

    def connect(address: tuple[str, int], **_how: object) -> socket.socket:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotDelivered, match="not_reached"):
        webhook.post("https://bank.example/", body=b"{}", fields={}, loopback=False)
    assert asked == [("8.8.4.4", 443)]  # the name is not looked up a second time


def test_public_addresses_are_public() -> None:
    for text in ("8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"):
        assert is_public(ipaddress.ip_address(text)), text


def test_an_answer_that_drips_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte every tenth of a second never times out by itself; the attempt as a whole does."""
    monkeypatch.setattr(webhook, "WHOLE_SECONDS", 0.6)
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        held, _from = listener.accept()
        with held:
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100:
                if over.is_set():
                    return
                try:
                    held.send(bytes([byte]))
                except OSError:
                    return
                time.sleep(0.1)

    thread = threading.Thread(target=drip)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    try:
        with pytest.raises(NotDelivered):
            webhook.post(url, body=b"{}", fields={}, loopback=True)
    finally:
        over.set()
        thread.join()
        listener.close()


def test_in_production_this_machine_is_no_partner(
    record: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GONGXIN_MODE", "production")
    with holders.consumer() as bank:
        holders.partner("bank-a", webhook=bank.url)
        told(record, "bank-a")
        withdraw(record)
        assert send() == sending.Sent(failed=1)
        assert bank.came == []
    assert stands("bank-a")[0].happened[0].code == "address"


def test_the_key_is_published_as_programs_read_it() -> None:
    (key,) = statements.key_set(keys.public_key())["keys"]
    x = base64.urlsafe_b64decode(key["x"] + "=")
    assert x == keys.public_key()
    assert key["kid"] == statements.key_id(x)
