"""Fifty clerks who read and think, while a large batch runs, against the limit of half a second. Loopback, bounded."""

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from benchmarks import penalty_file
from benchmarks.http import await_port, free_port
from benchmarks.intake import bodies
from benchmarks.measuring import Measurement
from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import sign_ins
from gongxin.desk.guard import SESSION_KEY

CLERKS = 50
THINK_SECONDS = 10.0
SECONDS_MAX = 300.0
LIMIT_MS = 500.0
# What a clerk opens in a day, in Chinese; each is a page that reads what is not public.
PAGES = (
    "/desk/",
    "/desk/policy",
    "/desk/batches",
    "/desk/motions",
    "/desk/upload",
    "/desk/profiles",
)


def measure(*, rows: int) -> list[Measurement]:
    """p95 of a page over `CLERKS` clerks with ten seconds of thought, for as long as the batch runs."""
    samr = agencies.agency_by_key("samr")
    today = timezone.localdate()
    cookies = [_cookie("samr.clerk") for _ in range(CLERKS)]
    port = free_port()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "while.csv"
        penalty_file.write(
            path,
            bodies(),
            rows=rows,
            authority=("构造市市场监督管理局", samr.uscc),
            today=today,
            series="忙",
        )
        command = [sys.executable, "-m", "gongxin.jobs.cli"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen([*command, "serve", "--port", str(port)], **quiet)  # type: ignore[call-overload]
        try:
            await_port(port)
            asyncio.run(_day(port, cookies[:4], [], seconds=5.0))  # the pages are compiled
            batch = subprocess.Popen(  # type: ignore[call-overload]
                [*command, "intake", "submit", str(path), "--item", "penalty", "--agency", "samr"],
                **quiet,
            )
            start = time.perf_counter()
            taken: list[float] = []
            asyncio.run(_day(port, cookies, taken, seconds=SECONDS_MAX, batch=batch))
            busy = time.perf_counter() - start
            done = batch.wait()
            assert done == 0, "the batch was refused"
        finally:
            server.terminate()
            server.wait()
    taken.sort()
    p50, p95 = (taken[int(len(taken) * share)] * 1000 for share in (0.50, 0.95))
    return [
        {
            "name": f"desk: p95 of a page, {CLERKS} clerks, a batch of {rows:,} rows runs",
            "value": p95,
            "unit": "ms",
            "against": f"limit of {LIMIT_MS:.0f} ms ({len(taken)} pages in {busy:.0f} s, p50 {p50:.0f} ms)",
            "ratio": p95 / LIMIT_MS,
            "budget": "≤ 1",
            "met": p95 <= LIMIT_MS,
        }
    ]


def _cookie(username: str) -> str:
    held = sign_ins.begin(username=username, device="bench", by=username, now=timezone.now())
    session = SessionStore()
    session[SESSION_KEY] = str(held)
    session.create()
    assert session.session_key
    return session.session_key


async def _day(
    port: int,
    cookies: list[str],
    taken: list[float],
    *,
    seconds: float,
    batch: "subprocess.Popen[bytes] | None" = None,
) -> None:
    until = time.perf_counter() + seconds
    await asyncio.gather(
        *(_clerk(port, cookie, taken, until, place, batch) for place, cookie in enumerate(cookies))
    )


async def _clerk(
    port: int,
    cookie: str,
    taken: list[float],
    until: float,
    place: int,
    batch: "subprocess.Popen[bytes] | None",
) -> None:
    chance = random.Random(place)
    # They do not all sit down at the same second.
    await asyncio.sleep(chance.random() * (THINK_SECONDS if batch else 0.1))
    while time.perf_counter() < until and (batch is None or batch.poll() is None):
        page = chance.choice(PAGES)
        start = time.perf_counter()
        await _open(port, page, cookie)
        taken.append(time.perf_counter() - start)
        await asyncio.sleep(THINK_SECONDS if batch else 0.05)


async def _open(port: int, page: str, cookie: str) -> None:
    """One page over a new connection, as a browser after ten seconds: whole, and not an error."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: gongxin_desk={cookie}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    answer = await reader.read()
    status = answer.split(b" ", 2)[1]
    if status != b"200":
        raise RuntimeError(f"{page}: {answer[:200]!r}")
    writer.close()
