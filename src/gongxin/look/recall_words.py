"""Words of recalls, beside the others of `words.py`: at the desk, on the public list, on a subject's map."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES = {
    "waiting": _("等待接收"),
    "retrying": _("正在重发"),
    "delivered": _("已送达，未确认"),
    "call_sheet": _("逾期，须电话催办"),
    "listed": _("逾期，已公开点名"),
    "acknowledged": _("已确认"),
    "redeemable": _("凭查询编号可查"),
}
CLASSES = {
    "A": _("A 已不存在"),
    "B": _("B 已更正"),
    "C": _("C 标注有变"),
}
OUTCOMES = {
    "deleted": _("已删除"),
    "replaced": _("已替换"),
    "not_held": _("没有留存"),
    "used_in_decision": _("曾据以作出决定"),
    "set_equal": _("全部副本已与本平台一致"),
}
WAYS = {
    "signature": _("接收方签名"),
    "written": _("书面答复"),
    "digest": _("集合摘要一致"),
}
EVENTS = {
    "failed": _("发送未成"),
    "delivered": _("送达"),
    "called": _("电话催办"),
    "acknowledged": _("确认"),
}
CALLS = {
    "promised": _("对方答应办理"),
    "reached": _("已告知"),
    "unreached": _("无人接听"),
    "wrong_number": _("号码不对"),
}
FAILURES = {
    **CALLS,
    "not_reached": _("连接不上"),
    "timeout": _("超时"),
    "tls": _("证书不能接受"),
    "name": _("域名查不到"),
    "address": _("地址不能使用"),
    "private_address": _("地址在内部网络，不予发送"),
}
RECALLS: Mapping[str, Mapping[str, Promise]] = {
    "recall_state": STATES,
    "recall_class": CLASSES,
    "recall_outcome": OUTCOMES,
    "recall_via": WAYS,
    "recall_event": EVENTS,
    "recall_call": CALLS,
    "recall_code": FAILURES,
}
