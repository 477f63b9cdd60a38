"""Keys by which a department's program acts for its agency: what one may do, its form, when it opens the door. Pure.

A key is 256 random bits. Only their SHA-256 is kept: nobody can try that many, so no slow hash is needed.
"""

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from gongxin.refusal import Refusal

PREFIX: Final = "gx_"  # found by programs that look for secrets where none should be
_FORM: Final = re.compile(r"gx_[A-Za-z0-9_-]{43}")
HINT_CHARACTERS: Final = 4
# House numbers: a key is renewed at least once in two years, and no program of a department sends more often.
DAYS_MAX: Final = 731
PER_MINUTE_MAX: Final = 600
PER_DAY_MAX: Final = 100_000
LIST_MAX: Final = 50
_TABLE_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}(?:/[A-Za-z0-9_.-]{1,32})?")


class Scope(StrEnum):
    SUBMIT = "submit"  # 报送: send a batch
    READ = "read"  # 查询回执: read what became of one


class State(StrEnum):
    WAITING = "waiting"  # 待领取: approved, nobody has it yet
    LIVE = "live"  # 使用中
    ENDED = "ended"  # 已到期
    REVOKED = "revoked"  # 已吊销


class KeyRefused(Refusal):
    """A key cannot be proposed, collected or revoked like this, now or by this account."""

    code = "key.refused"


class KeyWrong(Refusal):
    """No key, or one that opens nothing: unknown, not collected, ended, revoked. One answer for all of them."""

    code = "key.wrong"

    def __init__(self) -> None:
        super().__init__(
            "需要有效的接口密钥",
            "a valid key is needed",
            remedy_zh="请在 Authorization: Bearer 或 X-API-Key 中带上密钥；密钥由本单位审核人员领取",
            remedy_en="send it as Authorization: Bearer or X-API-Key; your agency's reviewer collects it",
        )


class KeyElsewhere(Refusal):
    """The key is right, and the connection comes from an address it is not for."""

    code = "key.address"

    def __init__(self) -> None:
        super().__init__(
            "该密钥不能从这个地址使用",
            "this key is not for the address you call from",
            remedy_zh="请从登记过的地址调用，或重新申请密钥",
            remedy_en="call from an address the key names, or ask for another key",
        )


class KeyNotFor(Refusal):
    """The key is right, and is not for this act or this item."""

    code = "key.scope"


@dataclass(frozen=True)
class Plan:
    """What a key would be: all that the second person sees before it exists."""

    agency_key: str
    label: str  # which program uses it
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    addresses: tuple[str, ...]  # networks it may be used from
    per_minute: int
    per_day: int
    ends_date: date  # the first day on which it opens nothing
    department_code: str | None = None  # how a departmental system names the agency
    tables: Mapping[str, str] = field(default_factory=dict)  # its table codes → items

    def as_content(self) -> dict[str, Any]:
        """The plan in plain JSON values."""
        return {
            "agency": self.agency_key,
            "label": self.label,
            "scopes": list(self.scopes),
            "items": list(self.items),
            "addresses": list(self.addresses),
            "per_minute": self.per_minute,
            "per_day": self.per_day,
            "ends_date": self.ends_date.isoformat(),
            "department_code": self.department_code,
            "tables": dict(self.tables),
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Plan":
        """The inverse of `as_content`."""
        return cls(
            agency_key=content["agency"],
            label=content["label"],
            scopes=tuple(content["scopes"]),
            items=tuple(content["items"]),
            addresses=tuple(content["addresses"]),
            per_minute=content["per_minute"],
            per_day=content["per_day"],
            ends_date=date.fromisoformat(content["ends_date"]),
            department_code=content["department_code"],
            tables=content["tables"],
        )


def checked(plan: Plan, today: date) -> Plan:
    """The plan with its networks in one spelling, or KeyRefused naming what is wrong."""
    faults = {
        "label": not 1 <= len(plan.label.strip()) <= 60,
        "scopes": not plan.scopes or not set(plan.scopes) <= set(Scope),
        "items": not 1 <= len(plan.items) <= LIST_MAX,
        "addresses": not 1 <= len(plan.addresses) <= LIST_MAX,
        "per_minute": not 1 <= plan.per_minute <= PER_MINUTE_MAX,
        "per_day": not plan.per_minute <= plan.per_day <= PER_DAY_MAX,
        "ends_date": not today < plan.ends_date <= today + timedelta(days=DAYS_MAX),
        "tables": len(plan.tables) > LIST_MAX
        or not set(plan.tables.values()) <= set(plan.items)
        or not all(_TABLE_CODE.fullmatch(code) for code in plan.tables),
        "department_code": plan.department_code is not None
        and not 1 <= len(plan.department_code) <= 64,
    }
    for name, wrong in faults.items():
        if wrong:
            raise _unfit(name)
    networks = tuple(_network(text) for text in plan.addresses)
    return Plan(**{**plan.__dict__, "label": plan.label.strip(), "addresses": networks})


_NAMES: Final = {
    "label": ("用途名称（1–60 字）", "the name (1 to 60 characters)"),
    "scopes": ("权限", "what it may do"),
    "items": (f"事项（1–{LIST_MAX} 个）", f"items (1 to {LIST_MAX})"),
    "addresses": (f"来源地址（1–{LIST_MAX} 个）", f"addresses (1 to {LIST_MAX})"),
    "per_minute": (
        f"每分钟次数（1–{PER_MINUTE_MAX}）",
        f"requests a minute (1 to {PER_MINUTE_MAX})",
    ),
    "per_day": (
        f"每日次数（不少于每分钟次数，至多 {PER_DAY_MAX}）",
        f"requests a day (no fewer than a minute's, at most {PER_DAY_MAX})",
    ),
    "ends_date": (
        f"到期日（明日起 {DAYS_MAX} 日内）",
        f"the day it ends (from tomorrow, within {DAYS_MAX} days)",
    ),
    "tables": (
        "表代码对应（只能对应所选事项）",
        "table codes (they lead to the items chosen alone)",
    ),
    "department_code": ("部门代码", "the department's code"),
}


def _unfit(name: str, seen: str = "") -> KeyRefused:
    zh, en = _NAMES[name]
    return KeyRefused(
        f"不合要求：{zh}{'：' + seen if seen else ''}",
        f"does not fit: {en}{': ' + seen if seen else ''}",
        details={"field": name},
    )


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        raise _unfit("addresses", text.strip()[:60]) from None


def new_secret() -> str:
    """A key as it is shown, once."""
    return PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is kept of a key, and what a request is looked up by, whatever it brought."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def has_form(secret: str) -> bool:
    return bool(_FORM.fullmatch(secret))


def is_from(address: str, networks: Sequence[str]) -> bool:
    """Whether the address of a connection lies in one of these networks; an IPv4 address in IPv6 dress is itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(found, "ipv4_mapped", None) or found
    return any(plain in ipaddress.ip_network(network) for network in networks)


def state_of(*, collected: bool, revoked: bool, ends_date: date, today: date) -> State:
    """What stands in the way first is said: revoked, then ended, then not collected yet."""
    if revoked:
        return State.REVOKED
    if ends_date <= today:
        return State.ENDED
    return State.LIVE if collected else State.WAITING
