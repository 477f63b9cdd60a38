"""What pages of keys and sources share: finding one behind the wall, and how their motions are shown and carried out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gongxin.agencies import key_reading
from gongxin.agencies.actions import keys as key_acts
from gongxin.desk.comparing import Line
from gongxin.desk.guard import Visit
from gongxin.intake import drawing
from gongxin.intake.actions import sources as source_acts
from gongxin.look.words import WORDS


def find_key(visit: Visit, **address: object) -> str | None:
    """The state of the key an address names."""
    identity = address["key"]
    assert isinstance(identity, UUID)
    found = key_reading.key(identity, visit.today)
    return found.state.value if found else None


def find_source(visit: Visit, **address: object) -> str | None:
    """The state of the source an address names."""
    identity = address["source"]
    assert isinstance(identity, UUID)
    found = drawing.source(identity)
    return found.state.value if found else None


def carry_key(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    """A motion for a key is approved, and the key exists; its secret is made when the agency collects it."""
    key_acts.issue(motion=motion, seen_hash=seen_hash, by=visit.by, now=visit.now)


def carry_source(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    """A motion for a source is approved, and the source is open."""
    source_acts.open_source(motion=motion, seen_hash=seen_hash, by=visit.by, now=visit.now)


def describe_key(content: Mapping[str, Any]) -> list[Line]:
    """Everything a key would be, for whoever decides."""
    tables = "; ".join(f"{code} → {item}" for code, item in content["tables"].items())
    scopes = ", ".join(str(WORDS["key_scope"].get(scope, scope)) for scope in content["scopes"])
    return [
        Line(_("报送单位"), "", content["agency"]),
        Line(_("使用系统"), "", content["label"]),
        Line(_("密钥权限"), "", scopes),
        Line(_("事项"), "", ", ".join(content["items"])),
        Line(_("来源地址"), "", ", ".join(content["addresses"])),
        Line(_("每分钟至多"), "", str(content["per_minute"])),
        Line(_("每日至多"), "", str(content["per_day"])),
        Line(_("到期日"), "", content["ends_date"]),
        Line(_("部门代码"), "", content["department_code"] or "–"),
        Line(_("表代码对应"), "", tables or "–"),
    ]


def describe_source(content: Mapping[str, Any]) -> list[Line]:
    """Everything a source would be, without its password."""
    return [
        Line(_("报送单位"), "", content["agency"]),
        Line(_("名称"), "", content["label"]),
        Line(_("事项"), "", content["item"]),
        Line(_("数据库类型"), "", str(WORDS["source_kind"][content["kind"]])),
        Line(_("主机和端口"), "", f"{content['host']}:{content['port']}"),
        Line(_("传输"), "", str(WORDS["transport"][content["transport"]])),
        Line(_("数据库名"), "", content["database"]),
        Line(_("只读账号"), "", content["user_name"]),
        Line(_("视图"), "", content["view"]),
        Line(_("游标列"), "", content["cursor_column"]),
        Line(_("间隔（分钟）"), "", str(content["every_minutes"])),
    ]
