"""The closed lists that the pages of the desk print."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES = {
    "agency_clerk": _("信源单位经办"),
    "agency_reviewer": _("信源单位审核"),
    "centre_officer": _("信用中心经办"),
    "centre_supervisor": _("信用中心负责人"),
    "auditor": _("审计管理员"),
    "system_administrator": _("系统管理员"),
    "security_administrator": _("安全管理员"),
}
OBJECTS = {
    "nothing": _("–"),
    "batch": _("批次"),
    "upload": _("上传中的文件"),
    "record": _("记录"),
    "subject": _("主体"),
    "motion": _("提请"),
    "profile": _("报送习惯"),
    "party": _("待匹配的行"),
    "duplicate": _("疑似重复"),
    "duty": _("报送责任"),
    "question": _("缺号询问"),
    "sheet": _("月报"),
    "account": _("账号"),
    "sign_in": _("登录"),
    "review": _("权限复核"),
    "key": _("接口密钥"),
    "source": _("直连来源"),
    "incident": _("安全事件"),
    "canary": _("警示主体"),
    "edition": _("目录新版"),
    "read": _("查阅记录"),
    "case": _("案件"),
    "recall": _("召回"),
    "return": _("再次报送的内容"),
    "notice": _("通知"),
}
MOTIONS = {
    "record.correct": _("更正记录"),
    "record.withdraw": _("撤回记录"),
    "batch.undo": _("撤销整批"),
    "record.merge": _("合并重复记录"),
    "record.unmerge": _("恢复误并的记录"),
    "record.reinsert": _("凭证明重新收录"),
    "account.open": _("开通账号"),
    "account.grant": _("授予权限"),
    "key.issue": _("发放接口密钥"),
    "source.open": _("开通数据库直连"),
    "partner.admit": _("接纳合作单位"),
    "partner.change": _("变更合作单位"),
    "partner.close": _("终止合作单位"),
}
MOTION_STATES = {
    "open": _("待批"),
    "approved": _("已批准"),
    "refused": _("未批准"),
    "withdrawn": _("已撤回"),
}
TIMINGS = {
    "on_time": _("按时"),
    "late": _("逾期"),
    "unknown": _("不能计算"),
}
STANDINGS = {
    "arrived": _("有报送"),
    "zero": _("月报写明没有"),
    "missing": _("期满未见"),
    "waiting": _("期限未到"),
    "unknown": _("无工作日历，不能计算"),
}
EVERY = {
    "month": _("每月"),
    "year": _("每年"),
    "event": _("随发生"),
}
ANSWERS = {
    "void": _("作废"),
    "not_publishable": _("依法不予公示"),
    "publish_now": _("即报送"),
    "another_body": _("其他单位的文号"),
}
QUESTION_STATES = {
    "open": _("待答"),
    "answered": _("已答待签发"),
    "promised": _("已答即报送，尚未收到"),
    "settled": _("已答复"),
    "arrived": _("已收到"),
}
SHEET_STATES = {
    "due": _("待填"),
    "filed": _("已填待签"),
    "signed": _("已签发"),
    "returned": _("已退回"),
}
VERDICTS = {
    "signed": _("已签发"),
    "returned": _("已退回"),
}
RECORD_STATES = {
    "admitted": _("已入库"),
    "repaired": _("已修复"),
    "withdrawn": _("已撤回"),
    "erased": _("已删除"),
    "undone": _("随批次撤销"),
}
FACETS = {
    "item": _("目录事项"),
    "agency": _("部门"),
    "month": _("决定月份"),
    "severity": _("类别"),
    "state": _("状态"),
}
ACCOUNT_STATES = {
    "invited": _("待本人设置"),
    "open": _("可用"),
    "closed": _("已停用"),
}
COURSES = {
    "security": _("账号与信息安全"),
    "data": _("信用信息与个人信息保护"),
}
TRAININGS = {
    "valid": _("在有效期内"),
    "soon": _("两周内到期"),
    "over": _("已过期"),
}
CIRCLES = {
    "clerks": _("信源单位经办账号"),
    "office": _("单位审核、信用中心、审计和系统管理员账号"),
    "security": _("安全管理员账号"),
}
REVIEW_VERDICTS = {
    "keep": _("保留"),
    "close": _("停用"),
}
OPINIONS = {
    "same": _("认定为同一主体"),
    "different": _("认定不是这一主体"),
    "unsure": _("不能确定，请报送单位核实"),
    "new": _("新主体，已登记"),
    "reopened": _("撤销认定"),
}
REVIEW_STATES = {
    "stands": _("认定有效"),
    "for_ever": _("认定长期有效"),
    "ended": _("认定已撤销"),
}
PARTY_STATES = {
    "waiting": _("待认定"),
    "asked": _("已请报送单位核实"),
    "settled": _("已认定并入库"),
    "other": _("不在待匹配之列"),
}
TWIN_STATES = {
    "open": _("待处理"),
    "unreleased": _("有一条尚未放行"),
    "distinct": _("已认定不是重复"),
    "merged": _("已合并"),
    "gone": _("有一条已不在"),
}
ADMISSION_STATES = {
    "waiting": _("等待放行"),
    "released": _("已放行"),
    "gone": _("认定已撤销"),
}
BATCHES = {
    "draft": _("待确认"),
    "received": _("已收到"),
    "admitting": _("处理中"),
    "held": _("整批挂起"),
    "finished": _("已办结"),
    "discarded": _("已放弃"),
    "waiting": _("等第二人放行"),
    "released": _("已公开"),
    "undone": _("已撤销"),
}
ROW_OUTCOMES = {
    "admitted": _("入库"),
    "duplicate": _("重复"),
    "held": _("暂存待核"),
    "rejected": _("退回"),
    "waiting": _("待处理"),
    "corrected": _("作为更正接受"),
}
CHANNELS = {
    "file": _("文件"),
    "form": _("逐条填报"),
    "api": _("接口"),
    "source": _("数据库直连"),
}
GATES = {
    "gate.rejected_share": _("退回的行太多"),
    "gate.unknown_share": _("名册里没有的主体太多"),
    "gate.shrunk": _("比往常少了一半以上"),
    "gate.adverse_on_one": _("同一主体的不利记录太多"),
}
RELEASES = {
    "two_person": _("两人放行"),
    "standing": _("入库即公开"),
}
VERSION_REASONS = {
    "batch.undone": _("批次撤销后重新报送"),
    "retention.over": _("保存期满"),
    "retention.restored": _("恢复备份后再次删除"),
    "case.objection": _("异议成立"),
    "case.not_us": _("认定不是同一主体"),
    "case.repair": _("准予信用修复"),
    "case.revocation": _("决定被撤销"),
}
KEY_STATES = {
    "waiting": _("待领取"),
    "live": _("使用中"),
    "ended": _("已到期"),
    "revoked": _("已吊销"),
}
KEY_SCOPES = {
    "submit": _("报送数据"),
    "read": _("查询回执"),
}
SOURCE_STATES = {
    "open": _("读取中"),
    "paused": _("已暂停"),
    "closed": _("已关闭"),
}
SOURCE_KINDS = {
    "postgresql": _("PostgreSQL"),
    "mysql": _("MySQL 或 MariaDB"),
}
TRANSPORTS = {
    "tls": _("加密（TLS）"),
    "plain": _("不加密，仅限单位内网"),
}
SOURCE_ERRORS = {
    "source.unreachable": _("连不上数据库"),
    "source.failed": _("视图读取出错"),
    "source.persons": _("视图含有关于个人的列"),
    "source.cursor": _("游标列不合要求"),
    "source.refused": _("读取被拒绝"),
    "seal.broken": _("保存的密码打不开"),
    "file.headers": _("列名与事项不符"),
    "file.header": _("列名与事项不符"),
    "batch.refused": _("该单位无权报送这个事项"),
    "catalogue.item_unknown": _("事项已不在目录中"),
}
DESK: Final[Mapping[str, Mapping[str, Promise]]] = MappingProxyType(
    {
        "role": ROLES,
        "object": OBJECTS,
        "motion": MOTIONS,
        "motion_state": MOTION_STATES,
        "timing": TIMINGS,
        "standing": STANDINGS,
        "every": EVERY,
        "answer": ANSWERS,
        "question_state": QUESTION_STATES,
        "sheet_state": SHEET_STATES,
        "verdict": VERDICTS,
        "record_state": RECORD_STATES,
        "facet": FACETS,
        "account_state": ACCOUNT_STATES,
        "course": COURSES,
        "training": TRAININGS,
        "circle": CIRCLES,
        "review_verdict": REVIEW_VERDICTS,
        "opinion": OPINIONS,
        "review_state": REVIEW_STATES,
        "party_state": PARTY_STATES,
        "twin_state": TWIN_STATES,
        "admission_state": ADMISSION_STATES,
        "batch": BATCHES,
        "row_outcome": ROW_OUTCOMES,
        "channel": CHANNELS,
        "gate": GATES,
        "release": RELEASES,
        "version_reason": VERSION_REASONS,
        "key_state": KEY_STATES,
        "key_scope": KEY_SCOPES,
        "source_state": SOURCE_STATES,
        "source_kind": SOURCE_KINDS,
        "transport": TRANSPORTS,
        "source_error": SOURCE_ERRORS,
    }
)
