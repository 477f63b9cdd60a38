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


MENU: Final[tuple[Entry, ...]] = (
    Entry("desk:home", _("今天"), "desk.home"),
    Entry("desk:keys", _("系统接口密钥"), "key.list"),
    Entry("desk:sources", _("数据库直连"), "source.list"),
    Entry("desk:policy", _("权限表"), "policy.read"),
)
