"""How an account and the person behind it are named. Never by a resident ID, a telephone number or a person's name. Pure."""

import re
from typing import Final

from gongxin.journal.forms import Form, has_form
from gongxin.refusal import Refusal

NAME_CHARS_MAX: Final = 64
# A staff number is the agency's own. What is as long as an ID card, an old one or a mobile number is refused unread.
_STAFF_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{1,31}")
_LOOKS_PERSONAL: Final = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}|1[3-9][0-9]{9}")
_BETWEEN: Final = re.compile(r"[._/-]")


class AccountRefused(Refusal):
    """An account cannot be named, opened or changed like this."""

    code = "account.refused"


def ensure_username(name: str) -> str:
    """The name, if the journal can name an actor by it; else AccountRefused."""
    if len(name) > NAME_CHARS_MAX or not has_form(Form.ACCOUNT, name) or looks_personal(name):
        raise AccountRefused(
            "账号名须以字母开头，只含字母、数字和 . _ @ + -，最多 64 个字符，不含连续九位数字",
            "an account name begins with a letter, has letters, digits and . _ @ + -, at most 64, and no nine digits in a row",
            remedy_zh="例如：单位代号.岗位",
            remedy_en="for example: agency.post",
        )
    return name


def ensure_person(number: str) -> str:
    """The staff number, if it is none of a person's official numbers; else AccountRefused."""
    if looks_personal(number):
        raise AccountRefused(
            "这里只填单位自编的工号；身份证号、手机号一律不收，也没有保存",
            "only the agency's own staff number belongs here; ID card and telephone numbers are not taken, and nothing was kept",
            remedy_zh="改填工号",
            remedy_en="enter the staff number",
        )
    if not _STAFF_NUMBER.fullmatch(number):
        raise AccountRefused(
            "工号为 2 至 32 个字母、数字或 . _ / -",
            "a staff number has 2 to 32 letters, digits or . _ / -",
        )
    return number.upper()


def looks_personal(text: str) -> bool:
    """Whether the text is as long as a person's official number, written together or apart."""
    return bool(_LOOKS_PERSONAL.fullmatch(_BETWEEN.sub("", text.strip())))
