"""Words of the pages that watch over the platform and of the law at the desk, beside the others of `words.py`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAFF_PURPOSES = {
    "reporting": _("办理报送和更正"),
    "release": _("审核发布"),
    "objection": _("办理异议"),
    "repair": _("办理信用修复"),
    "complaint": _("办理投诉、举报和申请"),
    "matching": _("核对主体"),
    "enquiry": _("答复主体本人的查询"),
    "authority": _("配合有权机关"),
    "incident": _("处置安全事件"),
    "audit": _("审计"),
    "duty": _("日常工作"),
    "unsaid": _("未说明"),
}
RECORD_STATES = {
    "admitted": _("已入库"),
    "repaired": _("已修复"),
    "withdrawn": _("已撤回"),
    "erased": _("已删除"),
}
BATCH_STATUSES = {
    "received": _("已收到"),
    "admitting": _("正在入库"),
    "held": _("整批暂存"),
    "finished": _("已办结"),
}
RELEASES = {"two_person": _("两人放行"), "standing": _("凭良好记录即时放行")}
OPERATIONS = {
    "add": _("新增"),
    "modify": _("变更"),
    "delete": _("移除"),
    "mark": _("加标注"),
    "unmark": _("取消标注"),
}
MARK_KINDS = {"disputed": _("异议处理中"), "under_review": _("行政复议或诉讼中")}
MARK_EVENTS = {"placed": _("加注"), "lifted": _("取消")}
TOMBSTONES = {"repair": _("修复"), "withdraw": _("撤回"), "erase": _("删除")}
VERDICTS = {
    "same": _("同一主体"),
    "different": _("不同主体"),
    "unsure": _("无法判断"),
}
RECIPIENTS = {
    "anonymous": _("匿名查询者"),
    "account": _("平台账号"),
    "agency": _("信源单位"),
    "partner": _("接入单位"),
    "subject": _("主体本人"),
}
CHANNELS = {
    "api_check": _("接口查询"),
    "command_check": _("命令行查询"),
    "page": _("网页"),
    "report": _("信用报告"),
    "feed": _("变动推送"),
    "package": _("数据包"),
    "recall": _("召回"),
}
INCIDENT_KINDS = {
    "leak": _("信息泄露"),
    "tampering": _("数据被篡改"),
    "loss": _("数据丢失或损毁"),
    "wrong_fact": _("错误公示"),
    "access": _("越权或可疑访问"),
    "outage": _("服务中断"),
    "malware": _("恶意程序或攻击"),
    "lost_device": _("设备、介质或密钥遗失"),
    "other": _("其他安全事件"),
}
GRADES = {
    "ordinary": _("一般事件"),
    "large": _("较大事件"),
    "major": _("重大事件"),
    "extraordinary": _("特别重大事件"),
}
ENTRY_KINDS = {
    "opened": _("发现和经过"),
    "touched": _("影响范围"),
    "told": _("通知或报告"),
    "measure": _("处置措施"),
    "corrected": _("更正此前一条"),
    "closed": _("结案"),
}
TOLD = {
    "authority": _("主管部门"),
    "subjects": _("受影响的单位"),
    "agencies": _("信源单位"),
    "head": _("本单位负责人"),
    "public": _("社会公众"),
}
INCIDENT_STATES = {"open": _("未结"), "closed": _("已结案")}
LEVELS = {"green": _("正常"), "yellow": _("需留意"), "red": _("须处理")}
TOPICS = {
    "backup": _("最近一次备份"),
    "archive": _("最近一次存档预写日志"),
    "drill": _("最近一次恢复演练"),
    "journal": _("最近一次核对日志"),
    "witness": _("最近一次向外交存检查点"),
    "calendar": _("工作日历覆盖到"),
    "sign_ins": _("24 小时内登录失败"),
    "training": _("没有有效培训的账号"),
    "reviews": _("逾期的权限复核"),
    "incidents": _("未结的安全事件"),
    "alarms": _("未查明的异常查阅"),
    "database_role": _("应用的数据库角色多余的权限"),
    "walls": _("没有行级隔离的表"),
}
TOPIC_REMEDIES = {
    "backup": _("每天执行 gongxin backup，并把备份目录复制到另一台机器。"),
    "archive": _(
        "把 GONGXIN_ARCHIVE 设为另一块磁盘上的目录；已设置仍报错的，查看目录是否可写、磁盘是否已满。"
    ),
    "drill": _("每季度执行 gongxin restore-drill；有问题时先查明，不要覆盖旧备份。"),
    "journal": _("运行 gongxin worker 即每天核对；也可执行 gongxin journal verify --enter。"),
    "witness": _("每周执行 gongxin journal give，把检查点交给另一个单位保存。"),
    "calendar": _("国务院办公厅公布下一年放假安排后，补充日历文件并提出目录新版。"),
    "sign_ins": _("次数突然增多时，查看是哪些账号，必要时登记安全事件。"),
    "training": _("安排培训并登记；未受训的账号不应办理业务。"),
    "reviews": _("催促有关单位的审核账号签署复核。"),
    "incidents": _("逐起记载措施和通知，由登记人以外的人结案。"),
    "alarms": _("向查阅人所在单位了解用途，写明查明的情况。"),
    "database_role": _("收回属主、超级用户、绕过隔离和建库建角色的权限。"),
    "walls": _("停止使用这些表，由开发人员补上隔离后再恢复。"),
}
FAULTS = {
    "files": _("备份文件与清单不符"),
    "restore": _("无法恢复"),
    "counts": _("行数与备份时不符"),
    "journal": _("日志不完整或不是同一份"),
    "records": _("记录与日志不符"),
    "tombstones": _("墓碑账本无法读取"),
    "attachments": _("附件缺失或被改动"),
}
NAME_KINDS = {"official": _("正式名称"), "short": _("简称"), "alias": _("别名或旧称")}
AGENCY_KINDS = {
    "regulator": _("行政机关"),
    "centre": _("公共信用信息中心"),
    "court": _("司法机关"),
    "other": _("其他单位"),
}
STANDINGS = {"good": _("良好：中性信息入库即公开"), "watched": _("关注：每批须第二人放行")}
DAYS = {
    "work": _("工作日"),
    "off": _("周末"),
    "holiday": _("放假"),
    "moved": _("调休上班"),
}
DIVISION_LEVELS = {"county": _("县级"), "township": _("乡级")}
CHANGES = {"added": _("新增"), "removed": _("删去"), "changed": _("改动")}
OVERSIGHT: Mapping[str, Mapping[str, Promise]] = {
    "staff_purpose": STAFF_PURPOSES,
    "record_state": RECORD_STATES,
    "batch_status": BATCH_STATUSES,
    "release": RELEASES,
    "operation": OPERATIONS,
    "mark_kind": MARK_KINDS,
    "mark_event": MARK_EVENTS,
    "tombstone": TOMBSTONES,
    "verdict": VERDICTS,
    "recipient": RECIPIENTS,
    "channel": CHANNELS,
    "incident_kind": INCIDENT_KINDS,
    "grade": GRADES,
    "entry_kind": ENTRY_KINDS,
    "told": TOLD,
    "incident_state": INCIDENT_STATES,
    "level": LEVELS,
    "topic": TOPICS,
    "topic_remedy": TOPIC_REMEDIES,
    "fault": FAULTS,
    "name_kind": NAME_KINDS,
    "agency_kind": AGENCY_KINDS,
    "standing": STANDINGS,
    "day_kind": DAYS,
    "division_level": DIVISION_LEVELS,
    "change": CHANGES,
}
