"""The words of a case: its kinds, what can happen, where it can stand, and who acts. Pure."""

from enum import StrEnum


class Kind(StrEnum):
    OBJECTION = "objection"  # 异议: what the record says is wrong
    NOT_US = "not_us"  # 不是我们: the record is about another body
    REPAIR = "repair"  # 信用修复: the duty is fulfilled (Order 36)
    REVOCATION = "revocation"  # 撤销: a court or an authority took the decision back


class Party(StrEnum):
    """Who acts. Nobody acts for two of them in one case."""

    SUBJECT = "subject"  # the organisation itself
    PLATFORM = "platform"  # an officer of the credit centre
    PROVIDER = "provider"  # a reviewer of the body that reported the record
    REVIEWER = "reviewer"  # an officer of the centre who had no part in the case before


class State(StrEnum):
    NEW = "new"  # before the first event; never stored, never shown
    CHECKING = "checking"  # 平台核查
    CHECKING_WAITS = "checking_waits"  # 平台核查，等申请人补正
    DECIDING = "deciding"  # 作出决定的单位处理
    DECIDING_WAITS = "deciding_waits"  # 作出决定的单位处理，等申请人补正
    CORRECTING = "correcting"  # 认可，待更正；更正前不公开
    REVIEWING = "reviewing"  # 复核
    REVIEWING_WAITS = "reviewing_waits"  # 复核，等申请人补正
    TOLD = "told"  # 已告知撤销，待撤回
    UPHELD = "upheld"  # 认可
    REJECTED = "rejected"  # 不认可，可以申请复核
    CONFIRMED = "confirmed"  # 复核维持
    GRANTED = "granted"  # 准予修复
    REFUSED = "refused"  # 不予修复
    REVOKED = "revoked"  # 已撤回并公告
    REINSTATED = "reinstated"  # 撤销又被撤销
    DROPPED = "dropped"  # 申请人撤回


class Event(StrEnum):
    FILE = "file"  # 提交，即受理
    ASK = "ask"  # 一次告知补正
    COMPLETE = "complete"  # 补正
    FORWARD = "forward"  # 转送作出决定的单位
    EXTEND = "extend"  # 延长
    UPHOLD = "uphold"  # 认可
    CORRECT = "correct"  # 认可，改为更正
    CORRECTED = "corrected"  # 更正完成
    REJECT = "reject"  # 不认可
    APPEAL = "appeal"  # 申请复核
    CONFIRM = "confirm"  # 维持
    GRANT = "grant"  # 准予修复
    REFUSE = "refuse"  # 不予修复
    REPORT = "report"  # 告知撤销
    CARRY_OUT = "carry_out"  # 撤回并公告
    REINSTATE = "reinstate"  # 撤销又被撤销
    SAY = "say"  # 主体声明
    DROP = "drop"  # 撤回申请


class Stage(StrEnum):
    """Part of a case in which one party owes the next step; each has one clock."""

    CHECK = "check"
    DECIDE = "decide"
    REVIEW = "review"
    WITHDRAW = "withdraw"
