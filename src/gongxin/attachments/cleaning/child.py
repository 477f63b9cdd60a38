"""The confined process: a foreign file in, one of ours out. It opens no file and no connection, and forgets everything when it ends."""

import gc
import io
import json
import os
from contextlib import suppress
from typing import Final

import pikepdf
from PIL import Image

from gongxin.attachments.cleaning import papers, pictures
from gongxin.attachments.cleaning.conversation import DONE, LENGTH, REFUSED
from gongxin.attachments.kinds import Type
from gongxin.attachments.refusals import AttachmentRefused, refused
from gongxin.confinement.denial import confine

# Our own choices: a picture of 40 million pixels takes 160 MB, and once more while it is written.
MEMORY_BYTES: Final = 768 << 20
CPU_SECONDS: Final = 20


def clean(content: bytes, kind: Type) -> bytes:
    """The file as it is kept."""
    if kind is Type.PDF:
        return papers.written_anew(content)
    return pictures.encoded_anew(content, form=kind.value.upper())


def main() -> None:
    """Confine first, then read what is asked and the file from standard input."""
    source = os.fdopen(os.dup(0), "rb")
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    (length,) = LENGTH.unpack(source.read(LENGTH.size))
    order = json.loads(source.read(length))
    try:
        _rehearse()
        if not confine(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS):
            raise refused("attachment.confinement")
        gc.freeze()
        answer = DONE + clean(source.read(), Type(order["type"]))
    except AttachmentRefused as no:
        answer = REFUSED + no.reason.encode()
    except MemoryError:
        answer = REFUSED + b"attachment.too_hard"
    view = memoryview(answer)
    while view:
        view = view[out.write(view) or 0 :]
    # No interpreter shutdown: nothing is left to be said, and a damaged heap must not say it.
    os._exit(0)


def _rehearse() -> None:
    """One small file of each kind before the confinement, so that what loads late is loaded."""
    for form in ("JPEG", "PNG"):
        small = io.BytesIO()
        Image.new("RGB", (8, 8), "white").save(small, form)
        pictures.encoded_anew(small.getvalue(), form=form)
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        paper.save(made)
    papers.written_anew(made.getvalue())
    for broken in (b"%PDF-1.4\n%%EOF", b"\xff\xd8\xff\xe0"):
        with suppress(AttachmentRefused):
            clean(broken, Type.PDF if broken[:1] == b"%" else Type.JPEG)
