"""The tasks of the desk in the order of a day. An entry shows for whoever may do its action."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One entry: the name of its address, what it says, the action that opens it."""

    address: str
    text: Promise
    action: str


OVERSIGHT: Final = (
    Entry("desk:search", _("检索"), "search.open"),
    Entry("desk:law", _("目录和法规"), "law.read"),
    Entry("desk:looks", _("查阅日志"), "read.list"),
    Entry("desk:alarms", _("异常查阅"), "alarm.list"),
    Entry("desk:incidents", _("安全事件登记"), "incident.list"),
    Entry("desk:security", _("安全状况"), "security.status"),
    Entry("desk:my_looks", _("我的查阅"), "read.mine"),
)
MENU: Final[tuple[Entry, ...]] = (
    Entry("desk:home", _("今天"), "desk.home"),
    *OVERSIGHT,
    Entry("desk:policy", _("权限表"), "policy.read"),
)
