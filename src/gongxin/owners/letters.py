"""How an organisation's own people come in: a code by letter to the registered address, or at a counter. Pure.

The code is good once, for thirty days, and dead after five wrong tries. Whoever asks learns nothing about an organisation:
every "no" is the same.
"""

import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from gongxin.agencies.invitations import Half, fresh
from gongxin.refusal import Refusal
from gongxin.subjects.kinds import Status

# Our own choices. A letter is days on its way and lies days on a desk.
GOOD_FOR: Final = timedelta(days=30)
TRIES_MAX: Final = 5
# A letter that did not come may be asked for again after a week; sooner it would only be a second one.
ASKED_AGAIN_AFTER: Final = timedelta(days=7)
_CODE_MAX: Final = 24  # the longest code of a body has eighteen signs
_TYPED_MAX: Final = 60
_GROUP: Final = 5  # of the ten characters (49 bits), as they are printed


class Way(StrEnum):
    """By which way a code reaches the organisation."""

    LETTER = "letter"  # 寄往登记住所的函件
    COUNTER = "counter"  # 窗口核验后当面交付
    COLLEAGUE = "colleague"  # 本单位已开通的账号转交同事


class Seen(StrEnum):
    """What an officer at the counter looked at before handing over a code."""

    LICENCE = "licence"  # 营业执照或登记证书原件
    LICENCE_AND_LETTER = "licence_and_letter"  # 证照原件和单位介绍信


class LetterState(StrEnum):
    """Where a request for a code stands."""

    WAITING = "waiting"  # 待打印
    SENT = "sent"  # 已打印或交付，尚未使用
    USED = "used"  # 已开通
    DEAD = "dead"  # 已失效: over, or five wrong tries


class CodeRefused(Refusal):
    """The same answer for an organisation that is unknown, and a code that is wrong, used, over or dead."""

    code = "owner.code_refused"

    def __init__(self) -> None:
        super().__init__(
            "代码或开通码不对，或者开通码已经用过、过期、试错次数过多",
            "the unified code or the letter's code is not right, or the letter's code was used, is over, or was tried too often",
            remedy_zh="核对函件上的开通码；仍不行，请重新申请函件，或带证照到窗口办理",
            remedy_en="compare it with the letter; if it still fails, ask for a new letter or come to the counter with the licence",
        )


class LetterRefused(Refusal):
    """What somebody who works here, or an account of the organisation, cannot do with a code."""

    code = "owner.letter_refused"


def fresh_code() -> str:
    """A new code, for one pair of eyes: as the opening codes of those who work here."""
    return fresh(Half.CODE)


def plain_code(typed: str) -> str:
    """An organisation's code without what people put between its groups, in one width and case."""
    folded = unicodedata.normalize("NFKC", typed[:_TYPED_MAX].replace("\x00", "")).upper()
    return "".join(folded.split()).replace("-", "")[:_CODE_MAX]


def printed(code: str) -> str:
    """The code in two groups, as a person compares it."""
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def stands(status: str, absorbed_date: date | None, today: date) -> bool:
    """Whether a body can be anybody's: not cancelled, not absorbed by another.

    One whose licence was revoked stands until it is cancelled: it still has its rights.
    """
    return status != Status.DEREGISTERED and (absorbed_date is None or today < absorbed_date)


def state_of(*, ends_at: datetime | None, is_used: bool, failed: int, now: datetime) -> LetterState:
    """Where a request stands by its latest code; `ends_at` None: no code was made yet."""
    if ends_at is None:
        return LetterState.WAITING
    if is_used:
        return LetterState.USED
    return LetterState.SENT if now < ends_at and failed < TRIES_MAX else LetterState.DEAD
