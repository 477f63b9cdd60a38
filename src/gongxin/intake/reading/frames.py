"""How the child tells its parent what it read: framed messages on one pipe. It decides nothing."""

import json
import struct
from collections.abc import Mapping
from enum import Enum
from typing import Any, BinaryIO

HEAD = struct.Struct(">cQ")


class Kind(bytes, Enum):
    """What a message carries."""

    TABLE = b"T"  # one chunk of the table, an Arrow IPC stream
    FINDINGS = b"F"  # the findings of that chunk, an Arrow IPC stream
    DONE = b"D"  # JSON: the summary
    AGAIN = b"A"  # JSON: read once more, with another encoding or fewer columns
    REFUSED = b"X"  # JSON: code and details


def send(out: BinaryIO, kind: Kind, payload: bytes | bytearray | memoryview) -> None:
    """One message."""
    out.write(HEAD.pack(kind.value, len(payload)))
    out.write(payload)
    out.flush()


def send_document(out: BinaryIO, kind: Kind, document: Mapping[str, Any]) -> None:
    """One message of JSON."""
    send(out, kind, json.dumps(document, ensure_ascii=True).encode())
