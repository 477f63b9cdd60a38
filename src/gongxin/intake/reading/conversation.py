"""One run of the confined child: feed it, collect its messages, end it. The parent outlives whatever the child does."""

import hashlib
import json
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from gongxin.confinement import nursery
from gongxin.confinement.pumping import OutOfTime, pump
from gongxin.intake.reading.frames import HEAD, Kind
from gongxin.intake.reading.plan import Limits
from gongxin.intake.reading.refusals import REASONS, refused
from gongxin.intake.reading.table import findings_path, table_path

_PROGRAM = "gongxin.intake.reading.child"
_PIECE = 1 << 20
_LAST_SECONDS = 10  # between the end of its words and its own end
_DOCUMENT_BYTES_MAX = 8 << 20


@dataclass
class Answer:
    """What one round brought."""

    sha256: str = ""
    size: int = 0
    tables: int = 0
    findings: list[int] = field(default_factory=list)  # chunks that have findings
    summary: dict[str, Any] = field(default_factory=dict)
    again: dict[str, Any] | None = None


class _Messages:
    """Takes the child's bytes apart and writes chunks into the folder as they come."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limit = self.left = limits.output_bytes
        self.answer = Answer()
        self.documents: list[tuple[Kind, dict[str, Any]]] = []
        self._head = b""
        self._kind = Kind.DONE
        self._missing = 0
        self._text = b""
        self._file: BinaryIO | None = None

    def take(self, data: bytes) -> None:
        """The next bytes from the child."""
        self.left -= len(data)
        if self.left < 0:
            raise refused("file.too_large", limit=self.limit)
        view = memoryview(data)
        while view:
            if self._missing == 0:
                wanted = HEAD.size - len(self._head)
                self._head += bytes(view[:wanted])
                view = view[wanted:]
                if len(self._head) == HEAD.size:
                    self._begin()
                continue
            part, view = view[: self._missing], view[self._missing :]
            self._missing -= len(part)
            self._put(part)
            if self._missing == 0:
                self._end()

    def _begin(self) -> None:
        code, self._missing = HEAD.unpack(self._head)
        self._head = b""
        try:
            self._kind = Kind(code)
        except ValueError:
            raise refused("file.parser_died") from None
        current = self.answer.tables - 1
        orphan = self._kind is Kind.FINDINGS and (
            current < 0 or self.answer.findings[-1:] == [current]
        )
        if self._missing == 0 or orphan:
            raise refused("file.parser_died")
        if self._kind is Kind.TABLE:
            self._file = table_path(self.folder, self.answer.tables).open("xb")
            self.answer.tables += 1
        elif self._kind is Kind.FINDINGS:
            number = self.answer.tables - 1
            self._file = findings_path(self.folder, number).open("xb")
            self.answer.findings.append(number)
        elif self._missing > _DOCUMENT_BYTES_MAX:
            raise refused("file.parser_died")

    def _put(self, part: memoryview) -> None:
        if self._file is not None:
            self._file.write(part)
        else:
            self._text += bytes(part)

    def _end(self) -> None:
        if self._file is not None:
            self.close()
            return
        try:
            document = json.loads(self._text)
        except ValueError:
            raise refused("file.parser_died") from None
        self.documents.append((self._kind, document))
        self._text = b""

    def close(self) -> None:
        """Close a chunk's file."""
        if self._file is not None:
            # `table.json` promises the chunks, and the original is not kept: they must outlive a power cut.
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None


class _Feed:
    """The order and then the file, piece by piece, hashed on the way."""

    def __init__(self, file: BinaryIO, order: dict[str, Any], limits: Limits) -> None:
        text = json.dumps(order).encode()
        self.file = file
        self.limit = limits.csv_bytes
        self.digest = hashlib.sha256()
        self.size = 0
        self.waiting = memoryview(len(text).to_bytes(4, "big") + text)
        self.over = False

    def next(self) -> memoryview:
        """What to write next; empty at the end."""
        if not len(self.waiting) and not self.over:
            piece = self.file.read(_PIECE)
            self.digest.update(piece)
            self.size += len(piece)
            self.over = not piece
            self.waiting = memoryview(piece)
            if self.size > self.limit:
                raise refused("file.too_large", limit=self.limit)
        return self.waiting

    def drain(self) -> None:
        """Hash what the child did not want to see."""
        while not self.over:
            self.waiting = memoryview(b"")
            self.next()


def converse(file: BinaryIO, order: dict[str, Any], folder: Path, limits: Limits) -> Answer:
    """One round; raises the child's refusal, or one for a child that died, hung or ate too much."""
    size = _size(file)
    seconds = limits.wall_seconds + limits.wall_seconds_per_gib * size // (1 << 30)
    feed, messages = _Feed(file, order, limits), _Messages(folder, limits)
    child = nursery.child(_PROGRAM)
    try:
        complaint = pump(child, feed, messages.take, seconds)
        status = child.wait(_LAST_SECONDS)
    except OutOfTime:
        raise refused("file.timeout", seconds=seconds) from None
    finally:
        messages.close()
        child.end()
    return _judge(messages, feed, status, complaint, limits.cpu_seconds)


def _size(file: BinaryIO) -> int:
    here = file.tell()
    end = file.seek(0, os.SEEK_END)
    file.seek(here)
    return end - here


def _judge(
    messages: _Messages, feed: _Feed, status: int, complaint: bytes, cpu_seconds: int
) -> Answer:
    last = messages.documents[-1:] if status == 0 else []
    for kind, document in last:
        if kind is Kind.REFUSED:
            code = document.get("code")
            details = document.get("details")
            if isinstance(code, str) and code in REASONS and isinstance(details, dict):
                raise refused(code, **{str(k): v for k, v in details.items()})
        elif kind is Kind.AGAIN:
            return Answer(again=document)
        elif kind is Kind.DONE:
            feed.drain()
            answer = messages.answer
            answer.sha256, answer.size = feed.digest.hexdigest(), feed.size
            answer.summary = document
            return answer
    if status == -signal.SIGXCPU:
        raise refused("file.timeout", seconds=cpu_seconds)
    if any(
        word in complaint
        for word in (b"memory allocation", b"MemoryError", b"out of memory", b"Cannot allocate")
    ):
        raise refused("file.memory")
    raise refused("file.parser_died")
