"""Limits of requests: exact under threads, no address stored, forgotten the next day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from gongxin.limits import counting as limits
from gongxin.limits.counting import Window
from tests.databases import Database

NOW = datetime(2026, 6, 1, 2, 0, 0, tzinfo=UTC)  # the first second of a minute
TODAY = date(2026, 6, 1)
ADDRESS = "203.0.113.7"


@pytest.fixture
def ten_a_minute(settings: Settings) -> None:
    settings.LIMITS = MappingProxyType({"page": (Window(60, 10), Window(86_400, 25))})


def asked(seconds: int = 0, address: str = ADDRESS, day: date = TODAY) -> int:
    now = NOW + (day - TODAY) + timedelta(seconds=seconds)
    return limits.wait_seconds(kind="page", address=address, now=now, today=day)


@pytest.mark.django_db
@pytest.mark.usefixtures("ten_a_minute")
def test_the_eleventh_request_of_a_minute_waits_for_the_next_minute() -> None:
    assert [asked() for _ in range(10)] == [0] * 10
    assert asked() == 60
    assert asked(45) == 15
    assert asked(60) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("ten_a_minute")
def test_the_day_has_its_own_limit() -> None:
    waits = [asked(60 * i) for i in range(26)]
    assert waits[:25] == [0] * 25
    assert waits[25] > 3600


@pytest.mark.django_db
@pytest.mark.usefixtures("ten_a_minute")
def test_one_client_does_not_slow_another_and_another_kind_is_free() -> None:
    for _ in range(12):
        asked()
    assert asked(address="203.0.113.8") == 0
    assert limits.wait_seconds(kind="none", address=ADDRESS, now=NOW, today=TODAY) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("ten_a_minute")
def test_no_address_is_stored_and_the_next_day_forgets_the_salt() -> None:
    asked()
    with connection.cursor() as cursor:
        cursor.execute("SELECT client FROM limits_counter")
        clients = {bytes(row[0]) for row in cursor.fetchall()}
        assert len(clients) == 1
        assert ADDRESS.encode() not in b"".join(clients)
    asked(day=TODAY + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT day FROM limits_salt")
        assert cursor.fetchall() == [(TODAY + timedelta(days=1),)]
        cursor.execute("SELECT client FROM limits_counter")
        assert not clients & {bytes(row[0]) for row in cursor.fetchall()}


@pytest.mark.usefixtures("ten_a_minute")
def test_the_count_is_exact_under_threads(fresh_database: Database) -> None:
    def ask(_: int) -> int:
        try:
            return asked()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(ask, range(40)))
    assert waits.count(0) == 10


@pytest.mark.django_db
def test_a_client_that_asks_too_often_is_told_when_to_come_back(
    client: Client, settings: Settings
) -> None:
    settings.LIMITS = {"search": (Window(60, 2),)}
    for _ in range(2):
        assert client.get("/search").status_code == 200
    # A header that anybody can write makes no new client.
    answer = client.get("/search", headers={"X-Forwarded-For": "198.51.100.1"})
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert "请慢一点" in answer.text
    assert answer["Cache-Control"] == "no-store"
