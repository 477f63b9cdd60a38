"""Rules of access to the counter that opens the accounts of organisations themselves. Pure."""

from typing import Final

from gongxin.agencies.policy.rules import AUDITOR, CENTRE, REVIEWER, Kind, Rule

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "letter.list",
        Kind.NOTHING,
        CENTRE | AUDITOR,
        "看单位开通函件",
        "list the letters that open organisations' accounts",
    ),
    Rule(
        "letter.read",
        Kind.LETTER,
        CENTRE | AUDITOR,
        "看一封开通函件",
        "read about one such letter",
        recorded=True,
    ),
    Rule(
        "letter.print",
        Kind.LETTER,
        CENTRE,
        "打印开通函件",
        "print such a letter with its code",
        states=frozenset({"waiting", "sent", "dead"}),
        recorded=True,
        writes=True,
    ),
    Rule(
        "owner.counter",
        Kind.NOTHING,
        CENTRE | REVIEWER,
        "打开单位开通窗口",
        "open the counter for organisations",
    ),
    # One person alone: the licence is before them. The look is recorded, and the organisation sees how each account came.
    Rule(
        "owner.hand_out",
        Kind.NOTHING,
        CENTRE | REVIEWER,
        "核验证照后交付开通码",
        "hand out a code after seeing the licence",
        recorded=True,
        writes=True,
    ),
    Rule(
        "owner.read",
        Kind.OWNER,
        CENTRE | AUDITOR,
        "看一家单位的账号",
        "see an organisation's accounts",
        recorded=True,
    ),
    Rule(
        "owner.close",
        Kind.OWNER,
        CENTRE,
        "停用单位的账号",
        "close an organisation's account",
        states=frozenset({"open"}),
        recorded=True,
        writes=True,
    ),
)
