"""The words of a case: its kinds, what can happen, where it can stand, and who acts. Pure."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    OBJECTION = "objection"  # 异议: what the record says is wrong
    NOT_US = "not_us"  # 不是我们: the record is about another body
    REPAIR = "repair"  # 信用修复: the duty is fulfilled (Order 36)
    REVOCATION = "revocation"  # 撤销: a court or an authority took the decision back
    COMPLAINT = "complaint"  # 投诉: how another body handled something, or a leak there
    OWN_COMPLAINT = "own_complaint"  # 对平台的投诉: the same of the platform itself
    TIP = "tip"  # 举报: wrongdoing that somebody tells of; handed on, never a fact here
    REQUEST = "request"  # 查阅、复制、更正、删除申请


# Kinds that are about no record: what those who come say is kept apart, and has an end.
SPOKEN: Final = frozenset({Kind.COMPLAINT, Kind.OWN_COMPLAINT, Kind.TIP, Kind.REQUEST})
COMPLAINTS: Final = frozenset({Kind.COMPLAINT, Kind.OWN_COMPLAINT})


class Party(StrEnum):
    """Who acts. Nobody acts for two of them in one case."""

    SUBJECT = "subject"  # the organisation itself
    PLATFORM = "platform"  # an officer of the credit centre
    PROVIDER = "provider"  # a reviewer of the body that reported the record
    REVIEWER = "reviewer"  # an officer of the centre who had no part in the case before
    HEAD = "head"  # a head of the centre who had no part in what the platform is complained of for


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
    ANSWERING = "answering"  # 中心核查、答复
    ANSWERING_WAITS = "answering_waits"  # 中心核查，等申请人补正
    STATING = "stating"  # 等被投诉的单位说明
    STATED = "stated"  # 单位已说明，中心答复
    FOR_HEAD = "for_head"  # 中心负责人核查、答复
    FOR_HEAD_WAITS = "for_head_waits"  # 中心负责人核查，等投诉人补正
    FOUNDED = "founded"  # 投诉成立
    UNFOUNDED = "unfounded"  # 投诉不成立，可以申请复核
    GIVEN = "given"  # 准予
    GIVEN_PART = "given_part"  # 部分准予，可以申请复核
    DENIED = "denied"  # 不予，可以申请复核
    RECEIVED = "received"  # 收到举报
    HANDED = "handed"  # 已转主管部门
    RETURNED = "returned"  # 部门退回：不属于本部门
    ANSWERED = "answered"  # 部门已答复
    PASSED = "passed"  # 已另立一件，转给主管部门
    CLOSED = "closed"  # 办结


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
    HEAR = "hear"  # 请被投诉的单位说明
    STATE = "state"  # 说明
    FOUND = "found"  # 认定投诉成立
    DISMISS = "dismiss"  # 认定投诉不成立
    INCIDENT = "incident"  # 登记为安全事件
    SEE = "see"  # 当面核对了身份
    GIVE = "give"  # 准予
    GIVE_PART = "give_part"  # 部分准予
    DENY = "deny"  # 不予
    HAND_ON = "hand_on"  # 转主管部门
    RETURN = "return"  # 退回：不属于本部门
    ANSWER = "answer"  # 部门答复
    CLOSE = "close"  # 办结


class Stage(StrEnum):
    """Part of a case in which one party owes the next step; each has one clock."""

    CHECK = "check"
    DECIDE = "decide"
    REVIEW = "review"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
