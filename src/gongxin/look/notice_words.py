"""Words of notices: what they are about, how they stand, what happened to them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS = {
    "listed": _("记录公开和修复告知"),
    "case": _("案件进展"),
    "masked": _("逾期未答复，暂不公开"),
    "moved": _("到期日变动"),
    "left": _("记录不再公开"),
    "reinserted": _("撤下的记录重新收录"),
    "used": _("曾据以作出决定"),
}
STATES = {
    "owed": _("待告知"),
    "printed": _("已打印，待交寄"),
    "posted": _("已交寄，等回执"),
    "returned": _("已退回"),
    "announced": _("公告中"),
    "told": _("已送达"),
}
EVENTS = {
    "printed": _("打印函件"),
    "posted": _("交寄"),
    "delivered": _("收到回执"),
    "returned": _("退回"),
    "handed_over": _("窗口交付"),
    "read": _("登录后打开"),
    "announced": _("开始公告"),
    "announcement_ended": _("公告期满"),
    "sent": _("发出提醒"),
    "arrived": _("提醒已到达"),
    "failed": _("提醒没有到达"),
}
CODES = {
    "moved_away": _("迁址"),
    "unknown": _("查无此单位"),
    "refused": _("拒收"),
    "not_fetched": _("逾期未领"),
    "bad_address": _("地址不详"),
    "licence": _("证照原件"),
    "letter": _("单位介绍信"),
    "sms": _("短信"),
    "email": _("电子邮件"),
}
VIEWS = {
    "print": _("待打印"),
    "counter": _("没有地址，在窗口"),
    "post": _("待交寄"),
    "posted": _("等回执"),
    "returned": _("退回"),
    "announced": _("公告中"),
    "overdue": _("逾期"),
    "open": _("全部未送达"),
}
NOTICES: Mapping[str, Mapping[str, Promise]] = {
    "notice_kind": KINDS,
    "notice_state": STATES,
    "notice_event": EVENTS,
    "notice_code": CODES,
    "notice_view": VIEWS,
}
