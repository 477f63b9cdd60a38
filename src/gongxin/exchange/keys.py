"""The key that signs recalls, in the home that the settings name. Made at first need; it never replaces one."""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from gongxin.exchange import statements
from gongxin.journal import signing

KEY_FILE: Final = "recall.ed25519"


def signing_key() -> Ed25519PrivateKey:
    return signing.ensure_key(settings.GONGXIN_KEYS / KEY_FILE)


def public_key() -> bytes:
    """What partners check our signatures with."""
    return statements.public_bytes(signing_key())
