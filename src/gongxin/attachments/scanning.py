"""Asks a virus scanner what it finds in a file: `clamd` over its UNIX socket. Without a scanner it says so; it never says "clean" of itself."""

import re
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

# Our own choices: a scanner on the same machine answers a file of ten megabytes in a second or two.
_CONNECT_SECONDS: Final = 3
_ANSWER_SECONDS: Final = 30
_PIECE: Final = 1 << 16
_ANSWER_BYTES_MAX: Final = 4096
_CLEAN: Final = "stream: OK"
_FOUND: Final = re.compile(r"stream: (.{1,200}) FOUND")


@dataclass(frozen=True)
class Found:
    """What a scanner said. `name`: of the malware, in the scanner's words; empty where there is none."""

    name: str

    @property
    def is_clean(self) -> bool:
        return not self.name


class Scanner(Protocol):
    """Something that looks for malware."""

    def scan(self, content: bytes) -> Found | None:
        """What is in it; None where the scanner did not answer."""
        ...


@dataclass(frozen=True)
class Clamd:
    """A clamd daemon at this socket. The protocol is its INSTREAM command: lengths and pieces, and a zero at the end."""

    path: Path

    def scan(self, content: bytes) -> Found | None:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
                door.settimeout(_CONNECT_SECONDS)
                door.connect(str(self.path))
                door.settimeout(_ANSWER_SECONDS)
                door.sendall(b"zINSTREAM\0")
                for at in range(0, len(content), _PIECE):
                    piece = content[at : at + _PIECE]
                    door.sendall(struct.pack(">I", len(piece)) + piece)
                door.sendall(struct.pack(">I", 0))
                answer = _answered(door)
        except OSError:  # not there, not ours to open, or too slow
            return None
        return _understood(answer)


def _answered(door: socket.socket) -> str:
    said = b""
    while len(said) < _ANSWER_BYTES_MAX and not said.endswith(b"\0"):
        more = door.recv(_ANSWER_BYTES_MAX)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _understood(answer: str) -> Found | None:
    """Only two answers are answers; an error of the scanner, or half a word, is none."""
    if answer == _CLEAN:
        return Found("")
    found = _FOUND.fullmatch(answer)
    return Found("".join(c if c.isprintable() else "?" for c in found[1])) if found else None
