"""Acts that nobody does alone: which there are, and the way of a motion from proposal to decision. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson

from gongxin.refusal import Refusal


class MotionKind(StrEnum):
    """What may be proposed. Each is carried out by one act of the room that owns what it is about."""

    RECORD_CORRECT = "record.correct"  # 更正一条记录
    RECORD_WITHDRAW = "record.withdraw"  # 撤回一条记录
    BATCH_UNDO = "batch.undo"  # 撤销整批
    RECORD_MERGE = "record.merge"  # 合并重复记录
    RECORD_UNMERGE = "record.unmerge"  # 恢复误并的记录
    RECORD_REINSERT = "record.reinsert"  # 凭证明重新收录
    ACCOUNT_OPEN = "account.open"  # 开通账号
    ACCOUNT_GRANT = "account.grant"  # 授予权限
    KEY_ISSUE = "key.issue"  # 发放接口密钥
    SOURCE_OPEN = "source.open"  # 开通数据库直连
    PARTNER_ADMIT = "partner.admit"  # 接纳合作单位
    PARTNER_CHANGE = "partner.change"  # 变更合作单位的联系方式
    PARTNER_CLOSE = "partner.close"  # 终止合作单位


class State(StrEnum):
    OPEN = "open"  # 待批
    APPROVED = "approved"  # 已批准，同一事务内执行
    REFUSED = "refused"  # 不予批准
    WITHDRAWN = "withdrawn"  # 由提请人撤回


class Event(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.OPEN, Event.APPROVE): State.APPROVED,
        (State.OPEN, Event.REFUSE): State.REFUSED,
        (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
    }
)


class MotionRefused(Refusal):
    """A motion cannot be made or decided like this, now or by this account."""

    code = "motion.refused"


@dataclass(frozen=True)
class Draft:
    """What somebody proposes. `content` holds all that would be done, in plain JSON values."""

    kind: MotionKind
    agency_key: str  # whose fact, batch or account it is about
    about: str
    content: Mapping[str, Any]
    reason: str


@dataclass(frozen=True)
class Moved:
    """A motion as it stands."""

    id: UUID
    kind: MotionKind
    agency_key: str
    about: str
    content: Mapping[str, Any]
    seen_hash: bytes
    reason: str
    state: State
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    answer: str | None


def digest(content: Mapping[str, Any]) -> bytes:
    """SHA-256 over the content with sorted keys: what an approval is bound to."""
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()


def after(state: State, event: Event) -> State:
    """The state after `event`, or MotionRefused."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise MotionRefused(
            "该提请已有结论",
            "this motion has been decided already",
            details={"state": state.value, "event": event.value},
        ) from None
