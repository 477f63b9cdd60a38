"""What a recipient is told: a statement with our signature over its canonical bytes, which anybody can check later. Pure.

Of what is gone it says that it is gone, and nothing more. Canonical: JSON with sorted keys, no blanks, UTF-8 (RFC 8785; no
number in it is a fraction).
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongxin.exchange.recalls import Recall

TYPE: Final = "gongxin-recall-1"


@dataclass(frozen=True)
class Truth:
    """What the public may read of the record now."""

    number: int
    document: Mapping[str, Any]


def statement(
    recall: Recall, truth: Truth | None, *, act_by: date | None, as_of: datetime
) -> dict[str, Any]:
    """The recall as it is told on `as_of`."""
    return {
        "type": TYPE,
        "id": str(recall.id),
        "platform": recall.jurisdiction,
        "recipient": recall.recipient.name,
        "class": recall.severity.value,
        "sequence": recall.sequence,
        "record": str(recall.record),
        "bad_versions": list(recall.bad_versions),
        "now": None
        if truth is None
        else {"number": truth.number, "document": dict(truth.document)},
        "opened_at": instant(recall.opened_at),
        "act_by": act_by.isoformat() if act_by else None,
        "as_of": instant(as_of),
    }


def signed(told: Mapping[str, Any], *, key: Ed25519PrivateKey) -> dict[str, Any]:
    """The statement with its signature and the id of the key."""
    signature = base64.b64encode(key.sign(canonical(told))).decode()
    return {"statement": dict(told), "keyid": key_id(public_bytes(key)), "signature": signature}


def holds(envelope: Mapping[str, Any], public_key: bytes) -> bool:
    """Whether the statement of this envelope was signed by this key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            base64.b64decode(str(envelope["signature"])), canonical(envelope["statement"])
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def key_id(public_key: bytes) -> str:
    return f"recall-{hashlib.sha256(public_key).hexdigest()[:16]}"


def key_set(public_key: bytes) -> dict[str, Any]:
    """The key as RFC 7517 and RFC 8037 write it."""
    x = base64.urlsafe_b64encode(public_key).decode().rstrip("=")
    kid = key_id(public_key)
    return {
        "keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": x}]
    }


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
