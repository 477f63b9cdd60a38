"""Every address is a door's, answers only to whom it may, and carries the headers of the house."""

import inspect
from collections.abc import Iterable, Iterator
from functools import partial

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"}


def routes(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def test_every_address_leads_to_a_door() -> None:
    doors = ("gongxin.portal.", "gongxin.api.", "gongxin.desk.", "ninja.")
    strangers = [
        f"{route.pattern} → {module}"
        for route in routes(get_resolver().url_patterns)
        if not (module := _module(route)).startswith(doors)
    ]
    assert not strangers


def _module(route: URLPattern) -> str:
    view = inspect.unwrap(route.callback)
    return str((view.func if isinstance(view, partial) else view).__module__)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/en/", "/search?q=x", "/catalogue", "/api/v1/catalogue", "/no-such-page"]
)
def test_every_answer_forbids_what_our_pages_never_do(client: Client, address: str) -> None:
    response = client.get(address)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert set(response.headers["Content-Security-Policy"].split("; ")) >= POLICY
    assert "Server" not in response.headers


@pytest.mark.django_db
def test_a_page_that_says_nothing_about_caching_is_kept_by_nobody(client: Client) -> None:
    assert client.get("/search?q=x").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_no_page(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_reading_sets_no_cookie(client: Client) -> None:
    for address in ("/", "/search?q=x", "/api/v1/catalogue"):
        assert not client.get(address).cookies
