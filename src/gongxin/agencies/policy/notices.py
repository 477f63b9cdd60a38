"""Rules of access to notices at the desk: who prints and posts, who enters a proof, who sees what became of one's own."""

from typing import Final

from gongxin.agencies.policy.rules import AUDITOR, CENTRE, REVIEWER, SUPERVISOR, Kind, Rule

_OPEN: Final = frozenset({"owed", "printed", "posted", "returned", "announced"})

RULES: Final[tuple[Rule, ...]] = (
    # A reviewer meets notices about what the own agency reported alone: the derivation is behind the wall.
    Rule(
        "notice.list", Kind.NOTHING, CENTRE | REVIEWER | AUDITOR,
        "看应当告知主体的通知", "read which notices are owed to organisations",
    ),
    Rule(
        "notice.read", Kind.NOTICE, CENTRE | REVIEWER | AUDITOR,
        "看一份通知和送达情况", "read a notice and what became of it", recorded=True,
    ),
    Rule(
        "notice.print", Kind.NOTHING, CENTRE,
        "打印等待交寄的函件", "print the letters that wait", recorded=True, writes=True,
    ),
    Rule(
        "notice.paper", Kind.NOTICE, CENTRE,
        "取一份通知的函件文件", "fetch the letter of a notice", recorded=True,
    ),
    Rule(
        "notice.run", Kind.NOTICE, CENTRE,
        "看一次打印的全部函件", "read the letters of one print run", recorded=True,
    ),
    Rule(
        "notice.enter", Kind.NOTHING, CENTRE,
        "登记邮件号和回执号", "enter the numbers of the post office", writes=True,
    ),
    Rule(
        "notice.deliver", Kind.NOTICE, CENTRE,
        "登记退回、窗口交付，重新打印", "enter that a letter came back or was handed over, print it again",
        states=_OPEN, writes=True,
    ),
    # The lawful substitute tells somebody who never saw it, so it is not for whoever posts letters.
    Rule(
        "notice.announce", Kind.NOTICE, SUPERVISOR,
        "登记公告送达", "enter an announcement in the place of delivery",
        states=frozenset({"owed", "returned", "announced"}), writes=True,
    ),
)  # fmt: skip
