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
        "account.invited",
        "邀请本人设置密码和第二因素",
        "a person was invited to set password and second factor",
        (ACCOUNT_KEY, optional(MOTION)),
    ),
    Kind(
        "account.half_shown",
        "取出邀请链接或开通码",
        "the link or the opening code of an invitation was shown",
        (ACCOUNT_KEY, Key("half", Form.CODE, "链接或开通码", "link or code")),
    ),
    Kind(
        "account.secured",
        "本人设好密码和第二因素",
        "a person set password and second factor",
        (ACCOUNT_KEY,),
    ),
    Kind("account.password_changed", "修改密码", "a password was changed", (ACCOUNT_KEY,)),
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
    Kind(
        "access.reviewed",
        "权限复核",
        "a circle of accounts was reviewed for a quarter and signed",
        (
            Key("review", Form.REF, "复核", "review"),
            optional(AGENCY),
            Key("circle", Form.CODE, "范围", "circle"),
            Key("quarter", Form.DAY, "季度首日", "first day of the quarter"),
            Key("accounts", Form.COUNT, "账号数", "accounts"),
            Key("closed", Form.COUNT, "停用数", "closed"),
            CONTENT,
        ),
    ),
    Kind(
        "training.recorded",
        "登记培训",
        "a training attended was recorded",
        (
            ACCOUNT_KEY,
            Key("course", Form.CODE, "课程", "course"),
            Key("day", Form.DAY, "培训日", "day"),
        ),
    ),
    Kind(
        "training.struck",
        "划去误登的培训",
        "a training recorded by mistake was struck out",
        (
            ACCOUNT_KEY,
            Key("course", Form.CODE, "课程", "course"),
            Key("day", Form.DAY, "培训日", "day"),
        ),
    ),
)
