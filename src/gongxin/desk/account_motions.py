"""The two kinds of motion about accounts, for the page that shows and decides motions: what would be done, and doing it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gongxin.agencies.actions import granting, opening
from gongxin.desk.comparing import Line
from gongxin.desk.guard import Visit
from gongxin.look.words import WORDS


def carry_opening(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    opening.carry_out(motion=motion, seen_hash=seen_hash, by=visit.by, now=visit.now)


def carry_grant(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    granting.carry_out(motion=motion, seen_hash=seen_hash, by=visit.by, now=visit.now)


def describe_opening(content: Mapping[str, Any]) -> list[Line]:
    """An account that is to be opened, or whose person is to set both factors anew."""
    if content["act"] == "again":
        return [
            Line(_("账号名"), content["account"], content["account"]),
            Line(_("密码和第二因素"), _("现有的"), _("作废，由本人凭新邀请重设；现有登录全部结束")),
        ]
    return [
        Line(_("账号名"), "—", content["account"]),
        Line(_("角色"), "—", _role(content["role"])),
        Line(_("所属单位"), "—", content["agency"] or _("信用中心和管理部门")),
        Line(_("工号"), "—", content["person"]),
    ]


def describe_grant(content: Mapping[str, Any]) -> list[Line]:
    return [
        Line(_("账号名"), content["account"], content["account"]),
        Line(_("借给的角色"), "—", _role(content["role"])),
        Line(_("最后一天"), "—", content["until"]),
    ]


def _role(role: str) -> str:
    return str(WORDS["role"].get(role, role))
