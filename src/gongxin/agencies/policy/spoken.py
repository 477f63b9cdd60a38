"""Rules of access to complaints, tips and requests, and to what bodies were found liable for.

Whoever acted in what is complained of has no part in the complaint: that is the case's own rule, as everywhere in cases.
"""

from typing import Final

from gongxin.agencies.policy.rules import AGENCY, AUDITOR, CENTRE, REVIEWER, SUPERVISOR, Kind, Rule

_ANSWERED: Final = frozenset({"answering", "answering_waits", "stating", "stated"})
_HEADS: Final = frozenset({"for_head", "for_head_waits"})

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "case.answer",
        Kind.CASE,
        CENTRE,
        "核查、答复投诉（对部门）和申请，请部门说明",
        "look into and answer a complaint about an agency or a request, and hear the agency",
        states=_ANSWERED,
        recorded=True,
        writes=True,
    ),
    Rule(
        "case.state",
        Kind.CASE,
        REVIEWER,
        "对投诉作出说明",
        "state one's agency's view of a complaint",
        states=frozenset({"stating"}),
        recorded=True,
        writes=True,
    ),
    Rule(
        "case.head",
        Kind.CASE,
        SUPERVISOR,
        "核查、答复对平台的投诉（未参与所投诉的事的人）",
        "look into and answer a complaint about the platform, having had no part in it",
        states=_HEADS,
        recorded=True,
        writes=True,
    ),
    Rule(
        "case.enter_incident",
        Kind.CASE,
        CENTRE,
        "把投诉的泄露登记为安全事件",
        "enter a leak that is complained of as an incident",
        states=_ANSWERED | _HEADS | {"founded"},
        recorded=True,
        writes=True,
    ),
    Rule(
        "tip.pass",
        Kind.CASE,
        CENTRE,
        "转交举报给主管部门，或者办结",
        "hand a tip to whoever is in charge, or close it",
        states=frozenset({"received", "returned", "answered"}),
        recorded=True,
        writes=True,
    ),
    Rule(
        "tip.answer",
        Kind.CASE,
        REVIEWER,
        "答复或者退回转来的举报",
        "answer a tip that was handed on, or return it",
        states=frozenset({"handed"}),
        recorded=True,
        writes=True,
    ),
    Rule(
        "request.receive",
        Kind.NOTHING,
        CENTRE,
        "在窗口登记查阅、复制、更正、删除申请",
        "enter a request at the counter",
        recorded=True,
        writes=True,
    ),
    Rule(
        "liability.list",
        Kind.NOTHING,
        AGENCY | CENTRE | AUDITOR,
        "看责任记录（部门看本部门的）",
        "read the register of liability (an agency: its own)",
    ),
)
