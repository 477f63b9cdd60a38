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
    Entry("desk:duties", _("部门报送"), "duty.list"),
    Entry("desk:sheets", _("月度报表"), "sheet.list"),
    Entry("desk:questions", _("缺号"), "question.list"),
    Entry("desk:statistics", _("统计"), "statistics.read"),
    Entry("desk:accounts", _("账号管理"), "account.list"),
    Entry("desk:reviews", _("账号权限复核"), "review.list"),
    Entry("desk:parties", _("待匹配"), "party.list"),
    Entry("desk:admissions", _("认定后放行"), "admission.list"),
    Entry("desk:duplicates", _("疑似重复的记录"), "twin.list"),
    Entry("desk:judgements", _("认定历史"), "judgement.list"),
    Entry("desk:profiles", _("报送习惯"), "profile.list"),
    Entry("desk:upload", _("上传"), "upload.start"),
    Entry("desk:forms", _("逐条填报"), "form.fill"),
    Entry("desk:batches", _("报送批次"), "batch.list"),
    Entry("desk:motions", _("提请审批"), "motion.list"),
    Entry("desk:keys", _("系统接口密钥"), "key.list"),
    Entry("desk:sources", _("数据库直连"), "source.list"),
    Entry("desk:search", _("检索"), "search.open"),
    Entry("desk:law", _("目录和法规"), "law.read"),
    Entry("desk:looks", _("查阅日志"), "read.list"),
    Entry("desk:alarms", _("异常查阅"), "alarm.list"),
    Entry("desk:incidents", _("安全事件登记"), "incident.list"),
    Entry("desk:security", _("安全状况"), "security.status"),
    Entry("desk:my_looks", _("我的查阅"), "read.mine"),
    Entry("desk:policy", _("权限表"), "policy.read"),
    Entry("desk:me", _("我的账号"), "me.read"),
)
