"""Seals what the platform must be able to read again, with a key that lies outside the database. It never replaces a key.

AES-256-GCM; the account's id is bound in, so that a sealed text moved to another row opens nothing.
"""

import json
import os
import secrets
from base64 import b64decode, b64encode
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE_BYTES: Final = 12


def sealed(text: str, *, bound_to: str) -> str:
    """`key id:base64(nonce, text, tag)`."""
    identity, _, content = sealed_bytes(text.encode(), bound_to=bound_to).partition(b":")
    return f"{identity.decode()}:{b64encode(content).decode()}"


def opened(content: str, *, bound_to: str) -> str | None:
    """The text; None where it was sealed by a key we do not have, for another row, or was changed."""
    identity, _, body = content.partition(":")
    try:
        raw = b64decode(body, validate=True)
    except ValueError:  # something that was never sealed
        return None
    plain = opened_bytes(identity.encode() + b":" + raw, bound_to=bound_to)
    return None if plain is None else plain.decode()


def sealed_bytes(content: bytes, *, bound_to: str) -> bytes:
    """`key id:` and then nonce, content and tag."""
    identity, key = _current(_path())
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return identity.encode() + b":" + nonce + AESGCM(key).encrypt(nonce, content, bound_to.encode())


def opened_bytes(content: bytes, *, bound_to: str) -> bytes | None:
    """The content again; None as in `opened`."""
    identity, _, raw = content.partition(b":")
    key = _keys(_path()).get(identity.decode("ascii", "replace"))
    if key is None:
        return None
    try:
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):  # another key, another row, or something that was never sealed
        return None


def _path() -> Path:
    return Path(settings.GONGXIN_HOME) / "keys" / "seal.json"


def _current(path: Path) -> tuple[str, bytes]:
    keys = _keys(path)
    newest = list(keys)[-1]  # a new key is written behind the old ones, which go on opening
    return newest, keys[newest]


@cache
def _keys(path: Path) -> dict[str, bytes]:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump({"k1": AESGCM.generate_key(256).hex()}, out)
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # two first starts at once: one key wins, both read it
            os.link(made, path)
        made.unlink()
    stored = json.loads(path.read_text())
    return {identity: bytes.fromhex(key) for identity, key in stored.items()}
