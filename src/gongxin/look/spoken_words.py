"""Words of complaints, tips and requests: what rights_words says of every case, said of these."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "complaint": _("投诉（对部门）"),
    "own_complaint": _("投诉（对本平台）"),
    "tip": _("举报"),
    "request": _("查阅、复制、更正、删除申请"),
}
STATES = {
    "answering": _("中心核查、答复中"),
    "answering_waits": _("等申请人补正（中心答复）"),
    "stating": _("等被投诉的单位说明"),
    "stated": _("单位已说明，中心答复中"),
    "for_head": _("中心负责人核查、答复中"),
    "for_head_waits": _("等投诉人补正（中心负责人答复）"),
    "founded": _("投诉成立"),
    "unfounded": _("投诉不成立，可以申请复核"),
    "given": _("准予"),
    "given_part": _("部分准予，可以申请复核"),
    "denied": _("不予，可以申请复核"),
    "received": _("已收到，待转主管部门"),
    "handed": _("已转主管部门"),
    "returned": _("部门退回，待另转"),
    "answered": _("部门已答复"),
    "passed": _("已转出，另立一件"),
    "closed": _("已办结"),
}
EVENTS = {
    "hear": _("请单位说明"),
    "state": _("作出说明"),
    "found": _("认定投诉成立"),
    "dismiss": _("认定投诉不成立"),
    "incident": _("登记为安全事件"),
    "see": _("当面核对身份"),
    "give": _("准予"),
    "give_part": _("部分准予"),
    "deny": _("不予"),
    "hand_on": _("转主管部门"),
    "return": _("退回：不属于本部门"),
    "answer": _("答复"),
    "close": _("办结本件"),
}
PARTIES = {"head": _("中心负责人")}
FOLLOWS = {
    "hear": _("单位在本案里说明；中心的答复时限照走，单位不说明也照样答复。"),
    "state": _("说明给中心看，由中心答复投诉人。"),
    "found": _("记入该单位的责任记录并计入公开的数字；只记单位，不记任何人。"),
    "dismiss": _("理由会告诉投诉人；投诉人可以申请复核。"),
    "see": _("只登记“已核对”，不记姓名和号码；时限接着走。"),
    "give": _(
        "查阅、复制：来人当面查看或者领取，单位在自己的档案里看。更正：由单位对该记录提出异议办理。删除：保存期满的提请删除，由另一人批准。"
    ),
    "give_part": _("须写明没有准予的部分、理由和依据；申请人可以申请复核。"),
    "deny": _("须写明理由和依据；申请人可以申请复核。"),
    "hand_on": _("主管部门另立一件办理；举报不进任何档案，不计入任何单位的情况。"),
    "return": _("退回中心，另转主管部门。"),
    "answer": _("答复会给有回执码的举报人看。"),
    "close": _("办结满六个月，举报的内容清空。"),
}
BEGINS = {
    "complaint": _("提交即受理；中心请被投诉的单位说明，查清后答复。"),
    "own_complaint": _("提交即受理；由没有参与所投诉的事的中心负责人查清后答复。"),
    "request": _("提交即受理，到期答复；拒绝会写明理由和依据。"),
}
FIELDS = {
    "matter": _("投诉什么"),
    "about": _("投诉的是这个案件的办理"),
    "wanted": _("申请什么"),
    "who": _("申请人"),
    "target": _("举报的单位"),
    "fault": _("责任种类"),
    "remedy": _("怎样补救"),
    "no_part": _("我没有参与所投诉的事"),
    "seen": _("已当面核对身份证件"),
    "finding": _("结果"),
    "agency": _("主管部门（按目录里的职责排列）"),
    "incident": _("安全事件"),
}
SAID = {
    **FIELDS,
    "no_part": _("认定人没有参与所投诉的事"),
    "seen": _("已当面核对身份"),
    "agency": _("主管部门"),
}
OWN_FOLLOWS = {
    "complete": _("补正后时限接着走。"),
    "appeal": _("由没有办理过本案的人复核。"),
    "drop": _("撤回后本案办结；以后可以再提。"),
}
# Who is who in a case about no record.
SPOKEN_PARTIES = {
    "subject": _("提出的一方"),
    "platform": _("公共信用信息中心"),
    "provider": _("有关单位"),
    "reviewer": _("复核人"),
    "head": _("中心负责人"),
}
# Where a request that was granted goes on.
NEXT = {
    "access": _("单位登录后在自己的档案里看；个人带身份证件到窗口看。"),
    "copy": _("单位登录后在自己的档案里打印；个人带身份证件到窗口领取。"),
    "correction": _("请作出决定的单位更正：单位登录后对该记录提出异议，个人由窗口转办。"),
    "deletion": _("保存期满或者依法应当删除的，由两人批准后删除，不能恢复。"),
}
