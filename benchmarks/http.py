"""Credit checks over HTTP, each with its disclosure edge, against the same server's empty view. Loopback, bounded."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time

from django.db import connection

from benchmarks.measuring import Measurement

CONNECTIONS = 16
SECONDS = 6.0
WARM_UP_SECONDS = 1.5


def measure() -> list[Measurement]:
    """Requests per second of the empty view and of POST /check in turn, same client, same server."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM subjects_identifier WHERE scheme = 'uscc' ORDER BY md5(value) LIMIT 2000"
        )
        codes = [code for (code,) in cursor.fetchall()]
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gongxin.jobs.cli", "serve", "--port", str(port)],
        # Each request is counted as ever; the one client of this measurement is let through.
        env={**os.environ, "GONGXIN_CHECKS_PER_5_MINUTES": "1000000000"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_port(port)
        empty = [_get(port, "/api/v1/empty")]
        checks = [
            _post(port, "/api/v1/check", {"code": code, "purpose": "public_interest"})
            for code in codes
        ]
        for requests in (empty, checks):
            asyncio.run(_load(port, requests, WARM_UP_SECONDS))
        rounds = [
            (asyncio.run(_load(port, empty, SECONDS)), asyncio.run(_load(port, checks, SECONDS)))
            for _ in range(2)
        ]
    finally:
        server.terminate()
        server.wait()
    base = sum(one for one, _ in rounds) / len(rounds)
    rate = sum(other for _, other in rounds) / len(rounds)
    return [
        {
            "name": "http: empty view",
            "value": base,
            "unit": "requests/s",
            "against": "",
            "ratio": None,
            "budget": None,
            "met": None,
        },
        {
            "name": "http: credit check by code with its edge",
            "value": rate,
            "unit": "requests/s",
            "against": "the same server's empty view",
            "ratio": rate / base,
            "budget": "≥ 0.5",
            "met": rate >= 0.5 * base,
        },
    ]


async def _load(port: int, requests: list[bytes], seconds: float) -> float:
    """Completed requests per second over CONNECTIONS kept-alive connections."""
    until = time.perf_counter() + seconds
    done = await asyncio.gather(
        *(_client(port, requests, until, place) for place in range(CONNECTIONS))
    )
    return sum(done) / seconds


async def _client(port: int, requests: list[bytes], until: float, place: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    done = 0
    while time.perf_counter() < until:
        writer.write(requests[(place * 7919 + done) % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        status = head.split(b" ", 2)[1]
        if not status.startswith(b"2"):
            raise RuntimeError(head[:200].decode())
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        )
        await reader.readexactly(length)
        done += 1
    writer.close()
    return done


def _get(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()


def _post(port: int, path: str, body: dict[str, str]) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_port(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
