"""Rules of access to recalls at the desk: who telephones, and who enters a paper that ends one."""

from typing import Final

from gongxin.agencies.policy.rules import AUDITOR, CENTRE, SUPERVISOR, Kind, Rule

_OPEN: Final = frozenset({"waiting", "retrying", "delivered", "call_sheet", "listed"})

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "recall.list", Kind.NOTHING, CENTRE | AUDITOR,
        "看召回的催办单和汇总", "read the call sheet of recalls and the figures",
    ),
    Rule(
        "recall.read", Kind.RECALL, CENTRE | AUDITOR,
        "看一件召回", "read a recall", recorded=True,
    ),
    Rule(
        "recall.call", Kind.RECALL, CENTRE, "记下一次电话催办", "enter a telephone call",
        states=_OPEN, writes=True,
    ),
    # It takes a recipient off the public list, so it is not for whoever telephones.
    Rule(
        "recall.confirm", Kind.RECALL, SUPERVISOR,
        "凭书面答复确认召回", "acknowledge a recall by a paper of the recipient",
        states=_OPEN, writes=True,
    ),
)  # fmt: skip
