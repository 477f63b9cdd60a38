"""How an account of an organisation is called: by what it is for, never by who somebody is. Pure."""

import re
import secrets
from typing import Final

from gongxin.agencies.persons import looks_personal
from gongxin.refusal import Refusal

_LABEL: Final = re.compile(r"[a-z][a-z0-9-]{1,19}")
_MANY_DIGITS: Final = re.compile(r"[0-9]{5}")
# Offered on the form; whoever needs another writes it.
OFFERED: Final = ("office", "finance", "legal", "compliance")
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"
_HANDLE_CHARS: Final = 12


class LabelRefused(Refusal):
    """An account cannot be called this."""

    code = "owner.label_refused"


def ensure_label(typed: str) -> str:
    """The label, if it is a short word of the office's own and no number of a person; else LabelRefused."""
    label = typed.strip().lower()
    if looks_personal(label) or _MANY_DIGITS.search(label) or not _LABEL.fullmatch(label):
        raise LabelRefused(
            "账号用途为 2 至 20 个小写字母、数字或连字符，以字母开头，不含连续五位数字",
            "the account's purpose has 2 to 20 small letters, digits or hyphens, begins with a letter, and has no five digits in a row",
            remedy_zh="写用途，例如 finance、legal；不要写姓名、工号、手机号或身份证号",
            remedy_en="say what it is for, such as finance or legal; no person's name, staff, telephone or ID number",
        )
    return label


def fresh_handle() -> str:
    """The name under which the journal and other rooms know an account: random, so that it tells no organisation."""
    return "owner." + "".join(secrets.choice(_LETTERS) for _ in range(_HANDLE_CHARS))
