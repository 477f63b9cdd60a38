"""A bank keeps a copy by the program that we hand out, over HTTP, each a process of its own; the line is cut in between."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from gongxin.config.environment import REPOSITORY
from gongxin.exchange.queries import partners as queries
from gongxin.intake import queries as batches
from gongxin.records import actions
from tests.builders import city, partners
from tests.databases import Database

CONSUMER = REPOSITORY / "examples" / "consumer" / "consumer.py"


@dataclass(frozen=True)
class Platform:
    """Where the server listens whenever it runs."""

    database: Database
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Our own command in a process of its own, gone at the end."""
        server = subprocess.Popen(
            [sys.executable, "-m", "gongxin.jobs.cli", "serve", "--port", str(self.port)],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(REPOSITORY / "src"),
                "GONGXIN_ALLOWED_HOSTS": "127.0.0.1",
                **self.database.environment,
            },
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait(server)
            yield
        finally:
            server.terminate()
            server.wait(30)

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

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", str(CONSUMER), "--server", self.server, "--store", str(self.store), *arguments],
            env={"PATH": os.environ["PATH"], "GONGXIN_TOKEN": self.token},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip

    def held(self) -> dict[UUID, Any]:
        with closing(sqlite3.connect(self.store)) as store:
            found = store.execute("SELECT record, document FROM held").fetchall()
        return {UUID(record): json.loads(d) if d else None for record, d in found}

    def tamper(self) -> None:
        with closing(sqlite3.connect(self.store)) as store, store:
            store.execute("UPDATE held SET element = ?", ["00" * 32])


@pytest.fixture
def platform(fresh_database: Database) -> Platform:
    city.city_hall()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Platform(fresh_database, probe.getsockname()[1])


@pytest.fixture
def bank(platform: Platform, tmp_path: Path) -> Bank:
    return Bank(platform.address, partners.admitted("bank-a")[1], tmp_path / "copy.sqlite3")


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


def test_a_copy_is_equal_after_an_outage_and_what_was_withdrawn_is_gone(
    platform: Platform, bank: Bank
) -> None:
    today = timezone.localdate()
    gone, disputed = published(1, today), published(2, today)
    with platform.serving():
        ended = bank.run()
        assert ended.returncode == 0, ended.stderr
        assert set(bank.held()) == {gone, disputed}
        assert all(bank.held().values())

    cut = bank.run()
    assert cut.returncode == 3, "not reached: the copy waits"
    now = timezone.now()
    actions.withdraw(record=gone, reason="决定被撤销", by="samr.clerk", now=now)
    actions.place_mark(record=disputed, kind="disputed", basis="异议", by="samr.clerk", now=now)
    late = published(3, today)
    assert set(bank.held()) == {gone, disputed}

    with platform.serving():
        ended = bank.run()
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == "", "it went on where it was"
        assert set(bank.held()) == {disputed, late}
        assert [mark["kind"] for mark in bank.held()[disputed]["marks"]] == ["disputed"]
        assert str(gone) not in bank.store.read_bytes().decode("latin-1")

        bank.tamper()
        ended = bank.run("--verify")
        assert ended.returncode == 0, ended.stderr
        assert "anew" in ended.stderr
        assert set(bank.held()) == {disputed, late}

        assert bank.run("--stale", str(gone), "1").stdout == "stands no more\n"
        assert bank.run("--stale", str(late), "1").stdout == "not listed\n"

        stranger = Bank(bank.server, "gxp_" + "A" * 43, bank.store)
        assert stranger.run().returncode == 2
    assert [one.is_equal for one in queries.comparisons("bank-a")] == [True, True, True]
