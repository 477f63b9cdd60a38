"""Where a file of evidence lies: sealed, outside the database, under its holder and its content. A file without a row is nobody's."""

import os
from collections.abc import Collection
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final

from django.conf import settings

from gongxin.agencies import sealing

FOLDER: Final = "attachments"


def folder(holder: str, home: Path | None = None) -> Path:
    """The folder of a holder; its name says nothing about whose it is. `home`: of another platform than this one."""
    name = sha256(holder.encode()).hexdigest()[:32]
    return (home or Path(settings.GONGXIN_HOME)) / FOLDER / name[:2] / name


def keep(holder: str, content: bytes) -> bytes:
    """Seal and write the file so that it survives a power cut; the SHA-256 of what lies on the disk."""
    sealed = sealing.sealed_bytes(content, bound_to=_bound(holder, content))
    home = folder(holder)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = home / sha256(content).hexdigest()
    made = path.with_suffix(".partial")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    made.rename(path)
    for parent in (home, home.parent, home.parent.parent):
        _sync(parent)
    return sha256(sealed).digest()


def content_of(holder: str, digest: bytes) -> bytes | None:
    """The file again; None where it is gone, was changed, or was sealed by a key that is not here."""
    try:
        sealed = (folder(holder) / digest.hex()).read_bytes()
    except OSError:
        return None
    content = sealing.opened_bytes(sealed, bound_to=f"attachment:{holder}:{digest.hex()}")
    return content if content is not None and sha256(content).digest() == digest else None


def sealed_digest(holder: str, digest: bytes, *, home: Path | None = None) -> bytes | None:
    """The SHA-256 of what lies on the disk; None where nothing does. Needs no key."""
    path = folder(holder, home) / digest.hex()
    with suppress(OSError), path.open("rb") as file:
        return file_digest(file, "sha256").digest()
    return None


def sweep(holder: str, known: Collection[bytes]) -> None:
    """Take away what no row names: an upload that was cut off between file and row. For whoever holds the holder's lock."""
    names = {digest.hex() for digest in known}
    with suppress(FileNotFoundError):
        for path in folder(holder).iterdir():
            if path.name not in names:
                path.unlink()


def _bound(holder: str, content: bytes) -> str:
    return f"attachment:{holder}:{sha256(content).hexdigest()}"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
