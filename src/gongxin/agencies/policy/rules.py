"""The shape of a rule of access: an action, what it is done to, in which states, by which roles. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gongxin.agencies.roles import AGENCY_ROLES, Role

# An agency's clerk and reviewer meet what is their agency's alone; whoever is not of an agency meets all of them.
AGENCY = frozenset(AGENCY_ROLES)
REVIEWER = frozenset({Role.AGENCY_REVIEWER})
CLERK = frozenset({Role.AGENCY_CLERK})
OFFICER = frozenset({Role.CENTRE_OFFICER})
SUPERVISOR = frozenset({Role.CENTRE_SUPERVISOR})
CENTRE = OFFICER | SUPERVISOR
AUDITOR = frozenset({Role.AUDITOR})
SYSTEM = frozenset({Role.SYSTEM_ADMINISTRATOR})
SECURITY = frozenset({Role.SECURITY_ADMINISTRATOR})
EVERYBODY = frozenset(Role)


class Kind(StrEnum):
    """What an action is done to."""

    NOTHING = "nothing"  # a list, or a page of one's own
    BATCH = "batch"  # 批次
    UPLOAD = "upload"  # 上传中的文件
    RECORD = "record"  # 记录
    SUBJECT = "subject"  # 主体
    MOTION = "motion"  # 提请
    PROFILE = "profile"  # 报送习惯
    PARTY = "party"  # 待匹配的行
    DUPLICATE = "duplicate"  # 疑似重复
    DUTY = "duty"  # 报送责任
    QUESTION = "question"  # 缺号询问
    SHEET = "sheet"  # 月报
    ACCOUNT = "account"  # 账号
    SIGN_IN = "sign_in"  # 登录
    REVIEW = "review"  # 权限复核
    KEY = "key"  # 接口密钥
    SOURCE = "source"  # 直连来源
    PARTNER = "partner"  # 合作单位
    INCIDENT = "incident"  # 安全事件
    CANARY = "canary"  # 警示主体
    EDITION = "edition"  # 目录新版
    READ = "read"  # 查阅记录
    CASE = "case"  # 案件
    ATTACHMENT = "attachment"  # 附件
    LETTER = "letter"  # 开通函件
    OWNER = "owner"  # 单位自己的账号
    RECALL = "recall"  # 召回
    RETURN = "return"  # 再次报送
    NOTICE = "notice"  # 通知


@dataclass(frozen=True)
class Rule:
    """Who may do one thing. No states: in every state. `recorded`: whoever does it leaves an event with what was shown.

    `writes`: it changes something besides that event. Nothing that writes is the auditor's.
    """

    action: str
    kind: Kind
    roles: frozenset[Role]
    zh: str
    en: str
    states: frozenset[str] = frozenset()
    recorded: bool = False
    writes: bool = False

    def permits(self, roles: Iterable[Role], state: str | None) -> bool:
        """Whether somebody with these roles may, on an object in this state (None: there is no object)."""
        in_state = not self.states or state in self.states
        return in_state and not self.roles.isdisjoint(roles)
