"""Signed notes and checkpoints as C2SP writes them, with Ed25519. Pure: trusts only the key given.

c2sp.org/signed-note: a text, an empty line, and lines `— <key name> <base64(key id, signature)>`.
c2sp.org/tlog-checkpoint: the text is the log's origin, its size, its root in base64, a line each.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongxin.journal.merkle import HASH_BYTES
from gongxin.refusal import Refusal

_ED25519 = b"\x01"  # signature type of signed-note
_KEY_BYTES, _SIGNATURE_BYTES, _KEY_ID_BYTES = 32, 64, 4
_SIGNATURES_MAX = 16  # signed-note asks verifiers to take at least 16
_BYTES_MAX = 128 * 1024  # sixteen post-quantum signatures fit; a verifier need not read a book
_DASH = "— "
_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class NoteRefused(Refusal):
    """A note or key that is not well formed, or not signed by the key it is checked with."""

    code = "journal.note_refused"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            zh,
            en,
            remedy_zh="请核对检查点原文与验证公钥是否完整、是否属于同一日志",
            remedy_en="compare the checkpoint and the verifier key with the originals of this log",
        )


@dataclass(frozen=True)
class Verifier:
    """A public key with the name it signs under."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        assert _NAME.fullmatch(self.name), "a key name has no spaces and no plus"
        assert len(self.public_key) == _KEY_BYTES

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256 over name, newline, signature type and key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[
            :_KEY_ID_BYTES
        ]

    def text(self) -> str:
        """The line to hand out: name+id+key."""
        key = base64.b64encode(_ED25519 + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"


@dataclass(frozen=True)
class Checkpoint:
    """What a signed checkpoint states. `extensions` are the lines after the root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        root = base64.b64encode(self.root).decode()
        return "".join(
            f"{line}\n" for line in (self.origin, str(self.size), root, *self.extensions)
        )


def verifier_of(name: str, key: Ed25519PrivateKey) -> Verifier:
    return Verifier(name, key.public_key().public_bytes_raw())


def parse_verifier(text: str) -> Verifier:
    """The key of a `name+id+key` line; refused unless the id belongs to name and key."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    key = _decoded(encoded)
    if not _NAME.fullmatch(name) or len(key) != 1 + _KEY_BYTES or key[:1] != _ED25519:
        raise NoteRefused("验证公钥格式不对", "this is no Ed25519 verifier key")
    verifier = Verifier(name, key[1:])
    if verifier.key_id.hex() != key_id:
        raise NoteRefused("验证公钥的编号与内容不符", "the id of the key does not belong to it")
    return verifier


def sign(text: str, *, name: str, key: Ed25519PrivateKey) -> str:
    """The note over the text, with one signature."""
    assert text.endswith("\n"), "the signature covers whole lines"
    assert _is_plain(text), "a note holds no control characters"
    verifier = verifier_of(name, key)
    signature = base64.b64encode(verifier.key_id + key.sign(text.encode())).decode()
    return f"{text}\n{_DASH}{name} {signature}\n"


def verified(note: str, verifier: Verifier) -> str:
    """The text of a note signed by this key; signatures of others are passed over."""
    text, signatures = _split(note)
    ours = [raw for name, raw in signatures if _is_by(verifier, name, raw)]
    if not ours:
        raise NoteRefused(f"没有 {verifier.name} 的签名", f"not signed by {verifier.name}")
    public_key = Ed25519PublicKey.from_public_bytes(verifier.public_key)
    try:
        for raw in ours:
            public_key.verify(raw[_KEY_ID_BYTES:], text.encode())
    except InvalidSignature:
        raise NoteRefused("签名不成立", "the signature does not hold") from None
    return text


def verified_checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint in a note signed by the log itself, whose origin is the name of its key."""
    checkpoint = parse_checkpoint(verified(note, verifier))
    if checkpoint.origin != verifier.name:
        raise NoteRefused("检查点属于另一日志", "this checkpoint is of another log")
    return checkpoint


def parse_checkpoint(text: str) -> Checkpoint:
    """The statement of a checkpoint's text. It says nothing about signatures."""
    lines = text.split("\n")
    fault = NoteRefused("检查点格式不对", "this is no checkpoint")
    if len(lines) < 4 or lines[-1] or not lines[0]:
        raise fault
    origin, size, encoded, *extensions = lines[:-1]
    root = _decoded(encoded)
    if not _SIZE.fullmatch(size) or len(root) != HASH_BYTES or not all(extensions):
        raise fault
    return Checkpoint(origin, int(size), root, tuple(extensions))


def proof_text(*, index: int, proof: Sequence[bytes], leaf: bytes, checkpoint: str) -> str:
    """A proof to be checked offline (c2sp.org/tlog-proof), the leaf's bytes as extra data."""
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"extra {base64.b64encode(leaf).decode()}",
        f"index {index}",
        *(base64.b64encode(hash_).decode() for hash_ in proof),
    ]
    return "\n".join(lines) + f"\n\n{checkpoint}"


def _split(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Text and signatures. Every line after the last empty line must be a signature."""
    fault = NoteRefused("签名文本格式不对", "this is no signed note")
    head, border, tail = note.rpartition("\n\n")
    if not border or not tail.endswith("\n") or len(note) > _BYTES_MAX or not _is_plain(note):
        raise fault
    lines = tail[:-1].split("\n")
    if len(lines) > _SIGNATURES_MAX:
        raise fault
    signatures = []
    for line in lines:
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        raw = _decoded(encoded)
        if not line.startswith(_DASH) or not _NAME.fullmatch(name) or len(raw) <= _KEY_ID_BYTES:
            raise fault
        signatures.append((name, raw))
    return head + "\n", signatures


def _is_by(verifier: Verifier, name: str, raw: bytes) -> bool:
    return name == verifier.name and raw[:_KEY_ID_BYTES] == verifier.key_id


def _is_plain(text: str) -> bool:
    return all(sign >= " " or sign == "\n" for sign in text)


def _decoded(text: str) -> bytes:
    """The bytes of strict base64; none where it is not, or not in its one form."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return b""
    return raw if base64.b64encode(raw).decode() == text else b""
