"""Rules of access to cases: what a body asked for about its records, and what is owed on it.

Whoever reviews had no part in the case before, and whoever reported a revocation does not carry it out: that is the
case's own rule, for it hangs on who did what, not on a role.
"""

from typing import Final

from gongxin.agencies.policy.rules import AGENCY, AUDITOR, CENTRE, REVIEWER, Kind, Rule

_READERS: Final = AGENCY | CENTRE | AUDITOR
_CHECKED: Final = frozenset({"checking", "checking_waits"})
_DECIDED: Final = frozenset({"deciding", "deciding_waits", "correcting"})
_REVIEWED: Final = frozenset({"reviewing", "reviewing_waits"})

RULES: Final[tuple[Rule, ...]] = (
    Rule("case.list", Kind.NOTHING, _READERS, "看案件清单", "list the cases"),
    Rule(
        "case.read",
        Kind.CASE,
        _READERS,
        "看一个案件和它的时限",
        "read a case and its clock",
        recorded=True,
    ),
    Rule(
        "case.attachment",
        Kind.ATTACHMENT,
        _READERS,
        "打开案件的附件",
        "open a file that came with a case",
        recorded=True,
    ),
    Rule(
        "case.check",
        Kind.CASE,
        CENTRE,
        "核查、告知补正、转送，或者不予受理修复",
        "check, ask for papers, forward, or refuse a repair",
        states=_CHECKED,
        recorded=True,
        writes=True,
    ),
    Rule(
        "case.decide",
        Kind.CASE,
        REVIEWER,
        "处理本单位记录的案件",
        "decide a case about a record of one's agency",
        states=_DECIDED,
        recorded=True,
        writes=True,
    ),
    Rule(
        "case.review",
        Kind.CASE,
        CENTRE,
        "复核（未参与此前办理的人）",
        "review a decision, having had no part in it",
        states=_REVIEWED,
        recorded=True,
        writes=True,
    ),
    Rule(
        "case.report_revocation",
        Kind.RECORD,
        REVIEWER | CENTRE,
        "告知决定被变更、撤销、确认违法或者无效",
        "report that a decision was changed, revoked, held unlawful or void",
        states=frozenset({"admitted", "repaired"}),
        recorded=True,
        writes=True,
    ),
    Rule(
        "case.carry_out",
        Kind.CASE,
        CENTRE,
        "撤回记录并公告理由，或者登记撤销又被撤销",
        "withdraw the record and publish why, or enter that the revocation was revoked",
        states=frozenset({"told", "revoked"}),
        recorded=True,
        writes=True,
    ),
)
