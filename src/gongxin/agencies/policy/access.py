"""Rules of access to accounts, sign-ins, rights and the pages that are everybody's own."""

from typing import Final

from gongxin.agencies.policy.rules import (
    AUDITOR,
    EVERYBODY,
    REVIEWER,
    SECURITY,
    SYSTEM,
    Kind,
    Rule,
)

_READERS = (
    SYSTEM | SECURITY | AUDITOR | REVIEWER
)  # a reviewer meets the accounts of the agency alone
_STANDING = frozenset({"invited", "open"})
_DUE = frozenset({"due"})

RULES: Final[tuple[Rule, ...]] = (
    Rule("desk.home", Kind.NOTHING, EVERYBODY, "看今天要办的事", "see what is to be done today"),
    Rule("policy.read", Kind.NOTHING, EVERYBODY, "看权限表", "read the table of access"),
    Rule(
        "me.read",
        Kind.NOTHING,
        EVERYBODY,
        "看自己的账号和登录",
        "read one's own account and sign-ins",
    ),
    Rule(
        "password.change",
        Kind.NOTHING,
        EVERYBODY,
        "改自己的密码",
        "change one's own password",
        writes=True,
    ),
    Rule(
        "sign_in.end",
        Kind.NOTHING,
        EVERYBODY,
        "结束自己的登录",
        "end sign-ins of one's own",
        writes=True,
    ),
    Rule("account.list", Kind.NOTHING, _READERS, "看账号名单", "list the accounts"),
    Rule("account.read", Kind.ACCOUNT, _READERS, "看一个账号", "read an account", recorded=True),
    Rule(
        "account.propose", Kind.NOTHING, SYSTEM, "提请开通账号", "propose an account", writes=True
    ),
    Rule(
        "account.invite_again",
        Kind.ACCOUNT,
        SYSTEM,
        "提请重设密码和第二因素",
        "propose that both factors be set anew",
        states=_STANDING,
        writes=True,
    ),
    Rule(
        "account.lend",
        Kind.ACCOUNT,
        SYSTEM,
        "提请借给角色",
        "propose that a role be lent",
        states=_STANDING,
        writes=True,
    ),
    Rule(
        "account.take_back",
        Kind.ACCOUNT,
        SYSTEM | SECURITY,
        "收回借给的角色",
        "take a lent role back",
        states=_STANDING,
        writes=True,
    ),
    Rule(
        "account.close",
        Kind.ACCOUNT,
        SYSTEM | SECURITY,
        "停用账号",
        "close an account",
        states=_STANDING,
        writes=True,
    ),
    Rule(
        "account.link",
        Kind.ACCOUNT,
        SYSTEM,
        "取出邀请链接",
        "take out the link of an invitation",
        states=frozenset({"invited"}),
        writes=True,
    ),
    Rule(
        "account.code",
        Kind.ACCOUNT,
        SECURITY,
        "取出开通码",
        "take out the opening code of an invitation",
        states=frozenset({"invited"}),
        writes=True,
    ),
    Rule(
        "training.record",
        Kind.ACCOUNT,
        REVIEWER | SECURITY,
        "登记培训",
        "record a training",
        states=_STANDING,
        writes=True,
    ),
    Rule(
        "training.strike",
        Kind.ACCOUNT,
        REVIEWER | SECURITY,
        "划去误登的培训",
        "strike out a training recorded by mistake",
        states=_STANDING,
        writes=True,
    ),
    Rule("review.list", Kind.NOTHING, _READERS, "看权限复核", "list the reviews of access"),
    Rule(
        "review.read_clerks",
        Kind.REVIEW,
        _READERS,
        "看经办账号的复核",
        "read the review of an agency's clerks",
        recorded=True,
    ),
    Rule(
        "review.read_office",
        Kind.REVIEW,
        SYSTEM | SECURITY | AUDITOR,
        "看其他账号的复核",
        "read the reviews of all other accounts",
        recorded=True,
    ),
    # Nobody confirms an account of their own: each circle is signed by a role that is not in it.
    Rule(
        "review.sign_clerks",
        Kind.REVIEW,
        REVIEWER,
        "签署本单位经办账号的复核",
        "sign the review of the agency's clerks",
        states=_DUE,
        writes=True,
    ),
    Rule(
        "review.sign_office",
        Kind.REVIEW,
        SECURITY,
        "签署审核、中心、审计和系统管理员账号的复核",
        "sign the review of reviewers, centre, auditors and system administrators",
        states=_DUE,
        writes=True,
    ),
    Rule(
        "review.sign_security",
        Kind.REVIEW,
        SYSTEM,
        "签署安全管理员账号的复核",
        "sign the review of the security administrators",
        states=_DUE,
        writes=True,
    ),
)
