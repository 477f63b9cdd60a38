"""The token a partner calls with: 256 random bits, shown once, kept as their SHA-256. Pure."""

import hashlib
import re
import secrets
from typing import Final

from gongxin.refusal import Refusal

PREFIX: Final = "gxp_"  # found by programs that look for secrets where none should be
_FORM: Final = re.compile(r"gxp_[A-Za-z0-9_-]{43}")


class TokenWrong(Refusal):
    """No token, or one that opens nothing: unknown, replaced, of a closed partner. One answer for all of them."""

    code = "partner.token_wrong"

    def __init__(self) -> None:
        super().__init__(
            "需要有效的合作单位令牌",
            "a valid token of a partner is needed",
            remedy_zh="请在 Authorization: Bearer 中带上令牌；令牌由信用中心在签约后交付，遗失可申请更换",
            remedy_en="send it as Authorization: Bearer; the credit centre hands it over and replaces a lost one",
        )


def new_secret() -> str:
    """A token as it is shown, once."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is kept of a token, and what a request is looked up by, whatever it brought."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def has_form(secret: str) -> bool:
    return bool(_FORM.fullmatch(secret))
