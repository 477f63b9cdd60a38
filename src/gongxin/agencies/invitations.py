"""How a person comes to an account: two halves from two administrators, good once and for a week. Pure.

The link is shown to the system administrator, the opening code to the security administrator. Neither half alone opens
anything, so that no administrator can take an account that was approved for somebody else.
"""

import hmac
import secrets
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from gongxin.refusal import Refusal

GOOD_FOR: Final = timedelta(days=7)  # our own choice: a week of leave does not end it twice
_CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: it is read aloud
_CODE_CHARS: Final = 10  # 49 bits, five tries in five minutes


class Half(StrEnum):
    LINK = "link"  # 邀请链接，交给系统管理员
    CODE = "code"  # 开通码，交给安全管理员


class End(StrEnum):
    USED = "used"
    REPLACED = "replaced"
    CLOSED = "closed"  # with its account


class AccountState(StrEnum):
    """Where an account stands."""

    INVITED = "invited"  # 待本人设置: no password and second factor yet
    OPEN = "open"  # 可用
    CLOSED = "closed"  # 已停用


class InvitationRefused(Refusal):
    """The same answer for a link or code that is wrong, used, replaced or over."""

    code = "invitation.refused"

    def __init__(self) -> None:
        super().__init__(
            "链接或开通码不对，或者已经用过、过期",
            "the link or the opening code is not right, or was used, or is over",
            remedy_zh="请向系统管理员要链接，向安全管理员要开通码",
            remedy_en="ask the system administrator for the link and the security administrator for the code",
        )


def fresh(half: Half) -> str:
    """A new secret of this half, for one person's eyes."""
    if half is Half.LINK:
        return secrets.token_urlsafe(32)
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(_CODE_CHARS))


def kept(secret: str) -> bytes:
    """What is stored of it. A link has 256 bits; the code alone opens nothing, so a plain digest is enough."""
    return sha256(secret.encode()).digest()


def normal_code(typed: str) -> str:
    """The code as it was made, however it was typed."""
    return "".join(typed.upper().split()).replace("-", "")


def is_kept(secret: str, digest: bytes) -> bool:
    """Whether this is the secret; an empty digest is nobody's."""
    return hmac.compare_digest(kept(secret), digest)
