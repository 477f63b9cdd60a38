"""The parent's side: gives a file to the confined child and takes what comes back. It parses nothing, and outlives whatever the child does."""

import json
from typing import Final

from gongxin.attachments.cleaning.conversation import DONE, LENGTH, REFUSED
from gongxin.attachments.kinds import Type, type_of
from gongxin.attachments.refusals import REASONS, refused
from gongxin.confinement import nursery
from gongxin.confinement.pumping import OutOfTime, Whole, pump

_PROGRAM: Final = "gongxin.attachments.cleaning.child"
# Our own choices. What is written anew may grow a little; what grows much more was made to.
OUTPUT_BYTES_MAX: Final = 20 * 1024 * 1024
WALL_SECONDS: Final = 60
_LAST_SECONDS: Final = 10  # between the end of its words and its own end


class _TooMuch(Exception):
    """The child says more than any file of ours has."""


def cleaned(content: bytes) -> tuple[Type, bytes]:
    """What the file is, and the file as it is kept; `AttachmentRefused` where it is not taken."""
    kind = type_of(content)
    answer, status = _answered(kind, content)
    if status == 0 and answer[:1] == DONE and len(answer) > 1:
        return kind, answer[1:]
    if status == 0 and answer[:1] == REFUSED:
        reason = answer[1:].decode("ascii", "replace")
        if reason in REASONS:
            raise refused(reason)
    # Killed by a limit, or died of the file: nobody looks which.
    raise refused("attachment.too_hard")


def _answered(kind: Type, content: bytes) -> tuple[bytes, int]:
    order = json.dumps({"type": kind.value}).encode()
    said = bytearray()

    def take(data: bytes) -> None:
        said.extend(data)
        if len(said) > OUTPUT_BYTES_MAX:
            raise _TooMuch

    child = nursery.child(_PROGRAM)
    try:
        pump(child, Whole(LENGTH.pack(len(order)) + order + content), take, WALL_SECONDS)
        status = child.wait(_LAST_SECONDS)
    except (OutOfTime, TimeoutError, _TooMuch):
        raise refused("attachment.too_hard") from None
    finally:
        child.end()
    return bytes(said), status
