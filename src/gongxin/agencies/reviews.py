"""The quarterly review of access (权限复核): whose accounts, by whom, until when, and what a signature is bound to. Pure.

Nobody confirms an account of their own: each circle is reviewed by a role that is not in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from gongxin.agencies.roles import Role
from gongxin.canonical import canonical_row
from gongxin.refusal import Refusal
from gongxin.workdays import Calendar, CalendarMissing, add_working_days

DUE_WORKING_DAYS: Final = 20  # our own choice: a month of work after the quarter has ended


class Circle(StrEnum):
    """Accounts that are reviewed together."""

    CLERKS = "clerks"  # 本单位经办
    OFFICE = "office"  # 各单位审核、信用中心、审计、系统管理员
    SECURITY = "security"  # 安全管理员


class Verdict(StrEnum):
    KEEP = "keep"
    CLOSE = "close"


SIGNERS: Final[Mapping[Circle, Role]] = MappingProxyType(
    {
        Circle.CLERKS: Role.AGENCY_REVIEWER,
        Circle.OFFICE: Role.SECURITY_ADMINISTRATOR,
        Circle.SECURITY: Role.SYSTEM_ADMINISTRATOR,
    }
)
REVIEWED: Final[Mapping[Circle, frozenset[Role]]] = MappingProxyType(
    {
        Circle.CLERKS: frozenset({Role.AGENCY_CLERK}),
        Circle.OFFICE: frozenset(Role) - {Role.AGENCY_CLERK, Role.SECURITY_ADMINISTRATOR},
        Circle.SECURITY: frozenset({Role.SECURITY_ADMINISTRATOR}),
    }
)


class ReviewRefused(Refusal):
    """A review cannot be signed like this."""

    code = "review.refused"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of the year, by its first day."""

    first_date: date

    @classmethod
    def ended_before(cls, today: date) -> "Quarter":
        """The last quarter that is over on this day."""
        this = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        last = this - timedelta(days=1)
        return cls(date(last.year, last.month - 2, 1))

    @property
    def until_date(self) -> date:
        """The first day after it."""
        year, month = divmod(self.first_date.month + 2, 12)
        return date(self.first_date.year + year, month + 1, 1)

    def __str__(self) -> str:
        return f"{self.first_date.year}-Q{(self.first_date.month + 2) // 3}"


def due_date(quarter: Quarter, calendar: Calendar) -> date | None:
    """The last day for the signature; None where the calendar of that year is not proclaimed yet: nothing is guessed."""
    try:
        return add_working_days(quarter.until_date - timedelta(days=1), DUE_WORKING_DAYS, calendar)
    except CalendarMissing:
        return None


@dataclass(frozen=True)
class Seen:
    """An account as the signer sees it."""

    username: str
    role: str
    agency_key: str | None
    lent: tuple[str, ...]


def digest(accounts: Sequence[Seen]) -> bytes:
    """SHA-256 over the list as it was seen, by name."""
    rows = sorted((one.username, one.role, one.agency_key, *sorted(one.lent)) for one in accounts)
    return sha256(b"".join(canonical_row(list(row)) for row in rows)).digest()
