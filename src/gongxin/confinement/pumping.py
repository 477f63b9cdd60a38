"""Moves bytes to a confined child and back, until it closes its end or its time is over. It understands none of them."""

import fcntl
import os
import selectors
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Final, Protocol

from gongxin.confinement.nursery import Child

_PIECE: Final = 1 << 20
_PIPE_BYTES: Final = 1 << 20
_STDERR_BYTES_MAX: Final = 4096


class OutOfTime(Exception):
    """The child did not come to its end in time; whoever asked ends it and says so."""


class Feed(Protocol):
    """What a child is given, piece by piece."""

    waiting: memoryview

    def next(self) -> memoryview:
        """What to write next; empty at the end."""
        ...


class Whole:
    """A feed that lies in memory as it is."""

    def __init__(self, content: bytes) -> None:
        self.waiting = memoryview(content)

    def next(self) -> memoryview:
        return self.waiting


def pump(child: Child, feed: Feed, take: Callable[[bytes], None], seconds: float) -> bytes:
    """Move bytes both ways until the child closes its end; returns the first words of its complaint, kept nowhere."""
    deadline = time.monotonic() + seconds
    complaint = b""
    with selectors.DefaultSelector() as selector:
        for pipe, events in (
            (child.stdin, selectors.EVENT_WRITE),
            (child.stdout, selectors.EVENT_READ),
            (child.stderr, selectors.EVENT_READ),
        ):
            os.set_blocking(pipe.fileno(), False)
            _widen(pipe)
            selector.register(pipe, events)
        reading = 2
        while reading:
            wait = deadline - time.monotonic()
            if wait <= 0:
                raise OutOfTime
            for key, _ in selector.select(wait):
                if key.fileobj is child.stdin:
                    if not _write(child.stdin, feed):
                        selector.unregister(child.stdin)
                        child.stdin.close()
                    continue
                data = os.read(key.fd, _PIECE)
                if not data:
                    selector.unregister(key.fileobj)
                    reading -= 1
                elif key.fileobj is child.stdout:
                    take(data)
                elif len(complaint) < _STDERR_BYTES_MAX:
                    complaint += data
    return complaint


def _widen(pipe: IO[bytes]) -> None:
    """A larger pipe saves changes from one process to the other; a system may refuse it to an ordinary user."""
    with suppress(OSError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _write(pipe: IO[bytes], feed: Feed) -> bool:
    waiting = feed.next()
    if not len(waiting):
        return False
    try:
        written = os.write(pipe.fileno(), waiting)
    except BrokenPipeError:
        return False
    except BlockingIOError:
        return True
    feed.waiting = waiting[written:]
    return True
