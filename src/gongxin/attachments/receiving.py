"""A file at the door: what it is, what a scanner finds in it, and what of it is kept. It touches no table and holds no lock."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from gongxin.attachments.cleaning import cleaned
from gongxin.attachments.kinds import Type, type_of
from gongxin.attachments.names import shown
from gongxin.attachments.refusals import refused
from gongxin.attachments.scanning import Clamd, Found, Scanner


@dataclass(frozen=True)
class Prepared:
    """A file that may be kept."""

    name: str
    type: Type
    original_digest: bytes
    content: bytes
    found: (
        Found | None
    )  # what the scanner said of the bytes that came; None: there is none, or it did not answer


def prepared(*, content: bytes, name: str) -> Prepared:
    """The file, or `AttachmentRefused`. It may take seconds: call it before anything is locked."""
    type_of(content)  # what is not taken anyway is shown to no scanner
    scanner = configured()
    found = scanner.scan(content) if scanner else None
    if found is not None and not found.is_clean:
        raise refused("attachment.infected")
    kind, kept = cleaned(content)
    return Prepared(shown(name, kind), kind, sha256(content).digest(), kept, found)


def configured() -> Scanner | None:
    """The scanner that this site names, or None."""
    return Clamd(settings.GONGXIN_CLAMD) if settings.GONGXIN_CLAMD else None
