"""Makes the web secret of this installation, once, for its user alone. It never replaces a key."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def ensure_secret(keys: Path) -> None:
    """The key that signs sessions and form tokens. Safe to repeat, and from two processes at once."""
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = keys / "django-secret.key"
    if path.exists():
        return
    made = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(secrets.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
    with suppress(FileExistsError):
        os.link(made, path)  # whole or not at all; the first of two starters wins
    made.unlink()
