"""Seals what must be read back, such as the password of a source: AES-256-GCM under a key that lies beside the database.

The algorithm and the key's id stand before each sealed text. What it is about is bound to it, so that a sealed text
moved to another row does not open.
"""

import json
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from gongxin.refusal import Refusal

_ALGORITHM: Final = b"g1"  # AES-256-GCM, nonce of 96 bits, one key for the house
_NONCE_BYTES: Final = 12


class SealBroken(Refusal):
    """What was sealed does not open: another key, another row, or it was changed."""

    code = "seal.broken"

    def __init__(self) -> None:
        super().__init__(
            "密封的内容打不开",
            "what was sealed does not open",
            remedy_zh="请从备份恢复 keys/seal.json，或关闭后重新开通",
            remedy_en="restore keys/seal.json from the backup, or close it and open it anew",
        )


def seal(text: str, about: str) -> bytes:
    """The text, for the eyes of this installation alone, and only as something of `about`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _ALGORITHM + nonce + AESGCM(_key()).encrypt(nonce, text.encode(), _bound(about))


def unseal(sealed: bytes, about: str) -> str:
    """The text again, or SealBroken."""
    nonce, rest = sealed[2 : 2 + _NONCE_BYTES], sealed[2 + _NONCE_BYTES :]
    if sealed[:2] != _ALGORITHM or len(nonce) < _NONCE_BYTES:
        raise SealBroken
    try:
        return AESGCM(_key()).decrypt(nonce, rest, _bound(about)).decode()
    except InvalidTag:
        raise SealBroken from None


def _bound(about: str) -> bytes:
    return _ALGORITHM + about.encode()


def _key() -> bytes:
    return _read(Path(settings.GONGXIN_HOME) / "keys" / "seal.json")


@cache
def _read(path: Path) -> bytes:
    """Made at first need. Losing the file means that the passwords of sources must be given again."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump({"g1": secrets.token_hex(32)}, out)
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # two first starts at once: one key wins, both read it
            os.link(made, path)
        made.unlink()
    return bytes.fromhex(json.loads(path.read_text())["g1"])
