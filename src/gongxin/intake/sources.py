"""A department's database as a source of batches: what one is, its states, and what is refused of it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from gongxin.refusal import Refusal

# House numbers.
EVERY_MINUTES_MIN: Final = 5
EVERY_MINUTES_MAX: Final = 43_200  # thirty days

_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252})")
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f\"'`\\;]{1,63}")


class SourceKind(StrEnum):
    POSTGRESQL = "postgresql"
    MYSQL = "mysql"


class Transport(StrEnum):
    """How the password and the rows travel."""

    TLS = "tls"
    PLAIN = "plain"  # within a department's own closed network alone


class SourceState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Event(StrEnum):
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"


TRANSITIONS: Final[Mapping[tuple[SourceState, Event], SourceState]] = MappingProxyType(
    {
        (SourceState.OPEN, Event.PAUSE): SourceState.PAUSED,
        (SourceState.PAUSED, Event.RESUME): SourceState.OPEN,
        (SourceState.OPEN, Event.CLOSE): SourceState.CLOSED,
        (SourceState.PAUSED, Event.CLOSE): SourceState.CLOSED,
    }
)


class CursorKind(StrEnum):
    """What the values of the cursor's column are, so that they come back as they were."""

    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"
    TEXT = "text"


class SourceRefused(Refusal):
    """A source cannot be opened, changed or run like this."""

    code = "source.refused"


class SourceUnreachable(Refusal):
    """The other database did not let us in, or left us waiting."""

    code = "source.unreachable"

    def __init__(self) -> None:
        super().__init__(
            "连不上该单位的数据库",
            "the department's database cannot be reached",
            remedy_zh="请核对地址、端口、账号、密码和网络策略",
            remedy_en="check address, port, account, password and the network between",
        )


class SourceFailed(Refusal):
    """The view could not be read."""

    code = "source.failed"

    def __init__(self, state: str | None = None) -> None:
        super().__init__(
            "读取视图时出错",
            "the view could not be read",
            remedy_zh="请核对视图和游标列的名称，以及只读账号对该视图的查询权限",
            remedy_en="check the names of the view and the cursor's column, and that the account may select from it",
            details={"sqlstate": state} if state else {},
        )


class SourceHasPersons(Refusal):
    """The view has columns about persons. Nothing of it is read."""

    code = "source.persons"

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(
            f"视图含有关于个人的列：{'、'.join(columns)}",
            f"the view has columns about persons: {', '.join(columns)}",
            remedy_zh="请从视图中去掉这些列；改好之前不读取任何数据",
            remedy_en="take these columns out of the view; nothing is read before",
        )


class CursorUnfit(Refusal):
    """The cursor's column cannot tell where we are."""

    code = "source.cursor"


@dataclass(frozen=True)
class Place:
    """Where the rows come from."""

    kind: SourceKind
    host: str
    port: int
    transport: Transport
    database: str
    user_name: str
    view: str  # name, or schema.name
    cursor_column: str


@dataclass(frozen=True)
class Plan:
    """A source as it would be: all that the second person sees. The password stands in it sealed."""

    agency_key: str
    label: str
    item: str
    place: Place
    every_minutes: int

    def as_content(self, sealed: str, identity: str) -> dict[str, Any]:
        """The plan in plain JSON values; `identity` is the source it was sealed for."""
        return {
            "source": identity,
            "agency": self.agency_key,
            "label": self.label,
            "item": self.item,
            **{name: str(value) for name, value in self.place.__dict__.items()},
            "port": self.place.port,
            "every_minutes": self.every_minutes,
            "sealed_password": sealed,
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Plan":
        """The inverse of `as_content`, without what was sealed."""
        place = Place(
            kind=SourceKind(content["kind"]),
            host=content["host"],
            port=content["port"],
            transport=Transport(content["transport"]),
            database=content["database"],
            user_name=content["user_name"],
            view=content["view"],
            cursor_column=content["cursor_column"],
        )
        return cls(
            content["agency"], content["label"], content["item"], place, content["every_minutes"]
        )


_FIELDS: Final = MappingProxyType(
    {
        "label": ("名称（1–60 字）", "the name (1 to 60 characters)"),
        "host": ("主机名或地址", "host name or address"),
        "port": ("端口", "port"),
        "database": ("数据库名", "name of the database"),
        "user_name": ("只读账号", "the read-only account"),
        "view": ("视图名（可写 模式名.视图名）", "name of the view (schema.name is possible)"),
        "cursor_column": ("游标列", "the cursor's column"),
        "every_minutes": (
            f"间隔（{EVERY_MINUTES_MIN}–{EVERY_MINUTES_MAX} 分钟）",
            f"the interval ({EVERY_MINUTES_MIN} to {EVERY_MINUTES_MAX} minutes)",
        ),
        "password": ("密码", "the password"),
    }
)


def ensure_fit(plan: Plan, password: str) -> None:
    """SourceRefused naming what is wrong, or nothing."""
    place = plan.place
    parts = place.view.split(".")
    faults = {
        "label": not 1 <= len(plan.label.strip()) <= 60,
        "host": not _HOST.fullmatch(place.host),
        "port": not 1 <= place.port <= 65535,
        "database": not _NAME.fullmatch(place.database),
        "user_name": not _NAME.fullmatch(place.user_name),
        "view": not 1 <= len(parts) <= 2 or not all(_NAME.fullmatch(part) for part in parts),
        "cursor_column": not _NAME.fullmatch(place.cursor_column),
        "every_minutes": not EVERY_MINUTES_MIN <= plan.every_minutes <= EVERY_MINUTES_MAX,
        "password": not 1 <= len(password) <= 200 or "\0" in password,
    }
    for name, wrong in faults.items():
        if wrong:
            zh, en = _FIELDS[name]
            raise SourceRefused(f"不合要求：{zh}", f"does not fit: {en}", details={"field": name})


def after(state: SourceState, event: Event) -> SourceState:
    """The state after `event`, or SourceRefused."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise SourceRefused(
            "该来源当前的状态不能这样操作",
            "a source in this state does not allow that",
            details={"state": state.value, "event": event.value},
        ) from None


def is_due(*, last_run_at: datetime | None, every_minutes: int, now: datetime) -> bool:
    """Whether its interval has passed since it was last asked, with or without success."""
    return last_run_at is None or last_run_at + timedelta(minutes=every_minutes) <= now
