"""A site with one organisation and its penalty, served on a free port, and Debian's chromium to look at it."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.conf import settings as django_settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright
from pytest_django import Settings

from tests.databases import Database

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
             "--disable-component-update", "--no-first-run"]  # fmt: skip


@dataclass(frozen=True)
class Site:
    base: str
    organisation: str  # path of its page
    record: str
    proposal: str  # one that is open for comments
    name: str
    code: str

    @property
    def pages(self) -> list[str]:
        named = ["", "search", f"search?q={self.name[:3]}", "catalogue", "catalogue?by=audience", "catalogue/penalty",
                 "catalogue/eia_agency_points", "catalogue-editions", "catalogue-proposals", "clocks",
                 "clocks?deadline=request.answer&start=2026-02-10", "coverage", "punctuality", "missing-numbers", "refuse",
                 "checks", "try", "journal", "about", "programs", "doors/owner", "nothing-here"]  # fmt: skip
        return [
            *named,
            self.proposal,
            self.organisation,
            self.record,
            f"{self.organisation}?door=owner-2",
        ]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """A test prints what it asserts, not what it serves."""


class _Server(ThreadedWSGIServer):
    def close_request(self, request: object) -> None:
        connections.close_all()  # of the thread that answered
        super().close_request(request)  # type: ignore[arg-type]


@pytest.fixture
def site(
    fresh_city: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Site]:
    """The demo on the builders' day."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    # Not at the head of the file: pytest reads it before Django is set up.
    city, files = import_module("tests.builders.city"), import_module("tests.builders.files")
    codes = import_module("tests.builders.codes")
    subjects = import_module("gongxin.subjects.queries")
    settings.GONGXIN_MODE = "demo"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.LIMITS = {}
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 2, tzinfo=UTC))
    city.city_hall()
    record = city.published_penalty(1)
    found = subjects.organisation_by_code(codes.unified_code(1))
    server = _Server(("127.0.0.1", 0), _Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(
        f"http://127.0.0.1:{server.server_port}/",
        f"o/{found.public_id}",
        f"r/{record}",
        f"catalogue-proposals/{city.proposed_edition()}",
        files.body_name(1),
        codes.unified_code(1),
    )
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    """Started after the data are made: the ORM refuses to work beside its event loop."""
    assert django_settings.configured
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()
