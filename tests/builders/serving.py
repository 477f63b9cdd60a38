"""The platform as it really runs, in processes of its own, and those who meet it over HTTP: a partner's program, a browser."""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from gongxin.config.environment import REPOSITORY
from gongxin.intake import queries as batches
from tests.builders import city
from tests.databases import Database
from tests.throwaway import throwaway_home

OTHER_DAY = REPOSITORY / "tests" / "builders" / "other_day"
CONSUMER = REPOSITORY / "examples" / "consumer" / "consumer.py"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clocked(since: datetime | None, *places: Path) -> dict[str, str]:
    """The environment of a process of Python whose clock, and that of its children, began at a moment."""
    if since is None:
        return {"PYTHONPATH": os.pathsep.join(map(str, places))}
    return {
        "PYTHONPATH": os.pathsep.join(map(str, (OTHER_DAY, *places))),
        "OTHER_DAY": since.isoformat(),
    }


@dataclass(frozen=True)
class Platform:
    """Where the server listens whenever it runs, and the home that it shares with the test."""

    database: Database
    home: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def serving(self, *, since: datetime | None = None) -> Iterator[None]:
        """Our own command in a process of its own, gone at the end. `since`: its clock began then."""
        with self._running("serve", "--port", str(self.port), since=since) as server:
            self._wait(server)
            yield

    @contextmanager
    def working(self, *, since: datetime | None = None) -> Iterator[None]:
        """The worker beside it."""
        with self._running("worker", since=since):
            yield

    @contextmanager
    def _running(
        self, *arguments: str, since: datetime | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            [sys.executable, "-m", "gongxin.jobs.cli", *arguments],
            env={
                "PATH": os.environ["PATH"],
                **clocked(since, REPOSITORY / "src"),
                "GONGXIN_ALLOWED_HOSTS": "127.0.0.1",
                **self.database.environment,
                "GONGXIN_HOME": str(self.home),
            },
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        while True:
            assert server.poll() is None, "the server ended by itself"
            try:
                with urllib.request.urlopen(f"{self.address}/api/v1/empty", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)


@dataclass(frozen=True)
class Bank:
    """The program that a partner runs, and its copy."""

    server: str
    token: str
    store: Path

    def run(
        self, *arguments: str, since: datetime | None = None
    ) -> subprocess.CompletedProcess[str]:
        """`since`: the bank's clock began then. Without it nothing of ours can be imported."""
        alone = () if since else ("-I",)
        return subprocess.run(
            [sys.executable, *alone, str(CONSUMER), "--server", self.server, "--store", str(self.store), *arguments],
            env={"PATH": os.environ["PATH"], "GONGXIN_TOKEN": self.token, **(clocked(since) if since else {})},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip

    def held(self) -> dict[UUID, Any]:
        with closing(sqlite3.connect(self.store)) as store:
            found = store.execute("SELECT record, document FROM held").fetchall()
        return {UUID(record): json.loads(d) if d else None for record, d in found}

    def place(self) -> int:
        """The line up to which it is applied."""
        with closing(sqlite3.connect(self.store)) as store:
            (row,) = store.execute("SELECT sequence FROM place").fetchall()
        return int(row[0])

    def tamper(self) -> None:
        with closing(sqlite3.connect(self.store)) as store, store:
            store.execute("UPDATE held SET element = ?", ["00" * 32])


@contextmanager
def platform_of(database: Database) -> Iterator[Platform]:
    """A home of its own: a server that starts puts back what its ledger says left, and another test's is not ours."""
    home = throwaway_home("site")
    (home / "static").mkdir()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "GONGXIN_HOME", home)
            patch.setattr(settings, "GONGXIN_KEYS", home / "keys")
            yield Platform(database, home, free_port())
    finally:
        shutil.rmtree(home, ignore_errors=True)


class Visitor:
    """A browser that keeps cookies and fills in forms; it runs no script."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self._page = ""

    def get(self, path: str) -> tuple[int, str]:
        return self._asked(urllib.request.Request(f"{self.address}{path}"))

    def send(self, path: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """The form of this path, filled in."""
        status, _ = self.get(path)
        assert status == 200, (path, status, self._page.partition("<main")[2][:600])
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self._page)
        assert token, "a form says that it is ours"
        filled = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self._asked(urllib.request.Request(f"{self.address}{path}", data=filled))

    def ask(self, path: str, document: Mapping[str, Any]) -> Any:
        """A program's question, and its answer."""
        request = urllib.request.Request(
            f"{self.address}{path}",
            data=json.dumps(document).encode(),
            headers={"Content-Type": "application/json"},
        )
        status, text = self._asked(request)
        assert status == 200, text
        return json.loads(text)

    def _asked(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=30) as answer:
                self._page = answer.read().decode()
                return answer.status, self._page
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()


def published(serial: int, day: date) -> UUID:
    """A penalty of some days ago, so that it is public whenever this runs."""
    city.register(serial)
    receipt = city.penalise_on(
        day,
        serial,
        处罚决定日期=(day - timedelta(days=3)).isoformat(),
        处罚有效期=(day + timedelta(days=300)).isoformat(),
    )
    city.release(receipt)
    (row,) = batches.rows(receipt.batch, scope="*")
    return UUID(row["record"])
