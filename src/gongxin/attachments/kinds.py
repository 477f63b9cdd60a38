"""Which files are taken as evidence, by what they are and never by their name, how large and how many. Pure."""

from enum import StrEnum
from typing import Final

from gongxin.attachments.refusals import refused

# Our own choices, said on the form. A photographed paper has 2 to 8 MB; a case with more than twenty papers comes to the counter.
FILE_BYTES_MAX: Final = 10 * 1024 * 1024
FILES_MAX: Final = 20  # of one holder
HOLDER_BYTES_MAX: Final = 60 * 1024 * 1024


class Type(StrEnum):
    """What is kept."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


class State(StrEnum):
    """What is known of a file's freedom from malware."""

    CLEAN = "clean"  # a scanner found nothing
    NOT_SCANNED = "not_scanned"  # this site has no scanner: whoever opens it is told
    WAITS = "waits"  # the scanner did not answer: nobody opens it until it has
    INFECTED = "infected"  # found when it was scanned later: nobody opens it


MEDIA_TYPES: Final = {
    Type.PDF: "application/pdf",
    Type.JPEG: "image/jpeg",
    Type.PNG: "image/png",
}
ENDINGS: Final = {Type.PDF: ".pdf", Type.JPEG: ".jpg", Type.PNG: ".png"}
OPENED: Final = frozenset({State.CLEAN, State.NOT_SCANNED})

_HEADS: Final = (
    (b"%PDF-", Type.PDF),
    (b"\xff\xd8\xff", Type.JPEG),
    (b"\x89PNG\r\n\x1a\n", Type.PNG),
)
_HEIF: Final = frozenset(
    {b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"mif1", b"msf1", b"avif"}
)


def type_of(content: bytes) -> Type:
    """What the file is, by its first bytes; `AttachmentRefused` where it is nothing that is taken."""
    if not content:
        raise refused("attachment.empty")
    if len(content) > FILE_BYTES_MAX:
        raise refused("attachment.too_large")
    for head, kind in _HEADS:
        if content.startswith(head):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        raise refused("attachment.heic")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        raise refused("attachment.webp")
    raise refused("attachment.type")
