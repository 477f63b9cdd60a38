"""Where confined children come from: one process a program that has loaded it, reads nothing itself, and divides once for each file.

A child that started as a program of its own would spend most of a small file's time on loading. The nursery
does no work of its own and opens no file between its start and a division, so that nothing is held when it divides.
"""

import atexit
import gc
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NoReturn

_ROOT: Final = str(Path(__file__).resolve().parents[2])
_ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "POLARS_MAX_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "RUST_BACKTRACE": "0",
}
_REQUEST: Final = b"1"
_FIRST_FD: Final = 3
_FDS_MAX: Final = 1 << 16
_STATUS_BYTES: Final = 4
_START_SECONDS: Final = 60
_LOST: Final = -signal.SIGKILL  # the status of a child whose nursery is gone with it


class Child:
    """A process that will confine itself and read one file: `main` of the program, with three pipes of its own."""

    def __init__(self, stdin: int, stdout: int, stderr: int, status: socket.socket) -> None:
        self.stdin = os.fdopen(stdin, "wb", buffering=0)
        self.stdout = os.fdopen(stdout, "rb", buffering=0)
        self.stderr = os.fdopen(stderr, "rb", buffering=0)
        self._status = status
        self._handle: int | None = None

    def begun(self) -> bool:
        """Whether the nursery divided; false where it ended before it did, or hangs."""
        self._status.settimeout(_START_SECONDS)
        with suppress(ConnectionError, TimeoutError):
            _, handles, _, _ = socket.recv_fds(self._status, 1, 1)
            self._handle = handles[0] if handles else None
        return self._handle is not None

    def wait(self, seconds: float) -> int:
        """Its exit code, a signal's number negative; raises `TimeoutError` where it has not ended by then."""
        self._status.settimeout(seconds)
        told = b""
        with suppress(ConnectionError):
            told = self._status.recv(_STATUS_BYTES)
        return int.from_bytes(told, "big", signed=True) if told else _LOST

    def end(self) -> None:
        """Kill it if it lives, and close what led to it."""
        if self._handle is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
        for pipe in (self.stdin, self.stdout, self.stderr):
            pipe.close()
        self._status.close()


class _Nursery:
    """The one process of ours that divides for a program; made by the first file, ended with its maker."""

    def __init__(self, program: str) -> None:
        self.maker = os.getpid()
        self.program = program
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own line
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _line(program)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd="/",
                env=_ENVIRONMENT,
                start_new_session=True,
            )

    def ask(self) -> Child | None:
        """A new child; nothing where the nursery has ended."""
        (their_in, stdin), (stdout, their_out), (stderr, their_err) = (os.pipe() for _ in range(3))
        status, their_status = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        child = Child(stdin, stdout, stderr, status)
        theirs = [their_in, their_out, their_err, their_status.detach()]
        try:
            with suppress(ConnectionError):
                socket.send_fds(self._door, [_REQUEST], theirs)
        finally:
            for fd in theirs:
                os.close(fd)
        if child.begun():
            return child
        child.end()
        return None

    def close(self) -> None:
        self._door.close()
        self._process.kill()
        self._process.wait()


_lock = threading.Lock()
_nurseries: dict[str, _Nursery] = {}  # one a program at most
# Not ours to end, nor to forget: Python would complain of a process that runs.
_foreign: list[_Nursery] = []


def child(program: str) -> Child:
    """A child of this process's nursery for `program`, a module of ours with a `main`. Raises `ChildProcessError` where none can be started."""
    for _ in range(2):  # the nursery may have been ended from outside since the last file
        nursery = _standing(program)
        if (made := nursery.ask()) is not None:
            return made
        _leave(nursery)
    raise ChildProcessError("the reader cannot be started")


def _line(program: str) -> str:
    assert program.startswith("gongxin."), "a program of ours"
    return (
        f"import sys; sys.path.insert(0, {_ROOT!r});"
        f" from {program} import main; from gongxin.confinement import nursery; nursery.serve(main)"
    )


def _standing(program: str) -> _Nursery:
    with _lock:
        found = _nurseries.get(program)
        if found is not None and found.maker != os.getpid():
            _foreign.append(
                _nurseries.pop(program)
            )  # of the process that this one was divided from
            found = None
        if found is None:
            found = _nurseries[program] = _Nursery(program)
        return found


def _leave(nursery: _Nursery) -> None:
    with _lock:
        if _nurseries.get(nursery.program) is nursery:
            del _nurseries[nursery.program]
            nursery.close()


@atexit.register
def _end() -> None:
    for nursery in [*_nurseries.values()]:
        if nursery.maker == os.getpid():
            _leave(nursery)


def serve(main: Callable[[], None]) -> NoReturn:
    """The nursery itself: divides for each request on its standard input, tells how each child ended, ends with its maker."""
    gc.collect()
    gc.freeze()
    door = socket.socket(fileno=0)
    living: dict[int, tuple[int, socket.socket]] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(door, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fd in living:
                    selector.unregister(key.fd)
                    _buried(key.fd, *living.pop(key.fd))
                    continue
                request, fds, _, _ = socket.recv_fds(door, len(_REQUEST), 4)
                if not request:
                    os._exit(0)
                handle, pid = _divided(main, fds)
                living[handle] = pid, _told_of(handle, fds)
                selector.register(handle, selectors.EVENT_READ)


def _divided(main: Callable[[], None], fds: list[int]) -> tuple[int, int]:
    """Handle and number of the new child; in the child it does not come back."""
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            for place, fd in enumerate(fds[:3]):
                os.dup2(fd, place)
            os.closerange(_FIRST_FD, _FDS_MAX)
            main()
        finally:
            os._exit(1)
    return os.pidfd_open(pid), pid


def _told_of(handle: int, fds: list[int]) -> socket.socket:
    for fd in fds[:3]:
        os.close(fd)
    status = socket.socket(fileno=fds[3])
    with suppress(ConnectionError):
        socket.send_fds(status, [_REQUEST], [handle])
    return status


def _buried(handle: int, pid: int, status: socket.socket) -> None:
    _, ended = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(ended)
    with status, suppress(ConnectionError):
        status.send(code.to_bytes(_STATUS_BYTES, "big", signed=True))
    os.close(handle)
