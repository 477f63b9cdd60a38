"""Rules of access to the register of those who hold copies."""

from typing import Final

from gongxin.agencies.policy.rules import AUDITOR, CENTRE, OFFICER, SECURITY, SUPERVISOR, Kind, Rule

_LOOKS: Final = CENTRE | SECURITY | AUDITOR
_STANDING: Final = frozenset({"waiting", "live"})

RULES: Final[tuple[Rule, ...]] = (
    Rule("partner.list", Kind.NOTHING, _LOOKS, "看合作单位", "list those who hold copies"),
    Rule(
        "partner.read", Kind.PARTNER, _LOOKS, "看一个合作单位", "look at a partner", recorded=True
    ),
    Rule(
        "partner.propose",
        Kind.NOTHING,
        OFFICER,
        "提请接纳合作单位",
        "propose a partner",
        writes=True,
    ),
    Rule(
        "partner.change",
        Kind.PARTNER,
        OFFICER,
        "提请变更合作单位的联系方式或更换令牌",
        "propose that a partner be reached otherwise, or its token replaced",
        states=_STANDING,
        writes=True,
    ),
    Rule(
        "partner.close",
        Kind.PARTNER,
        OFFICER,
        "提请终止合作单位",
        "propose that a partner be closed",
        states=_STANDING,
        writes=True,
    ),
    Rule(
        "partner.collect",
        Kind.PARTNER,
        OFFICER,
        "领取合作单位令牌（只显示一次）",
        "collect the token of a partner (it is shown once)",
        states=frozenset({"waiting"}),
        writes=True,
    ),
    Rule(
        "motion.approve_partner",
        Kind.MOTION,
        SUPERVISOR,
        "批准或不批准合作单位的接纳、变更、终止",
        "approve or refuse admitting, changing or closing a partner",
        states=frozenset({"open"}),
        writes=True,
    ),
)
