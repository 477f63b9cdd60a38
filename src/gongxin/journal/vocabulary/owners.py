"""What is entered of an organisation's own accounts. The log is public, so it never says which organisation. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import ACCOUNT_KEY, SIGN_IN, Key, Kind

_LETTER: Final = Key("letter", Form.REF, "开通申请", "request for a code")
_WAY: Final = Key("way", Form.CODE, "开通方式", "way of opening")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "owner.code_made",
        "为单位账号制作开通码",
        "a code to open an organisation's account was made",
        (_LETTER, _WAY),
    ),
    Kind(
        "owner.opened",
        "单位账号开通",
        "an organisation's account was opened",
        (ACCOUNT_KEY, _LETTER, _WAY),
    ),
    Kind("owner.closed", "单位账号停用", "an organisation's account was closed", (ACCOUNT_KEY,)),
    Kind(
        "owner.password_changed",
        "单位账号修改密码",
        "the password of an organisation's account was changed",
        (ACCOUNT_KEY,),
    ),
    Kind(
        "owner.signed_in",
        "单位账号登录",
        "an organisation's account signed in",
        (ACCOUNT_KEY, SIGN_IN),
    ),
    Kind(
        "owner.signed_out",
        "单位账号退出",
        "a sign-in of an organisation's account ended",
        (SIGN_IN,),
    ),
)
