"""The words of closed lists in the language of the reader. A value that no list knows is printed as it is."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.look.attachment_words import ATTACHMENTS
from gongxin.look.desk_words import DESK
from gongxin.look.exchange_words import EXCHANGE
from gongxin.look.notice_words import NOTICES
from gongxin.look.oversight_words import OVERSIGHT
from gongxin.look.owner_words import OWNERS
from gongxin.look.recall_words import RECALLS
from gongxin.look.return_words import RETURNS
from gongxin.look.rights_words import RIGHTS

MARKS = {
    "verified": _("已核实"),
    "copy": _("据转载文本"),
    "unverified": _("未核实"),
    "example": _("示例"),
}
SEVERITIES = {
    "minor": _("轻微"),
    "general": _("一般"),
    "serious": _("严重"),
    "unknown": _("未分级"),
    "none": _("不分级"),
    "withheld": _("不公开"),
}
POLARITIES = {
    "adverse": _("不利"),
    "neutral": _("中性"),
    "positive": _("有利"),
}
TYPES = {
    "text": _("文字"),
    "date": _("日期"),
    "code": _("代码"),
    "codes": _("代码（可多值）"),
    "money": _("金额"),
    "identifier": _("标识码"),
    "document_number": _("文号"),
    "flag": _("是或否"),
    "integer": _("整数"),
    "decimal": _("数"),
    "year": _("年度"),
    "digest": _("文书摘要（SHA-256）"),
}
AUDIENCES = {
    "public": _("公开"),
    "shared": _("部门共享"),
    "authorised": _("授权查询"),
    "internal": _("内部"),
}
OUTCOMES = {
    "reject": _("退回"),
    "hold": _("暂存待核"),
    "warn": _("提醒"),
    "note": _("说明"),
}
KINDS = {
    "enterprise": _("企业"),
    "individual_business": _("个体工商户"),
    "cooperative": _("农民专业合作社"),
    "institution": _("事业单位"),
    "social_organisation": _("社会组织"),
    "collective": _("农村集体经济组织"),
    "organisation": _("法人和非法人组织"),
    "practitioner": _("持证从业人员（按证号）"),
    "farm_household": _("申请建档的农户"),
    "government": _("机关"),
    "other": _("其他组织"),
}
STATUSES = {
    "active": _("存续"),
    "deregistered": _("已注销"),
    "revoked": _("已吊销"),
    "unknown": _("状态不详"),
}
SCHEMES = {
    "uscc": _("统一社会信用代码"),
    "org_code": _("组织机构代码"),
    "reg15": _("注册号（15位）"),
    "reg13": _("注册号（13位）"),
    "coop": _("合作社注册号"),
    "reg_other": _("其他注册号"),
    "tax": _("税务登记号"),
    "institution": _("事业单位证书号"),
    "social": _("社会组织登记证号"),
}
MATCHES = {
    "former_name": _("曾用名相同"),
    "part": _("名称的一部分"),
    "similar": _("名称相近"),
}
PARTS = {
    "government": _("政务诚信"),
    "business": _("商务诚信"),
    "social": _("社会诚信"),
    "judicial": _("司法公信"),
    "culture": _("诚信文化"),
}
PROPOSALS = {
    "open": _("待审批"),
    "approved": _("已通过"),
    "refused": _("未采纳"),
    "withdrawn": _("已撤回"),
}
CLOCK_GROUPS = {
    "duty": _("部门的报送责任"),
    "objection": _("异议"),
    "not_us": _("“不是我们”和重新收录"),
    "repair": _("信用修复"),
    "revocation": _("撤销、到期和移出"),
    "request": _("申请、投诉和泄露"),
    "recall": _("更正的送达"),
    "notice": _("告知和核查"),
    "remedy": _("单位自己的救济期限"),
}
PARTIES = {
    "platform": _("本平台"),
    "provider": _("作出决定的单位"),
    "reviewer": _("未参与的复核人"),
    "recipient": _("信息接收方"),
    "subject": _("单位自己"),
    "third": _("第三方"),
    "nobody": _("没有任何一方"),
}
MISSED = {
    "mask_until_answered": _("该条信息停止展示，直到答复"),
    "escalate": _("升级到上一级负责人"),
    "figures": _("计入该单位自己的办理数字"),
    "call_sheet": _("转人工电话催办"),
    "public_list": _("列入未按时处理的公开名单"),
    "window_closes": _("由受理机关决定是否受理；本平台不因此作任何处理"),
}
CLOCK_DAYS = {
    "zero": _("起算日，不计"),
    "counted": _("计入"),
    "made_up": _("补班，计入"),
    "weekend": _("周末"),
    "holiday": _("放假"),
    "stopped": _("暂停"),
    "moved_on": _("休息日，顺延"),
}
CLOCK_STATES = {
    "running": _("办理中"),
    "due_today": _("今天到期"),
    "overdue": _("已超期"),
    "paused": _("暂停中"),
    "calendar_missing": _("缺少日历，无法计算"),
    "answered": _("已按时办理"),
    "answered_late": _("已办理，超期"),
}
CLOCK_EVENTS = {
    "Started": _("收到"),
    "Paused": _("暂停"),
    "Resumed": _("恢复"),
    "Extended": _("延长"),
    "Answered": _("办结"),
}
WEEKDAYS = {
    "0": _("周日"),
    "1": _("周一"),
    "2": _("周二"),
    "3": _("周三"),
    "4": _("周四"),
    "5": _("周五"),
    "6": _("周六"),
}
WORDS: Final[Mapping[str, Mapping[str, Promise]]] = MappingProxyType(
    {
        "proposal": PROPOSALS,
        "part": PARTS,
        "match": MATCHES,
        "mark": MARKS,
        "severity": SEVERITIES,
        "polarity": POLARITIES,
        "type": TYPES,
        "audience": AUDIENCES,
        "outcome": OUTCOMES,
        "kind": KINDS,
        "status": STATUSES,
        "scheme": SCHEMES,
        "clock_group": CLOCK_GROUPS,
        "party": PARTIES,
        "missed": MISSED,
        "clock_day": CLOCK_DAYS,
        "clock_state": CLOCK_STATES,
        "clock_event": CLOCK_EVENTS,
        "weekday": WEEKDAYS,
        **DESK,
        **OVERSIGHT,
        **RIGHTS,
        **ATTACHMENTS,
        **OWNERS,
        **EXCHANGE,
        **RECALLS,
        **RETURNS,
        **NOTICES,
    }
)
