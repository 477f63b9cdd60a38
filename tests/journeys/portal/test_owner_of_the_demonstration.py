"""The demonstration has an organisation that can sign in: the one whose penalty is the next to leave, opened as every other."""

import pytest
from django.test import Client
from pytest_django import Settings

from gongxin.jobs import demonstration
from gongxin.owners import queries
from tests.builders import city, files

pytestmark = pytest.mark.usefixtures("hall")


def test_it_is_made_once_and_enters_with_one_press(client: Client, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]
    settings.GONGXIN_MODE = "demo"
    city.published_penalty(1)
    demonstration.ensure_owner()
    demonstration.ensure_owner()
    (entrance,) = queries.entrances("demo", today=city.TODAY, now=city.NOW)
    page = client.get("/mine/sign-in").text
    assert files.body_name(1) in page
    assert entrance.code in page
    typed = {"uscc": entrance.uscc, "label": "demo", "password": "a lantern over wet stone"}
    assert client.post("/mine/sign-in", typed)["Location"] == "/mine/sign-in/code"
    assert client.post("/mine/sign-in/code", {"code": entrance.code})["Location"] == "/mine/"
    assert "构市监罚〔2026〕1号" in client.get("/mine/").text


def test_an_empty_city_has_none(client: Client, settings: Settings) -> None:
    settings.GONGXIN_MODE = "demo"
    demonstration.ensure_owner()
    assert "演示入口" not in client.get("/mine/sign-in").text
