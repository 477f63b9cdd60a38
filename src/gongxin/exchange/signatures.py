"""HTTP message signatures (RFC 9421) with Ed25519, and the digest of a body (RFC 9530): the part that recalls need. Pure.

One signature a message, over components of the request alone. Whatever else a signature input may say is refused, never
skipped: what is not understood is not verified.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongxin.refusal import Refusal

LABEL: Final = "gongxin"
# What every signature must cover: which address by which method, and the body.
NEEDED: Final = ("@method", "@path", "content-digest")
_DERIVED: Final = frozenset({"@method", "@path", "@authority"})
_FIELDS: Final = frozenset({"content-digest", "content-type", "content-length", "date"})
_INPUT_CHARS_MAX: Final = 2_000
_INPUT: Final = re.compile(
    r'([a-z*][a-z0-9_.*-]{0,63})=(\(((?:"[@a-z0-9-]+"(?: "[@a-z0-9-]+")*)?)\)((?:;[a-z]+=(?:"[\x20\x21\x23-\x5b\x5d-\x7e]*"|[0-9]{1,15}))*))'
)
_PARAMETER: Final = re.compile(r';([a-z]+)=(?:"([^"]*)"|([0-9]+))')
_SIGNATURE: Final = re.compile(r"([a-z*][a-z0-9_.*-]{0,63})=:([A-Za-z0-9+/]*={0,2}):")
_DIGEST: Final = re.compile(r"(?:^|, ?)sha-256=:([A-Za-z0-9+/]{43}=):")
_PARAMETERS: Final = frozenset({"created", "keyid", "alg", "nonce", "tag"})


class SignatureRefused(Refusal):
    """The message is not signed as it must be, or not by the key it must be signed with."""

    code = "signature.refused"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"签名不能接受：{zh}",
            f"the signature is not accepted: {en}",
            remedy_zh="按 RFC 9421 用登记的 Ed25519 密钥签名，至少覆盖 @method、@path 和 content-digest",
            remedy_en="sign by RFC 9421 with the registered Ed25519 key, over @method, @path and content-digest at least",
        )


@dataclass(frozen=True)
class Message:
    """A request as it is signed. Names of header fields are in lower case."""

    method: str
    path: str
    authority: str
    fields: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Verified:
    """What a good signature says: when it was made, by which key, over which text."""

    created: datetime
    keyid: str
    base: bytes
    signature: bytes


def message_to(url: str, body: bytes, *, kind: str) -> Message:
    """A POST of this body, with the fields that are signed."""
    parts = urlsplit(url)
    fields = {"content-type": kind, "content-digest": content_digest(body)}
    return Message("POST", parts.path or "/", _authority(parts.netloc, parts.scheme), fields, body)


def content_digest(body: bytes) -> str:
    """The field of RFC 9530."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign(
    message: Message, *, key: Ed25519PrivateKey, keyid: str, created: datetime, label: str = LABEL,
    covered: Sequence[str] = ("@method", "@path", "@authority", "content-digest", "content-type"),
) -> dict[str, str]:  # fmt: skip
    """The two fields that make the message a signed one."""
    names = " ".join(f'"{name}"' for name in covered)
    moment = int(created.timestamp())
    parameters = f'({names});created={moment};keyid="{keyid}";alg="ed25519"'
    signature = key.sign(signature_base(message, covered, parameters))
    return {
        "signature-input": f"{label}={parameters}",
        "signature": f"{label}=:{base64.b64encode(signature).decode()}:",
    }


def verify(message: Message, *, public_key: bytes, needed: Collection[str] = NEEDED) -> Verified:
    """What the one signature of the message says, or SignatureRefused. The moment is the caller's to judge."""
    covered, parameters, told, label = _input(message.fields.get("signature-input", ""))
    missing = sorted(set(needed) - set(covered))
    if missing:
        raise SignatureRefused(f"没有覆盖 {missing[0]}", f"{missing[0]} is not covered")
    if "content-digest" in covered:
        _ensure_digest(message)
    if told.get("alg", "ed25519") != "ed25519":
        raise SignatureRefused("算法不是 ed25519", "the algorithm is not ed25519")
    if not told.get("created", "").isdigit() or not told.get("keyid"):
        raise SignatureRefused("缺少 created 或 keyid", "created or keyid is missing")
    found = _SIGNATURE.fullmatch(message.fields.get("signature", "").strip())
    if found is None or found[1] != label:
        raise SignatureRefused("Signature 字段不完整", "the field Signature is not whole")
    base = signature_base(message, covered, parameters)
    try:
        signature = base64.b64decode(found[2], validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, base)
        created = datetime.fromtimestamp(int(told["created"]), UTC)
    except (binascii.Error, InvalidSignature, ValueError, OverflowError, OSError):
        raise SignatureRefused("与登记的密钥不符", "it does not fit the registered key") from None
    return Verified(created, told["keyid"], base, signature)


def signature_base(message: Message, covered: Sequence[str], parameters: str) -> bytes:
    """The text that is signed (RFC 9421, section 2.5)."""
    lines = [f'"{name}": {_value(message, name)}' for name in covered]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def _value(message: Message, name: str) -> str:
    match name:
        case "@method":
            return message.method
        case "@path":
            return message.path
        case "@authority":
            return message.authority
        case _:
            value = message.fields.get(name)
            if value is None:
                raise SignatureRefused(f"没有 {name} 字段", f"there is no field {name}")
            return value.strip()


def _input(text: str) -> tuple[list[str], str, dict[str, str], str]:
    found = _INPUT.fullmatch(text.strip()) if len(text) <= _INPUT_CHARS_MAX else None
    if found is None:
        raise SignatureRefused(
            "Signature-Input 字段不完整", "the field Signature-Input is not whole"
        )
    label, parameters, names, tail = found.groups()
    covered = [name.strip('"') for name in names.split()]
    pairs = [(name, quoted or number) for name, quoted, number in _PARAMETER.findall(tail)]
    told = dict(pairs)
    if len(told) != len(pairs) or not told.keys() <= _PARAMETERS:
        raise SignatureRefused("签名参数重复或未知", "a parameter stands twice or is unknown")
    if len(set(covered)) != len(covered) or not set(covered) <= _DERIVED | _FIELDS:
        raise SignatureRefused("覆盖的内容重复或未知", "a component stands twice or is unknown")
    return covered, parameters, told, label


def _ensure_digest(message: Message) -> None:
    found = _DIGEST.search(message.fields.get("content-digest", ""))
    stated = base64.b64decode(found[1]) if found else b""
    if not hmac.compare_digest(stated, hashlib.sha256(message.body).digest()):
        raise SignatureRefused("内容与 Content-Digest 不符", "the body does not fit Content-Digest")


def _authority(netloc: str, scheme: str) -> str:
    """Lower case, without the port that goes without saying."""
    host = netloc.rpartition("@")[2].lower()
    return host.removesuffix(":443") if scheme == "https" else host.removesuffix(":80")
