"""Which passwords are taken: long enough and on no list of common ones; nothing is said about their signs, and none grows old.

After NIST SP 800-63B-4. The block list is Django's (twenty thousand).
"""

import unicodedata
from itertools import pairwise
from typing import Final

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from gongxin.refusal import Refusal

# NIST asks for 8 beside a second factor and 15 without; 12 is our own choice between them.
CHARS_MIN: Final = 12
CHARS_MAX: Final = 256  # a passphrase fits; a megabyte to be hashed does not
_OURS: Final = ("gongxin", "公信")
_COMMON: Final = CommonPasswordValidator()


class PasswordRefused(Refusal):
    """This cannot be a password here."""

    code = "password.refused"


def ensure_fit(password: str, *, username: str) -> None:
    """Nothing, or PasswordRefused with the reason."""
    typed = normal(password)
    if len(typed) < CHARS_MIN:
        raise PasswordRefused(
            f"密码至少 {CHARS_MIN} 个字符",
            f"a password has {CHARS_MIN} characters or more",
            remedy_zh="用几个不相干的词连成一句最好记；不要求大小写、数字或符号",
            remedy_en="a few unrelated words are easiest to remember; capitals, digits and signs are not asked for",
        )
    if len(typed) > CHARS_MAX:
        raise PasswordRefused(
            f"密码最多 {CHARS_MAX} 个字符", f"a password has at most {CHARS_MAX} characters"
        )
    if _is_common(typed) or _is_told(typed, username):
        raise PasswordRefused(
            "这个密码太常见，或者只是账号名、系统名加几个字符",
            "this password is a common one, or the name of the account or the system and little more",
            remedy_zh="换一个别人猜不到的",
            remedy_en="choose one that nobody guesses",
        )


def hashed(password: str) -> str:
    """Argon2id, as the settings say."""
    return make_password(normal(password))


def holds(password: str, stored: str | None) -> bool:
    """Whether this is the password. Without one (`None`, or unusable) it is hashed all the same: an answer takes its time."""
    if stored is None or not is_password_usable(stored):
        make_password(normal(password)[:CHARS_MAX])
        return False
    return check_password(normal(password)[:CHARS_MAX], stored)


def normal(password: str) -> str:
    """One writing for what looks alike on different keyboards (NFC)."""
    return unicodedata.normalize("NFC", password)


def _is_common(typed: str) -> bool:
    try:
        _COMMON.validate(typed)
    except ValidationError:
        return True
    # aaaaaaaaaaaa, 121212121212, 123456789012: known by its first signs.
    steps = {ord(after) - ord(before) for before, after in pairwise(typed)}
    return len(steps) <= 2 or len(set(typed)) < 4


def _is_told(typed: str, username: str) -> bool:
    """Whether little is left of it without the words that everybody here knows."""
    rest = typed.casefold()
    for word in sorted({username.casefold(), *username.casefold().split("."), *_OURS}, key=len):
        if len(word) > 3:
            rest = rest.replace(word, "")
    return len(rest) < 6
