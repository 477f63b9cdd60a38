"""The code with which somebody who does not sign in follows what they said. Shown once, kept as a keyed digest. Pure."""

from typing import Final

from gongxin.agencies.invitations import Half, fresh
from gongxin.refusal import Refusal

# 74 bits: nothing stands beside it, no unified code and no count of its own tries.
CODE_CHARS: Final = 15
_GROUP: Final = 5
TYPED_MAX: Final = 40


class ReceiptRefused(Refusal):
    """The same answer for a code that never was, and one whose case is over."""

    code = "case.receipt_refused"

    def __init__(self) -> None:
        super().__init__(
            "没有这个回执码，或者保存期已过",
            "there is no such receipt code, or its time is over",
            remedy_zh="核对回执码；丢失的不能补发，可以重新提出",
            remedy_en="compare the code; a lost one cannot be had again, but you may ask anew",
        )


def fresh_code() -> str:
    """A new code, for one pair of eyes."""
    return (fresh(Half.CODE) + fresh(Half.CODE))[:CODE_CHARS]


def printed(code: str) -> str:
    """The code in groups, as a person copies it."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
