"""Rules of access to what left a body and was sent again: the provider certifies, somebody else lets it in, the centre tells the body."""

from typing import Final

from gongxin.agencies.policy.rules import AGENCY, AUDITOR, CENTRE, REVIEWER, Kind, Rule

_READERS: Final = AGENCY | CENTRE | AUDITOR

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "fallen.list",
        Kind.NOTHING,
        REVIEWER | CENTRE | AUDITOR,
        "看列入决定已被撤销、待撤回的名单记录",
        "list entries whose decision was revoked and that wait to be withdrawn",
        recorded=True,
    ),
    Rule(
        "return.list",
        Kind.NOTHING,
        _READERS,
        "看重新收录的等候清单",
        "list what left and was sent again",
        recorded=True,
    ),
    Rule(
        "return.read",
        Kind.RETURN,
        _READERS,
        "看一行为何等候、证明和结果",
        "read why a row waits, its certificates and what came of them",
        recorded=True,
    ),
    Rule(
        "return.certify",
        Kind.RETURN,
        REVIEWER,
        "为本单位再次报送的内容出具证明",
        "certify what one's agency sent again",
        states=frozenset({"held"}),
        recorded=True,
        writes=True,
    ),
    Rule(
        "motion.approve_return",
        Kind.MOTION,
        CENTRE,
        "批准或不批准凭证明重新收录",
        "approve or refuse taking in again on a certificate",
        states=frozenset({"open"}),
        writes=True,
    ),
    Rule(
        "return.read_told",
        Kind.RETURN,
        _READERS,
        "看一条重新收录的记录和通知主体的时限",
        "read a record that is in again and the clock of its notice",
        recorded=True,
    ),
    Rule(
        "return.tell",
        Kind.RETURN,
        CENTRE,
        "登记已通知主体",
        "enter that the body was told",
        states=frozenset({"returned"}),
        recorded=True,
        writes=True,
    ),
)
