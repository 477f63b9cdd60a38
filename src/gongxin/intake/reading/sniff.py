"""What a file is by its first bytes. The name of a file is never asked."""

import re
from typing import Literal

from gongxin.intake.reading.refusals import refused

Kind = Literal["zip", "text", "json", "xml"]

SNIFF_BYTES = 65_536

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
    (b"SQLite format 3", "SQLite"),
    (b"ARROW1", "Arrow"),
    (b"PAR1", "Parquet"),
    (b"X5O!P%@AP", "EICAR"),
)
_MARKUP = re.compile(
    rb"<(?:!doctype|!--|html|head|body|meta|table|style|script|div|svg)\b|<!--", re.IGNORECASE
)
_XML = re.compile(rb"<\?xml\s|<ROWDATA[\s/>]")
_JSON = re.compile(rb"\[\s*[\[{\]]|\{\s*[\"}]")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(head: bytes) -> Kind:
    """Text, archive, JSON or XML, by content; everything else is refused by its name."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(_COMPOUND):
        encrypted = "EncryptedPackage".encode("utf-16-le") in head
        raise (
            refused("file.encrypted")
            if encrypted
            else refused("file.type_mismatch", found="XLS/CFB")
        )
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise refused("file.type_mismatch", found=name)
    start = head[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in head[:1024]:
        raise refused("file.type_mismatch", found="PDF")
    if _MARKUP.match(start):
        raise refused("file.type_mismatch", found="HTML")
    if _XML.match(start):
        return "xml"
    return "json" if _JSON.match(start) else "text"
