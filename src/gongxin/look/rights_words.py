"""Words of cases: what a body asks for about its records, and how it stands."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.look import spoken_words as spoken

CASE_KINDS = {
    "objection": _("异议"),
    "not_us": _("“不是我们”"),
    "repair": _("信用修复"),
    "revocation": _("决定被撤销"),
    **spoken.KINDS,
}
CASE_STATES = {
    "checking": _("平台核查中"),
    "checking_waits": _("等申请人补正（平台核查）"),
    "deciding": _("作出决定的单位处理中"),
    "deciding_waits": _("等申请人补正（作出决定的单位处理）"),
    "correcting": _("已认可，待更正"),
    "reviewing": _("复核中"),
    "reviewing_waits": _("等申请人补正（复核）"),
    "told": _("已告知撤销，待撤回"),
    "upheld": _("已认可"),
    "rejected": _("未认可，可以申请复核"),
    "confirmed": _("复核维持"),
    "granted": _("准予修复"),
    "refused": _("不予修复"),
    "revoked": _("已撤回并公告"),
    "reinstated": _("撤销又被撤销"),
    "dropped": _("申请人已撤回"),
    **spoken.STATES,
}
CASE_EVENTS = {
    "file": _("提交，即受理"),
    "ask": _("告知补正"),
    "complete": _("补正"),
    "forward": _("转送作出决定的单位"),
    "extend": _("延长"),
    "uphold": _("认可"),
    "correct": _("认可，改为更正"),
    "corrected": _("更正完成"),
    "reject": _("不认可"),
    "appeal": _("申请复核"),
    "confirm": _("维持"),
    "grant": _("准予修复"),
    "refuse": _("不予修复"),
    "report": _("告知撤销"),
    "carry_out": _("撤回并公告"),
    "reinstate": _("登记撤销又被撤销"),
    "say": _("主体声明"),
    "drop": _("撤回申请"),
    **spoken.EVENTS,
}
CASE_PARTIES = {
    "subject": _("主体"),
    "platform": _("公共信用信息中心"),
    "provider": _("作出决定的单位"),
    "reviewer": _("复核人"),
    **spoken.PARTIES,
}
# What follows from each step, said beside its button.
CASE_FOLLOWS = {
    "ask": _("需要补正的内容一次说完；时限停下，直到申请人补正。"),
    "forward": _("作出决定的单位的时限从今天起算。"),
    "extend": _("只能延长一次，须在到期日之前。"),
    "provider.uphold": _("记录立即撤回，不再恢复。"),
    "reviewer.uphold": _("记录立即不再公开；撤回另由一人批准。"),
    "not_us.uphold": _("记录与该主体脱离；“不是同一主体”的认定不再改变。"),
    "correct": _("更正完成之前记录不公开。"),
    "corrected": _("记录更正后才能办结。"),
    "reject": _("理由会告诉申请人；申请人可以申请复核。"),
    "confirm": _("理由会告诉申请人。"),
    "grant": _("同一决定的全部记录立即停止公开、共享和使用。"),
    "refuse": _("须写明依据的条款；理由会告诉申请人。"),
    "carry_out": _("记录立即撤回；公告只写文书号、机关和事由，不写当事人和事实。"),
    "reinstate": _("撤回的记录不再恢复；公告写明撤销又被撤销，收到过的单位会得到通知。"),
    **spoken.FOLLOWS,
}
# The same for the steps of the body itself, and what each kind begins with.
CASE_OWN_FOLLOWS = {
    "complete": _("补正后时限接着走。"),
    "appeal": _("由没有办理过本案的人复核；复核期间记录加注说明。"),
    "say": _("您的声明会印在记录旁边，公众看得到；不要写个人信息。"),
    "drop": _("撤回后本案办结，标注和暂不公开都取消；以后可以再提。"),
}
CASE_BEGINS = {
    "objection": _("提交即受理，记录马上加注“异议处理中”；到期没有答复，记录自动暂不公开。"),
    "not_us": _("提交后机器马上核对：确有不可能之处的，记录立即暂不公开；其余按异议办理。"),
    "repair": _("同一决定的全部记录一次申请；平台受理后转给作出决定的单位，由其决定。"),
    **spoken.BEGINS,
}
CASE_FIELDS = {
    "text": _("说明（不要写个人信息）"),
    "reason": _("延长的理由"),
    "approved": _("作出决定的单位的主要负责人已批准"),
    "article": _("依据的法律法规和条款"),
    "document": _("文书号"),
    "authority": _("作出撤销决定的法院或机关"),
    "cause": _("决定怎么了"),
    "ground": _("异议的理由"),
    "evidence": _("已提交的证明"),
    "commitment": _("已作出信用承诺"),
    "contradictions": _("机器核对：不可能之处"),
    "reasons": _("机器核对：需要留意之处"),
    "false_commitment": _("申请人的承诺是虚假的"),
    **spoken.FIELDS,
}
# The same, as what was said rather than what is asked.
CASE_SAID = {
    **CASE_FIELDS,
    "text": _("说明"),
    "approved": _("主要负责人已批准"),
    "article": _("依据"),
    **spoken.SAID,
}
CASE_FINDINGS = {
    "subject.contradiction.code": _("记录所写的代码与该主体的代码不同"),
    "subject.contradiction.registered_after": _("主体在决定之后才登记，且没有承继可以说明"),
    "subject.contradiction.deregistered_before": _("主体在决定之前已注销"),
    "subject.contradiction.former_name": _("名称是该主体的曾用名，现为另一主体的名称"),
    "subject.contradiction.name": _("该主体没有用过记录所写的名称"),
    "subject.contradiction.judged": _("此前已认定不是同一主体"),
    "subject.reason.place": _("作出决定的机关在另一地方（不能单独说明问题）"),
}
RIGHTS: Mapping[str, Mapping[str, Promise]] = {
    "case_kind": CASE_KINDS,
    "case_state": CASE_STATES,
    "case_event": CASE_EVENTS,
    "case_party": CASE_PARTIES,
    "case_follows": CASE_FOLLOWS,
    "case_own_follows": CASE_OWN_FOLLOWS,
    "case_begins": CASE_BEGINS,
    "case_field": CASE_FIELDS,
    "case_said": CASE_SAID,
    "case_finding": CASE_FINDINGS,
    "spoken_own_follows": spoken.OWN_FOLLOWS,
    "spoken_party": spoken.SPOKEN_PARTIES,
    "spoken_next": spoken.NEXT,
}
