"""Reads of accounts: where each stands, what it was lent, what was taught. By agency and name; nothing is counted or ordered by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.auth.hashers import is_password_usable
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from gongxin.agencies.invitations import AccountState
from gongxin.agencies.models import Account, Grant, Invitation, Training
from gongxin.agencies.persons import AccountRefused
from gongxin.agencies.roles import Role
from gongxin.agencies.trainings import Standing, State, states

ACCOUNTS_MAX: Final = 2_000  # a city has fewer people at this desk


@dataclass(frozen=True)
class Lent:
    role: Role
    until_date: date


@dataclass(frozen=True)
class Waiting:
    """An invitation in force: which halves were shown."""

    ends_at: datetime
    link_by: str | None
    code_by: str | None


@dataclass(frozen=True)
class AccountCard:
    """An account as an administrator sees it."""

    username: str
    role: Role
    agency_key: str | None
    agency_zh: str
    agency_en: str
    person: str | None
    state: AccountState
    created_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    closed_reason: str | None
    lent: tuple[Lent, ...]
    invitation: Waiting | None
    trainings: tuple[State, ...]

    @property
    def zh(self) -> str:
        return self.agency_zh

    @property
    def en(self) -> str:
        return self.agency_en

    def taught(self, today: date) -> Standing:
        """The least of the courses."""
        found = {one.standing(today) for one in self.trainings}
        return next(s for s in (Standing.OVER, Standing.SOON, Standing.VALID) if s in found)


def accounts(
    *, today: date, now: datetime, agency_key: str | None = None, roles: Iterable[Role] = Role
) -> list[AccountCard]:
    """Accounts of these roles (of this agency), by agency and name."""
    rows = _rows(today, now).filter(role__in=list(roles))
    if agency_key is not None:
        rows = rows.filter(agency__key=agency_key)
    return [_card(row) for row in rows.order_by("agency__key", "username")[:ACCOUNTS_MAX]]


def account(username: str, *, today: date, now: datetime) -> AccountCard | None:
    """The account of this name, closed or not; None: there is none."""
    row = _rows(today, now).filter(username=username).first()
    return _card(row) if row else None


def account_state(username: str) -> AccountState | None:
    """Where it stands; None: there is none."""
    row = Account.objects.select_related("second_factor").filter(username=username).first()
    return _state(row) if row else None


def ensure_role(username: str, role: Role) -> None:
    """Nothing, or AccountRefused: the act is this role's own, whatever a page or a lent role lets through."""
    if not Account.objects.filter(username=username, role=role, is_active=True).exists():
        raise AccountRefused("这件事不由该账号办", "this act is not this account's")


def half_open(*, now: datetime) -> tuple[list[str], list[str]]:
    """Accounts whose invitation waits for its link, and those whose waits for its code."""
    live = Invitation.objects.filter(ended_at__isnull=True, ends_at__gt=now, motion__isnull=False)
    names = live.order_by("account__username").values_list("account__username", flat=True)
    return list(names.filter(link_hash=None)), list(names.filter(code_hash=None))


def administrators() -> frozenset[Role]:
    """The administrator's roles that an active account has."""
    held = Account.objects.filter(is_active=True).values_list("role", flat=True).distinct()
    return frozenset(Role(role) for role in held)


def _rows(today: date, now: datetime) -> QuerySet[Account]:
    lent = Grant.objects.filter(ended_at__isnull=True, until_date__gte=today).order_by("role")
    live = Invitation.objects.filter(ended_at__isnull=True, ends_at__gt=now)
    taught = Training.objects.filter(struck_at__isnull=True)
    return Account.objects.select_related("agency", "second_factor").prefetch_related(
        Prefetch("grants", queryset=lent, to_attr="lent_now"),
        Prefetch("invitations", queryset=live, to_attr="invited_now"),
        Prefetch("trainings", queryset=taught, to_attr="taught_now"),
    )


def _state(row: Account) -> AccountState:
    if not row.is_active:
        return AccountState.CLOSED
    factor = getattr(row, "second_factor", None)
    secured = factor is not None and factor.confirmed_at is not None
    return (
        AccountState.OPEN if secured and is_password_usable(row.password) else AccountState.INVITED
    )


def _card(row: Account) -> AccountCard:
    invited: list[Invitation] = getattr(row, "invited_now", [])
    grants: list[Grant] = getattr(row, "lent_now", [])
    trainings: list[Training] = getattr(row, "taught_now", [])
    return AccountCard(
        username=row.username,
        role=Role(row.role),
        agency_key=row.agency.key if row.agency else None,
        agency_zh=row.agency.name_zh if row.agency else "",
        agency_en=row.agency.name_en if row.agency else "",
        person=row.person,
        state=_state(row),
        created_at=row.created_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        closed_reason=row.closed_reason,
        lent=tuple(Lent(Role(one.role), one.until_date) for one in grants),
        invitation=Waiting(invited[0].ends_at, invited[0].link_by, invited[0].code_by)
        if invited
        else None,
        trainings=states(
            row.created_at.astimezone(timezone.get_current_timezone()).date(),
            [(one.course, one.valid_until) for one in trainings],
        ),
    )
