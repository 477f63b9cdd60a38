"""The tasks of the desk, in groups and in the order of a day. An entry shows for whoever may do its action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from gongxin.desk.guard import Visit


@dataclass(frozen=True)
class Entry:
    """One entry: the name of its address, what it says, the action that opens it."""

    address: str
    text: Promise
    action: str


@dataclass(frozen=True)
class Group:
    """Entries of one kind of work; the group leads to the first that somebody may open."""

    text: Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """An entry or a group as a page prints it."""

    text: Promise
    address: str
    is_current: bool


@dataclass(frozen=True)
class Menu:
    """Two lines: the groups, and the entries of the group the page belongs to."""

    groups: tuple[Link, ...]
    entries: tuple[Link, ...]


MENU: Final[tuple[Group, ...]] = (
    Group(_("今天"), (Entry("desk:home", _("今天"), "desk.home"),)),
    Group(
        _("报送"),
        (
            Entry("desk:upload", _("上传"), "upload.start"),
            Entry("desk:forms", _("逐条填报"), "form.fill"),
            Entry("desk:batches", _("报送批次"), "batch.list"),
            Entry("desk:profiles", _("报送习惯"), "profile.list"),
        ),
    ),
    Group(
        _("认定"),
        (
            Entry("desk:parties", _("待匹配"), "party.list"),
            Entry("desk:admissions", _("认定后放行"), "admission.list"),
            Entry("desk:returns", _("重新收录"), "return.list"),
            Entry("desk:duplicates", _("疑似重复的记录"), "twin.list"),
            Entry("desk:judgements", _("认定历史"), "judgement.list"),
        ),
    ),
    Group(
        _("案件"),
        (
            Entry("desk:cases", _("案件"), "case.list"),
            Entry("desk:request_new", _("窗口登记申请"), "request.receive"),
            Entry("desk:liability", _("责任记录"), "liability.list"),
        ),
    ),
    Group(_("审批"), (Entry("desk:motions", _("提请审批"), "motion.list"),)),
    Group(
        _("责任"),
        (
            Entry("desk:duties", _("部门报送"), "duty.list"),
            Entry("desk:sheets", _("月度报表"), "sheet.list"),
            Entry("desk:questions", _("缺号"), "question.list"),
            Entry("desk:statistics", _("统计"), "statistics.read"),
        ),
    ),
    Group(_("通知"), (Entry("desk:notices", _("告知主体的通知"), "notice.list"),)),
    Group(_("召回"), (Entry("desk:recalls", _("召回催办"), "recall.list"),)),
    Group(
        _("检索和法规"),
        (
            Entry("desk:search", _("检索"), "search.open"),
            Entry("desk:law", _("目录和法规"), "law.read"),
        ),
    ),
    Group(
        _("账号和接口"),
        (
            Entry("desk:accounts", _("账号管理"), "account.list"),
            Entry("desk:reviews", _("账号权限复核"), "review.list"),
            Entry("desk:letters", _("单位开通函"), "letter.list"),
            Entry("desk:counter", _("单位开通窗口"), "owner.counter"),
            Entry("desk:keys", _("系统接口密钥"), "key.list"),
            Entry("desk:sources", _("数据库直连"), "source.list"),
            Entry("desk:partners", _("合作单位"), "partner.list"),
        ),
    ),
    Group(
        _("安全"),
        (
            Entry("desk:security", _("安全状况"), "security.status"),
            Entry("desk:incidents", _("安全事件登记"), "incident.list"),
            Entry("desk:looks", _("查阅日志"), "read.list"),
            Entry("desk:alarms", _("异常查阅"), "alarm.list"),
        ),
    ),
    Group(
        _("我的"),
        (
            Entry("desk:me", _("我的账号"), "me.read"),
            Entry("desk:my_looks", _("我的查阅"), "read.mine"),
            Entry("desk:policy", _("权限表"), "policy.read"),
        ),
    ),
)


def menu_of(visit: Visit, path: str) -> Menu:
    """What this visit may open, and where on it the page of this path is."""
    open_groups = [
        (
            group,
            [(entry, reverse(entry.address)) for entry in group.entries if visit.may(entry.action)],
        )
        for group in MENU
    ]
    every = [address for _group, entries in open_groups for _entry, address in entries]
    # A page belongs to the entry whose address begins its own most closely; the first page begins them all.
    current = max((a for a in every if path.startswith(a)), key=len, default="")
    groups: list[Link] = []
    shown: tuple[Link, ...] = ()
    for group, entries in open_groups:
        if not entries:
            continue
        is_current = current in {address for _entry, address in entries}
        groups.append(Link(group.text, entries[0][1], is_current))
        if is_current and len(entries) > 1:
            shown = tuple(Link(e.text, address, address == current) for e, address in entries)
    return Menu(tuple(groups), shown)
