"""How motions about those who hold copies are told to whoever decides them, and carried out. No rules of its own."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongxin.agencies.motions import MotionKind
from gongxin.catalogue import queries as catalogue
from gongxin.desk.comparing import Line
from gongxin.desk.guard import Visit
from gongxin.exchange.actions import partners as acts
from gongxin.exchange.queries import partners
from gongxin.look.words import WORDS


def _carry(act: Callable[..., str]) -> Callable[[UUID, bytes, Visit], None]:
    def carry(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
        act(motion=motion, seen_hash=seen_hash, by=visit.by, now=visit.now)

    return carry


def describe_admission(content: Mapping[str, Any]) -> list[Line]:
    """Everything a partner would be, for whoever decides."""
    return [
        Line(_("代号"), "", content["key"]),
        Line(_("种类"), "", str(WORDS["partner_kind"].get(content["kind"], content["kind"]))),
        Line(_("中文名称"), "", content["zh"]),
        Line(_("英文名称"), "", content["en"]),
        Line(_("统一社会信用代码"), "", content["uscc"] or "–"),
        Line(_("使用目的"), "", _purpose(content["purpose"])),
        Line(_("共享依据"), "", content["basis"]),
        Line(_("通知地址"), "", content["webhook"] or "–"),
        Line(_("回执公钥"), "", content["ack_key"] or "–"),
    ]


def _purpose(key: str) -> str:
    """As the law calls it."""
    found = next((one for one in catalogue.law().purposes if one.key == key), None)
    if found is None:
        return key
    return found.zh if (get_language() or "").startswith("zh") else found.en


def describe_change(content: Mapping[str, Any]) -> list[Line]:
    """How it is reached, and how it would be."""
    found = partners.partner(content["key"])
    if found is None:
        return []
    lines = [
        Line(_("代号"), found.key, found.key),
        Line(_("通知地址"), found.webhook or "–", content["webhook"] or "–"),
        Line(_("回执公钥"), found.ack_key_text or "–", content["ack_key"] or "–"),
    ]
    if content["renew"]:
        lines.append(Line(_("令牌"), _("现有的"), _("作废，凭新令牌调用；新令牌待领取")))
    return lines


def describe_close(content: Mapping[str, Any]) -> list[Line]:
    found = partners.partner(content["key"])
    if found is None:
        return []
    state = WORDS["partner_state"]
    return [
        Line(_("代号"), found.key, found.key),
        Line(_("状态"), str(state[found.state]), str(state["closed"])),
    ]


CARRY: Final[Mapping[MotionKind, Callable[[UUID, bytes, Visit], None]]] = MappingProxyType(
    {
        MotionKind.PARTNER_ADMIT: _carry(acts.admit),
        MotionKind.PARTNER_CHANGE: _carry(acts.change),
        MotionKind.PARTNER_CLOSE: _carry(acts.close),
    }
)
DESCRIBE: Final[Mapping[MotionKind, Callable[[Mapping[str, Any]], list[Line]]]] = MappingProxyType(
    {
        MotionKind.PARTNER_ADMIT: describe_admission,
        MotionKind.PARTNER_CHANGE: describe_change,
        MotionKind.PARTNER_CLOSE: describe_close,
    }
)
