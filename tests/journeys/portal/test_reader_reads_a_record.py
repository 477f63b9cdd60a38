"""Somebody reads a record: who decided, why it is public, until when, what can be done; and it leaves by itself."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from gongxin.records import actions as records
from gongxin.subjects import queries as subjects
from tests.builders import city, files
from tests.builders.codes import unified_code
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")

DECIDED = date(2026, 5, 6)  # of the builder's penalty, a fine: general class
LAST = date(2027, 5, 5)  # Order 36: at most one year from the day of the decision
GONE = date(2027, 5, 6)


def page_of(serial: int) -> str:
    found = subjects.organisation_by_code(unified_code(serial))
    assert found is not None
    return f"/o/{found.public_id}"


@pytest.fixture
def record() -> UUID:
    return city.published_penalty(1)


def test_a_record_says_who_decided_why_it_is_public_and_until_when(
    client: Client, record: UUID
) -> None:
    for address in (page_of(1), f"/r/{record}"):
        text = client.get(address).text
        assert "构市监罚〔2026〕1号" in text
        assert "公开到" in text
        assert f'<time datetime="{LAST.isoformat()}">' in text
        assert "第36号" in text
        assert "异议和修复都不收费" in text
        assert "2,000 元" in text


def test_nothing_of_the_legal_representative_is_on_a_page(client: Client, record: UUID) -> None:
    for address in (page_of(1), f"/r/{record}"):
        assert files.PENALTY["法定代表人"] not in client.get(address).text


def test_a_record_leaves_on_its_day_and_no_job_has_run(
    client: Client, record: UUID, on_day: SetDay
) -> None:
    on_day(LAST)
    assert client.get(f"/r/{record}").status_code == 200
    assert "构市监罚" in client.get(page_of(1)).text
    on_day(GONE)
    assert client.get(f"/r/{record}").status_code == 404
    assert "构市监罚" not in client.get(page_of(1)).text


def test_a_record_not_yet_released_is_on_no_page(client: Client) -> None:
    city.register(1)
    city.penalise(1)
    assert "构市监罚" not in client.get(page_of(1)).text


@pytest.mark.parametrize("end", [records.withdraw, records.repair])
def test_a_withdrawn_or_repaired_record_is_gone_at_the_next_request_and_on_every_day(
    client: Client, record: UUID, settings: Settings, end: object
) -> None:
    settings.GONGXIN_MODE = "demo"
    assert client.get(f"/r/{record}").status_code == 200
    assert callable(end)
    end(record=record, reason="decision set aside", by="samr.clerk", now=city.NOW)
    for offset in range(-40, 400, 20):
        day = (city.TODAY + timedelta(days=offset)).isoformat()
        assert client.get(f"/r/{record}?day={day}").status_code == 404
        assert "构市监罚" not in client.get(f"{page_of(1)}?day={day}").text


def test_a_disputed_record_says_so(client: Client, record: UUID) -> None:
    records.place_mark(
        record=record, kind="disputed", basis="case-1", by="samr.clerk", now=city.NOW
    )
    for address in (page_of(1), f"/r/{record}"):
        assert "异议处理中" in client.get(address).text


def test_an_absent_a_hidden_and_an_ended_record_look_the_same(
    client: Client, record: UUID, on_day: SetDay
) -> None:
    absent = client.get("/r/00000000-0000-4000-8000-000000000000")
    on_day(GONE)
    ended = client.get(f"/r/{record}")
    assert absent.status_code == ended.status_code == 404
    assert absent.text.replace("00000000-0000-4000-8000-000000000000", str(record)) == ended.text


def test_the_demo_alone_may_look_at_another_day(
    client: Client, record: UUID, settings: Settings
) -> None:
    assert django_settings.GONGXIN_MODE != "demo"
    gone = f"{page_of(1)}?day={GONE.isoformat()}"
    assert "构市监罚" in client.get(gone).text
    assert 'name="day"' not in client.get(gone).text
    settings.GONGXIN_MODE = "demo"
    assert "构市监罚" not in client.get(gone).text
    assert 'name="day"' in client.get(gone).text
    assert "构市监罚" in client.get(f"{page_of(1)}?day={LAST.isoformat()}").text


@pytest.mark.parametrize(
    "day", ["2026-02-30", "yesterday", "9999-12-31", "0001-01-01", "２０２６-06-01"]
)
def test_a_day_that_cannot_be_read_shows_today_and_says_so(
    client: Client, record: UUID, settings: Settings, day: str
) -> None:
    settings.GONGXIN_MODE = "demo"
    text = client.get(page_of(1), {"day": day}).text
    assert "看不懂这个日期" in text
    assert "构市监罚" in text
