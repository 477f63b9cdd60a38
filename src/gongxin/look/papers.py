"""The digest of a paper that somebody hands in: computed from its bytes, which nobody keeps, or written down. Decides nothing."""

import re
from hashlib import sha256
from typing import Final

from django.http import HttpRequest

_HEX: Final = re.compile(r"[0-9a-f]{64}")


def digest_of(request: HttpRequest, name: str = "paper") -> bytes | None:
    """SHA-256 of the uploaded file of this name, else what was typed in `<name>_digest`; None: neither says anything."""
    file = request.FILES.get(name)
    if file is not None:
        return sha256(file.read()).digest()
    typed = re.sub(r"\s", "", request.POST.get(f"{name}_digest", "")).lower()
    return bytes.fromhex(typed) if _HEX.fullmatch(typed) else None
