"""What a partner would be, as two people decide it: who, what for, on which basis, how it is reached. Pure."""

import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from gongxin.identifiers import grade
from gongxin.refusal import Refusal

KINDS: Final = ("partner", "agency", "platform")
# As the journal writes codes, so that none looks like the number of a person.
_KEY: Final = re.compile(r"(?=.{2,40}$)(?!.*[0-9]{9})[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_WEBHOOK: Final = re.compile(r"https://[^\s/]+(?:/\S*)?|http://127\.0\.0\.1:\d{1,5}(?:/\S*)?")
KEY_BYTES: Final = 32
_TEXT_MAX: Final = 200


class PartnerState(StrEnum):
    WAITING = "waiting"  # 令牌待领取
    LIVE = "live"  # 使用中
    CLOSED = "closed"  # 已终止


class PartnerRefused(Refusal):
    """A partner cannot be admitted, changed or closed like this, now or by this account."""

    code = "partner.refused"


@dataclass(frozen=True)
class Reach:
    """How a partner is reached. `renew`: its token is replaced; the new one waits to be collected."""

    webhook: str | None
    ack_key: str | None  # Ed25519, base64
    renew: bool = False

    def as_content(self) -> dict[str, Any]:
        return {"webhook": self.webhook, "ack_key": self.ack_key, "renew": self.renew}

    @property
    def ack_key_bytes(self) -> bytes | None:
        return b64decode(self.ack_key) if self.ack_key else None


@dataclass(frozen=True)
class Plan:
    """A partner as it would stand in the public register."""

    key: str
    kind: str
    zh: str
    en: str
    uscc: str | None
    purpose: str
    basis: str
    reach: Reach

    def as_content(self) -> dict[str, Any]:
        """The plan in plain JSON values."""
        return {
            "key": self.key,
            "kind": self.kind,
            "zh": self.zh,
            "en": self.en,
            "uscc": self.uscc,
            "purpose": self.purpose,
            "basis": self.basis,
            **self.reach.as_content(),
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Plan":
        """The inverse of `as_content`."""
        own = ("key", "kind", "zh", "en", "uscc", "purpose", "basis")
        return cls(**{name: content[name] for name in own}, reach=reach_of(content))


def reach_of(content: Mapping[str, Any]) -> Reach:
    """How a motion says that a partner is reached."""
    return Reach(content["webhook"], content["ack_key"], content["renew"])


def checked(plan: Plan, purposes: Collection[str]) -> Plan:
    """The plan with its texts trimmed, or PartnerRefused naming what is wrong."""
    fit = replace(
        plan,
        zh=plan.zh.strip(),
        en=plan.en.strip(),
        basis=plan.basis.strip(),
        uscc=(plan.uscc or "").strip() or None,
        reach=checked_reach(plan.reach),
    )
    faults = {
        "key": not _KEY.fullmatch(fit.key),
        "kind": fit.kind not in KINDS,
        "name": not 0 < len(fit.zh) <= _TEXT_MAX or not 0 < len(fit.en) <= _TEXT_MAX,
        "uscc": fit.uscc is not None and not _is_uscc(fit.uscc),
        "purpose": fit.purpose not in purposes,
        "basis": not 0 < len(fit.basis) <= _TEXT_MAX,
    }
    for name, wrong in faults.items():
        if wrong:
            raise _unfit(name)
    return fit


def checked_reach(reach: Reach) -> Reach:
    """How it is reached, with nothing for an empty text, or PartnerRefused."""
    webhook = (reach.webhook or "").strip() or None
    key = (reach.ack_key or "").strip() or None
    if webhook is not None and not _WEBHOOK.fullmatch(webhook):
        raise _unfit("webhook")
    if key is not None and not _is_key(key):
        raise _unfit("ack_key")
    return Reach(webhook, key, reach.renew)


def _is_uscc(text: str) -> bool:
    graded = grade(text)
    return graded.scheme == "uscc" and graded.grade != "invalid"


def _is_key(text: str) -> bool:
    try:
        return len(b64decode(text, validate=True)) == KEY_BYTES
    except (NoBase64, ValueError):
        return False


_NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "key": (
        "代号（2–40 位，小写字母开头，字母和数字，以 - 或 _ 分段，不得连续九位数字）",
        "the short name (2 to 40 lower-case letters and digits, parted by - or _, a letter first, not nine digits in a row)",
    ),
    "kind": ("种类", "the kind"),
    "name": ("中文和英文名称", "the names in Chinese and English"),
    "uscc": ("统一社会信用代码", "the unified credit code"),
    "purpose": ("用途", "the purpose"),
    "basis": ("依据（合同或条款）", "the basis (contract or article)"),
    "webhook": ("通知地址（须为 https）", "the address for notices (https)"),
    "ack_key": (
        "回执公钥（Ed25519，32 字节的 Base64）",
        "the public key for acknowledgements (Ed25519, base64 of 32 bytes)",
    ),
}


def _unfit(name: str) -> PartnerRefused:
    zh, en = _NAMES[name]
    return PartnerRefused(f"不合要求：{zh}", f"does not fit: {en}", details={"field": name})


def state_of(*, closed: bool, token_waits: bool) -> PartnerState:
    if closed:
        return PartnerState.CLOSED
    return PartnerState.WAITING if token_waits else PartnerState.LIVE
