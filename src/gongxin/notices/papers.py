"""A notice as a letter: the same text as the page, with an address and a number. Takes what others composed; it reads nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gongxin import printing
from gongxin.deadlines import CITY
from gongxin.notices.kinds import Key
from gongxin.notices.texts import Text

SIGNED: Final = "公共信用信息中心"
AT_THE_COUNTER: Final = "（登记册没有住所：本函留在服务窗口，凭证照原件领取）"
_ENGLISH: Final = "An English version of this notice stands on the platform after signing in; the counter shows it on request."


@dataclass(frozen=True)
class Letter:
    """One letter. Without an address it waits at the counter and says so; without a number it was never put in the post."""

    key: Key
    name: str
    code: str
    address: str | None
    number: int | None
    text: Text
    at: datetime


def paper(letters: Sequence[Letter], at: datetime) -> bytes:
    """The letters as one PDF. The same letters give the same bytes."""
    return printing.document(
        "letters",
        {
            "language": "zh",
            "title": "通知函",
            "at": at,
            "about": "公共信用信息平台通知函",
            "verify": "登录平台后，在“通知”里可以核对本函全文和送达情况。查看、异议和修复都不收费。",
            "letters": [_letter(one) for one in letters],
        },
    )


def _letter(one: Letter) -> dict[str, object]:
    return {
        "address": [one.address or AT_THE_COUNTER, one.name],
        "number": f"函件编号 {one.number}" if one.number is not None else "窗口交付",
        "title": one.text.title.zh,
        "parts": [
            {
                "heading": part.heading.zh,
                "facts": [[label.zh, value.zh] for label, value in part.facts],
                "texts": [text.zh for text in part.paragraphs],
            }
            for part in one.text.parts
        ],
        "notes": [
            f"致：{one.name}（{one.code}）。通知编号 {one.key}",
            _ENGLISH,
        ],
        "signed": [SIGNED, f"{one.at.astimezone(CITY):%Y-%m-%d}"],
    }
