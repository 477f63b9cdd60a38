"""What pages of keys and sources share: finding one behind the wall, and how their motions are shown and carried out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.agencies import key_reading
from gongxin.agencies.actions import keys as key_acts
from gongxin.desk.guard import Visit
from gongxin.intake import drawing
from gongxin.intake.actions import sources as source_acts
from gongxin.look.words import WORDS

Described = list[tuple[Promise | str, str | None, str]]  # what, before, after


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


def describe_key(content: Mapping[str, Any]) -> Described:
    """Everything a key would be, for whoever decides."""
    tables = "; ".join(f"{code} → {item}" for code, item in content["tables"].items())
    scopes = ", ".join(str(WORDS["key_scope"].get(scope, scope)) for scope in content["scopes"])
    return [
        (_("报送单位"), None, content["agency"]),
        (_("使用系统"), None, content["label"]),
        (_("密钥权限"), None, scopes),
        (_("事项"), None, ", ".join(content["items"])),
        (_("来源地址"), None, ", ".join(content["addresses"])),
        (_("每分钟至多"), None, str(content["per_minute"])),
        (_("每日至多"), None, str(content["per_day"])),
        (_("到期日"), None, content["ends_date"]),
        (_("部门代码"), None, content["department_code"] or "–"),
        (_("表代码对应"), None, tables or "–"),
    ]


def describe_source(content: Mapping[str, Any]) -> Described:
    """Everything a source would be, without its password."""
    return [
        (_("报送单位"), None, content["agency"]),
        (_("名称"), None, content["label"]),
        (_("事项"), None, content["item"]),
        (_("数据库类型"), None, str(WORDS["source_kind"][content["kind"]])),
        (_("主机和端口"), None, f"{content['host']}:{content['port']}"),
        (_("传输"), None, str(WORDS["transport"][content["transport"]])),
        (_("数据库名"), None, content["database"]),
        (_("只读账号"), None, content["user_name"]),
        (_("视图"), None, content["view"]),
        (_("游标列"), None, content["cursor_column"]),
        (_("间隔（分钟）"), None, str(content["every_minutes"])),
    ]
