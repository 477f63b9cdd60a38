"""Seals the password of a source, so that it is read back here alone. The key and the algorithm are those of `agencies.sealing`."""

from gongxin.agencies import sealing
from gongxin.refusal import Refusal


class SealBroken(Refusal):
    """What was sealed does not open: another key, another row, or it was changed."""

    code = "seal.broken"

    def __init__(self) -> None:
        super().__init__(
            "密封的内容打不开",
            "what was sealed does not open",
            remedy_zh="请从备份恢复 keys/seal.json，或关闭后重新开通",
            remedy_en="restore keys/seal.json from the backup, or close it and open it anew",
        )


def seal(text: str, about: str) -> bytes:
    """The text, for the eyes of this installation alone, and only as something of `about`."""
    return sealing.sealed(text, bound_to=about).encode()


def unseal(sealed: bytes, about: str) -> str:
    """The text again, or SealBroken."""
    try:
        text = sealing.opened(sealed.decode("ascii"), bound_to=about)
    except UnicodeDecodeError:
        raise SealBroken from None
    if text is None:
        raise SealBroken
    return text
