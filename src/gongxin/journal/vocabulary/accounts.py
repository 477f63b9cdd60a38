"""What is entered of agencies, accounts and what two people decide. Pure."""

from typing import Final

from gongxin.journal.forms import Form
from gongxin.journal.vocabulary.keys import (
    ACCOUNT_KEY,
    AGENCY,
    CONTENT,
    ITEM,
    MOTION,
    PROPOSED,
    ROLE,
    SIGN_IN,
    VERDICT,
    Key,
    Kind,
    optional,
)

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "agencies.loaded",
        "载入部门名录",
        "the register of agencies was loaded",
        (CONTENT, Key("agencies", Form.COUNT, "部门数", "agencies")),
    ),
    Kind(
        "account.opened",
        "开通账号",
        "an account was opened",
        (ACCOUNT_KEY, ROLE, optional(AGENCY)),
    ),
    Kind("account.closed", "停用账号", "an account was closed", (ACCOUNT_KEY,)),
    Kind(
        "account.granted",
        "授予权限",
        "an account was given a right",
        (ACCOUNT_KEY, ROLE, optional(AGENCY), optional(ITEM)),
    ),
    Kind(
        "account.revoked",
        "收回权限",
        "a right was taken from an account",
        (ACCOUNT_KEY, ROLE, optional(AGENCY), optional(ITEM)),
    ),
    Kind(
        "account.signed_in",
        "登录",
        "an account signed in with both factors",
        (ACCOUNT_KEY, SIGN_IN),
    ),
    Kind("account.signed_out", "退出登录", "a sign-in ended", (SIGN_IN,)),
    Kind(
        "motion.proposed",
        "提请",
        "an act that two people decide was proposed",
        (MOTION, Key("act", Form.CODE, "事项", "act"), optional(AGENCY), CONTENT),
    ),
    Kind(
        "motion.decided",
        "提请有结论",
        "a motion was approved, refused or withdrawn",
        (MOTION, VERDICT, PROPOSED, CONTENT),
    ),
)
