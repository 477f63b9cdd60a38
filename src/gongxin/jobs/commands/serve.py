"""`gongxin serve`: the website over HTTP, until it is interrupted. It decides nothing."""

import argparse
import os
import socket
import subprocess
import sys
from typing import Final

from django.conf import settings
from django.db import connections

from gongxin.jobs.commands.up import reach_database, replay_tombstones
from gongxin.jobs.keys import ensure_secret
from gongxin.jobs.outcome import say
from gongxin.refusal import Refusal

NAME: Final = "serve"
HELP_ZH: Final = "启动网站"
HELP_EN: Final = "serve the website"

WORKERS: Final = 2
# Requests that a worker answers at once; each has a database connection ready for it.
THREADS: Final = 4


class PortTaken(Refusal):
    """Somebody else listens there."""

    code = "serve.port_taken"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, help="端口 · port (8000)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="监听地址 · address to listen on (127.0.0.1)"
    )
    parser.add_argument(
        "--workers", type=int, default=WORKERS, help=f"进程数 · processes ({WORKERS})"
    )
    parser.add_argument(
        "--with-worker",
        action="store_true",
        help="同时运行后台进程，随网站结束 · run the worker beside it, for as long",
    )


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError("1–65535")
    return port


def run(args: argparse.Namespace) -> int:
    reach_database()
    ensure_secret(settings.GONGXIN_KEYS)  # all processes of a site seal sessions with one key
    replay_tombstones()  # nothing that left is shown again, whatever backup this database came from
    connections.close_all()
    replace_process(
        host=args.host, port=args.port, workers=args.workers, with_worker=args.with_worker
    )
    raise AssertionError("the server has taken this process over")


def ensure_free(host: str, port: int) -> None:
    """The server itself would end with a page of machine addresses."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"无法监听 {host}:{port}：{error.strerror}",
                f"cannot listen on {host}:{port}: {error.strerror}",
                remedy_zh="用 --port 换一个端口",
                remedy_en="choose another with --port",
            ) from error


def replace_process(
    *, host: str, port: int, workers: int = WORKERS, with_worker: bool = False
) -> None:
    """This process becomes the HTTP server, so that a signal sent to it reaches the server itself."""
    ensure_free(host, port)
    if with_worker:
        _start_worker()
    say(f"网站：http://{host}:{port}/", f"the site: http://{host}:{port}/")
    environment = dict(os.environ)
    if not settings.GONGXIN_ENVIRONMENT.pool_size:
        environment["GONGXIN_POOL_SIZE"] = str(THREADS)
    # WSGI: Django under ASGI is eight times slower here.
    arguments = [
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--no-ws", "--log-level", "warning"),
    ]
    sys.stderr.flush()
    os.execve(  # noqa: S606 - our own interpreter, no shell
        sys.executable,
        [sys.executable, "-m", "granian", *arguments, "gongxin.config.wsgi:application"],
        environment,
    )


def _start_worker() -> None:
    """A worker beside the server. It watches who its parent is and leaves after it, however that ended."""
    arguments = ["-m", "gongxin.jobs.cli", "worker", "--beside", str(os.getpid())]
    subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, *arguments], stdin=subprocess.DEVNULL, stdout=sys.stderr
    )
