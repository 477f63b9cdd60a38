"""The keys of the keyed digests. They live in a file beside the database, never in it."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class MacKey:
    id: str
    secret: bytes


def mac_key() -> MacKey:
    """The key in use; made at first need. Losing the file means losing the link between re-sent and stored facts."""
    return _read(Path(settings.GONGXIN_HOME) / "keys" / "mac.json")


@cache
def _read(path: Path) -> MacKey:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump({"current": "m1", "keys": {"m1": secrets.token_hex(32)}}, out)
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # two first starts at once: one key wins, both read it
            os.link(made, path)
        made.unlink()
    stored = json.loads(path.read_text())
    return MacKey(stored["current"], bytes.fromhex(stored["keys"][stored["current"]]))
