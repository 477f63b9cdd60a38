"""Signed requests against the vector of RFC 9421, and against whoever changes a part of one."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gongxin.exchange import signatures
from gongxin.exchange.signatures import Message, SignatureRefused

# RFC 9421, appendix B.1.4 and B.2.6: test-key-ed25519 and the minimal signature with it.
RFC_KEY = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----
"""
RFC_PUBLIC = base64.b64decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")
RFC_SIGNATURE = (
    "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
)
RFC_COVERED = ("date", "@method", "@path", "@authority", "content-type", "content-length")
RFC_PARAMETERS = (
    '("date" "@method" "@path" "@authority" "content-type" "content-length")'
    ';created=1618884473;keyid="test-key-ed25519"'
)
RFC_BASE = """"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@authority": example.com
"content-type": application/json
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519\""""
RFC_MESSAGE = Message(
    "POST",
    "/foo",
    "example.com",
    {
        "date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "content-type": "application/json",
        "content-length": "18",
        "signature-input": f"sig-b26={RFC_PARAMETERS}",
        "signature": f"sig-b26=:{RFC_SIGNATURE}:",
    },
    b'{"hello": "world"}',
)
NOW = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
BODY = b'{"outcome":"deleted"}'


def test_the_vector_of_the_rfc_is_made_and_verified() -> None:
    key = load_pem_private_key(RFC_KEY.encode(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    base = signatures.signature_base(RFC_MESSAGE, RFC_COVERED, RFC_PARAMETERS)
    assert base.decode() == RFC_BASE
    assert base64.b64encode(key.sign(base)).decode() == RFC_SIGNATURE
    assert key.public_key().public_bytes_raw() == RFC_PUBLIC
    verified = signatures.verify(RFC_MESSAGE, public_key=RFC_PUBLIC, needed=())
    assert (verified.keyid, verified.created) == (
        "test-key-ed25519",
        datetime(2021, 4, 20, 2, 7, 53, tzinfo=UTC),
    )


def test_the_digest_of_a_body_is_that_of_rfc_9530() -> None:
    # RFC 9530, section 3, and RFC 9421, appendix B.2: of {"hello": "world"}
    assert signatures.content_digest(b'{"hello": "world"}') == (
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
    )


def signed() -> Message:
    message = signatures.message_to("https://Bank.example:443/in", BODY, kind="application/json")
    fields = signatures.sign(message, key=KEY, keyid="bank-a", created=NOW)
    return replace(message, fields={**message.fields, **fields})


def test_what_we_sign_is_verified() -> None:
    message = signed()
    assert message.authority == "bank.example"
    assert signatures.verify(message, public_key=PUBLIC).created == NOW


def with_field(name: str, value: str) -> Message:
    message = signed()
    return replace(message, fields={**message.fields, name: value})


ATTACKS = {
    "another body": replace(signed(), body=b'{"outcome":"not_held"}'),
    "another address": replace(signed(), path="/api/v1/recalls/another"),
    "another method": replace(signed(), method="PUT"),
    "another host": replace(signed(), authority="evil.example"),
    "another type": with_field("content-type", "text/plain"),
    "a digest of another body": with_field(
        "content-digest", signatures.content_digest(b'{"outcome":"not_held"}')
    ),
    "no digest": with_field("content-digest", ""),
    "no signature": with_field("signature", ""),
    "another signature": with_field("signature", f"gongxin=:{base64.b64encode(b'x' * 64).decode()}:"),
    "half a signature": with_field("signature", "gongxin=:eHg=:"),
    "under another label": with_field(
        "signature", signed().fields["signature"].replace("gongxin", "sig2")
    ),
    "two signatures": with_field(
        "signature-input", f"{signed().fields['signature-input']}, b=(\"@method\");created=1;keyid=\"b\""
    ),
    "another moment": with_field(
        "signature-input", signed().fields["signature-input"].replace("created=1", "created=2")
    ),
    "another name of the key": with_field(
        "signature-input", signed().fields["signature-input"].replace("bank-a", "bank-b")
    ),
    "another algorithm": with_field(
        "signature-input", signed().fields["signature-input"].replace("ed25519", "none")
    ),
    "an unknown parameter": with_field(
        "signature-input", signed().fields["signature-input"] + ';expires=1'
    ),
    "a parameter twice": with_field(
        "signature-input", signed().fields["signature-input"] + ';keyid="bank-a"'
    ),
    "an unknown component": with_field(
        "signature-input", signed().fields["signature-input"].replace("@authority", "@status")
    ),
    "a component twice": with_field(
        "signature-input", signed().fields["signature-input"].replace("@authority", "@path")
    ),
    "a long input": with_field("signature-input", "a" * 5_000),
    "no input": with_field("signature-input", ""),
}  # fmt: skip


@pytest.mark.parametrize("message", ATTACKS.values(), ids=ATTACKS.keys())
def test_whoever_changes_a_part_is_refused(message: Message) -> None:
    with pytest.raises(SignatureRefused):
        signatures.verify(message, public_key=PUBLIC)


def test_another_key_is_refused() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw()
    with pytest.raises(SignatureRefused):
        signatures.verify(signed(), public_key=other)
    with pytest.raises(SignatureRefused):
        signatures.verify(signed(), public_key=b"\x00" * 31)


@pytest.mark.parametrize("left_out", ["@method", "@path", "content-digest"])
def test_what_is_needed_must_be_covered(left_out: str) -> None:
    message = signatures.message_to("https://bank.example/in", BODY, kind="application/json")
    covered = [name for name in ("@method", "@path", "content-digest") if name != left_out]
    fields = signatures.sign(message, key=KEY, keyid="bank-a", created=NOW, covered=covered)
    with pytest.raises(SignatureRefused, match=left_out):
        signatures.verify(replace(message, fields={**message.fields, **fields}), public_key=PUBLIC)
