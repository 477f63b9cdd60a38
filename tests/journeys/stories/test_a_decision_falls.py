"""Two stories over HTTP, with the server, the worker, a bank's program and another bank's server as processes of their own.

A court revokes a penalty: it is gone from every way to read it, everybody who held it is told, and each answers. A small company
says of a record that it is not its own: it is gone at the next request, and the same file, sent again two weeks later, brings nothing back.
"""

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gongxin.cases import queries
from gongxin.cases.kinds import Event, Kind, Party
from gongxin.exchange.queries import recalls
from tests.builders import cases, city, files, holders, machines, owners, partners
from tests.builders.serving import Bank, Platform, Visitor, platform_of, published
from tests.databases import Database
from tests.journeys.stories.visiting import EVERYWHERE, NOWHERE, acknowledged, is_read, signed_in

COMPANY = 2
PATIENCE = 120  # seconds; the worker looks at least twice a minute


@pytest.fixture
def platform(fresh_city: Database) -> Iterator[Platform]:
    with platform_of(fresh_city) as made:
        yield made


@pytest.fixture
def bank(platform: Platform, tmp_path: Path) -> Bank:
    return Bank(platform.address, partners.admitted("bank-a")[1], tmp_path / "copy.sqlite3")


def comes(true: Callable[[], object]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.5)
    return False


def test_a_court_revokes_a_penalty_and_whoever_held_it_is_told_and_answers(
    platform: Platform, bank: Bank
) -> None:
    today = timezone.localdate()
    record = published(1, today)
    with holders.consumer() as other:
        holders.partner("bank-b", webhook=other.url)
        holders.give("bank-b", [(record, 1)])
        with platform.serving(), platform.working():
            visitor = Visitor(platform.address)
            assert is_read(visitor, record, 1) == EVERYWHERE
            assert bank.run().returncode == 0
            assert set(bank.held()) == {record}

            now = timezone.now()
            case = cases.revocation(record, now=now)
            cases.step(case, Event.CARRY_OUT, Party.PLATFORM, now=now)
            assert is_read(visitor, record, 1) == NOWHERE
            notices = visitor.get("/revocations")[1]
            assert "（2026）行复第7号" in notices
            assert files.body_name(1) not in notices, "no party and no facts"

            # One bank is told by the worker and answers, signed; the other was away and comes for it.
            assert comes(lambda: other.came), "nobody was told"
            (told,) = other.documents[0]["recalls"]
            assert (told["statement"]["class"], told["statement"]["record"]) == ("A", str(record))
            assert (
                acknowledged(platform, told["statement"]["id"], "deleted")["outcome"] == "deleted"
            )
            assert bank.run().returncode == 0
            assert bank.held() == {}
    found = recalls.map_of_subject(cases.subject(1), timezone.now())
    assert (found.told, found.confirmed, found.late) == (2, 2, 0)


def test_a_small_company_says_not_us_and_the_same_file_brings_nothing_back(
    platform: Platform, bank: Bank
) -> None:
    today = timezone.localdate()
    record = published(COMPANY, today)
    # It was registered after the decision: whoever was fined, it was somebody else.
    founded = files.table(
        [files.registered(COMPANY, reg_date=(today - timedelta(days=1)).isoformat())]
    )
    assert city.send(founded, item="registration", today=today).held == 0
    keys = owners.opened(COMPANY)
    with platform.serving():
        assert bank.run().returncode == 0
        company = signed_in(platform, keys, COMPANY)
        status, page = company.send(
            f"/mine/records/{record}/not-us", {"text": "我们当时还没有成立"}
        )
        assert (status, "不是我们" in page) == (200, True), page.partition("<main")[2]
        anybody = Visitor(platform.address)
        assert is_read(anybody, record, COMPANY) == NOWHERE, "no worker runs"
        assert bank.run().returncode == 0
        assert bank.held() == {}

        (case,) = queries.cases_of(cases.subject(COMPANY))
        assert case.kind is Kind.NOT_US
        now = timezone.now()
        cases.step(cases.forwarded(case.id, now=now), Event.UPHOLD, Party.PROVIDER, now=now)

    # Two weeks later the agency's machine sends the same file again.
    later = timezone.now() + timedelta(days=14)
    key = machines.issued_key("samr")
    with platform.serving(since=later), platform.working(since=later):
        receipt = sent_again(platform, key.secret, the_file(today))
        assert (receipt["held"], receipt["admitted"]) == (1, 0)
        (cause,) = [one for one in receipt["causes"] if one["code"] == "record.contested"]
        assert "a reviewer of your agency certifies it" in cause["remedy_en"], "the agency is told"
        assert is_read(Visitor(platform.address), record, COMPANY) == NOWHERE
        assert bank.run(since=later).returncode == 0
        assert bank.held() == {}


def the_file(day: date) -> bytes:
    """The file of `published`, word for word."""
    row = files.penalty(
        COMPANY,
        authority_code=city.samr_code(),
        处罚决定日期=(day - timedelta(days=3)).isoformat(),
        处罚有效期=(day + timedelta(days=300)).isoformat(),
    )
    return files.table([row])


def sent_again(platform: Platform, secret: str, content: bytes) -> Any:
    """As the agency's program sends it; the receipt once the worker has been through it."""
    headers = {"Authorization": f"Bearer {secret}"}
    sending = {**headers, "Content-Type": "text/csv", "Idempotency-Key": str(uuid4())}
    address = f"{platform.address}/api/v1/batches"
    request = urllib.request.Request(f"{address}?item=penalty", data=content, headers=sending)
    with urllib.request.urlopen(request, timeout=30) as answer:
        batch = json.loads(answer.read())["batch"]
    asking = urllib.request.Request(f"{address}/{batch}", headers=headers)

    def receipt() -> Any:
        with urllib.request.urlopen(asking, timeout=30) as answer:
            found = json.loads(answer.read())
        return found if found["status"] == "finished" else None

    assert comes(receipt), "the worker takes it up"
    return receipt()
