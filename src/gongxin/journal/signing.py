"""Reads the key that signs checkpoints, or makes it once. It never replaces a key."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from gongxin.refusal import Refusal

KEY_FILE: Final = "journal.ed25519"  # in the folder of keys; PKCS 8


def origin(jurisdiction: str) -> str:
    """The name of the log and of its key, as checkpoints print it."""
    return f"gongxin/{jurisdiction}/journal"


class KeyMissing(Refusal):
    """The log was signed before, and the key that did it is not where it was."""

    code = "journal.key_missing"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"找不到日志签名密钥 {path.name}，而日志已有签过名的检查点",
            f"the key {path.name} is missing, yet the log has signed checkpoints",
            remedy_zh="请从备份恢复密钥目录；不要另造新密钥，否则旧检查点无法核对",
            remedy_en="restore the keys from a backup: a new key cannot vouch for the old one",
        )


def read_key(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        raise KeyMissing(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey), f"{path.name} is no Ed25519 key"
    return key


def ensure_key(path: Path) -> Ed25519PrivateKey:
    """The key at this path, made at first use, for its owner alone. Whole or not at all."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, pem)
            os.fsync(handle)
        finally:
            os.close(handle)
        with suppress(FileExistsError):  # another process was first: its key is the key
            os.link(unfinished, path)
        unfinished.unlink()
    return read_key(path)
