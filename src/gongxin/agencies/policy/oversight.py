"""Rules of access to search with a reason, activity, read events, incidents, the state of security and the law at the desk."""

from typing import Final

from gongxin.agencies.policy.rules import (
    AGENCY,
    AUDITOR,
    CENTRE,
    EVERYBODY,
    SECURITY,
    SUPERVISOR,
    SYSTEM,
    Kind,
    Rule,
)

_SEES_FACTS = AGENCY | CENTRE | AUDITOR
_WATCHES = SECURITY | AUDITOR
_OPEN = frozenset({"open"})

RULES: Final[tuple[Rule, ...]] = (
    Rule("search.open", Kind.NOTHING, _SEES_FACTS, "打开检索", "open the search"),
    Rule(
        "search.run", Kind.NOTHING, _SEES_FACTS,
        "写明用途后检索", "search, saying what for", recorded=True,
    ),
    Rule(
        "subject.read", Kind.SUBJECT, _SEES_FACTS,
        "看一个单位名下的记录", "read an organisation and its records", recorded=True,
    ),
    Rule(
        "record.activity", Kind.RECORD, _SEES_FACTS,
        "看一条记录的来龙去脉", "follow a record from file to page", recorded=True,
    ),
    # Looking back in time is for the auditor and the centre: an earlier version may have been wrong about somebody.
    Rule(
        "record.versions", Kind.RECORD, CENTRE | AUDITOR,
        "看一条记录的历次版本", "read earlier versions of a record", recorded=True,
    ),
    Rule("read.mine", Kind.NOTHING, EVERYBODY, "看自己的查阅记录", "list one's own looks"),
    Rule(
        "read.list", Kind.NOTHING, AUDITOR, "看全部查阅记录", "list everybody's looks",
        recorded=True,
    ),
    Rule(
        "read.export", Kind.NOTHING, AUDITOR, "导出查阅记录", "export looks", recorded=True
    ),
    Rule(
        "read.figures", Kind.NOTHING, AUDITOR,
        "看查阅次数", "compare counts of looks", recorded=True,
    ),
    Rule("alarm.list", Kind.NOTHING, _WATCHES, "看异常查阅", "list alarms"),
    Rule("alarm.read", Kind.READ, _WATCHES, "看一次异常查阅", "read an alarm", recorded=True),
    Rule(
        "alarm.answer", Kind.READ, SECURITY, "写明查明的情况", "enter what was found out",
        states=_OPEN, writes=True,
    ),
    Rule("canary.list", Kind.NOTHING, _WATCHES, "看警示主体", "list canaries"),
    Rule(
        "canary.place", Kind.NOTHING, SECURITY, "设置警示主体", "place a canary", writes=True
    ),
    Rule(
        "canary.end", Kind.CANARY, SECURITY, "撤除警示主体", "take a canary away",
        states=frozenset({"standing"}), writes=True,
    ),
    Rule(
        "incident.list", Kind.NOTHING, SUPERVISOR | _WATCHES,
        "看安全事件登记簿", "list incidents",
    ),
    Rule(
        "incident.read", Kind.INCIDENT, SUPERVISOR | _WATCHES,
        "看一起安全事件", "read an incident", recorded=True,
    ),
    Rule(
        "incident.open", Kind.NOTHING, SECURITY, "登记安全事件", "enter an incident",
        writes=True,
    ),
    Rule(
        "incident.add", Kind.INCIDENT, SECURITY, "补记安全事件", "add to an incident",
        states=_OPEN, writes=True,
    ),
    # By another person than who opened it: the act refuses, for the table knows roles alone.
    Rule(
        "incident.close", Kind.INCIDENT, SECURITY | SUPERVISOR,
        "为他人登记的安全事件结案", "close an incident that another opened",
        states=_OPEN, writes=True,
    ),
    Rule(
        "security.status", Kind.NOTHING, SUPERVISOR | SYSTEM | _WATCHES,
        "看安全状况", "see the state of security",
    ),
    Rule("law.read", Kind.NOTHING, EVERYBODY, "查目录、部门、区划和日历", "read the law here"),
    # The calendar itself comes with an edition; this says for whom its end is a thing to do.
    Rule("calendar.tend", Kind.NOTHING, SUPERVISOR, "补充工作日历", "see that the calendar goes on"),
    Rule("edition.list", Kind.NOTHING, EVERYBODY, "看目录新版提案", "list proposed editions"),
    Rule("edition.read", Kind.EDITION, EVERYBODY, "看一个新版提案", "read a proposed edition"),
    Rule(
        "edition.propose", Kind.NOTHING, CENTRE, "提出目录新版", "propose an edition",
        writes=True,
    ),
    Rule(
        "edition.decide", Kind.EDITION, CENTRE,
        "审批他人提出的新版或撤回自己的", "decide on an edition another proposed",
        states=_OPEN, writes=True,
    ),
    Rule(
        "edition.comment", Kind.EDITION, AGENCY | CENTRE, "对新版提意见",
        "comment on a proposed edition", states=_OPEN, writes=True,
    ),
)  # fmt: skip
