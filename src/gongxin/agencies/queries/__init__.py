"""Reads of agencies and accounts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gongxin.agencies.models import Account, Agency, AgencyName, Grant, Motion, SignIn
from gongxin.agencies.motions import MotionKind, Moved, State
from gongxin.agencies.names import Bearer, Bearers, borne
from gongxin.agencies.roles import AGENCY_ROLES, Role
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.refusal import Refusal

MOTIONS_MAX: Final = 500  # more than an office decides in a month


class AgencyUnknown(Refusal):
    code = "agency.unknown"


class AccountUnknown(Refusal):
    code = "account.unknown"


@dataclass(frozen=True)
class AgencyCard:
    """What a door shows of an agency."""

    id: int
    key: str
    uscc: str
    kind: str
    standing: str
    name_zh: str
    name_en: str
    mark: str


@dataclass(frozen=True)
class Authorities:
    """Every way in which an authority may be written: by code → its key, by exact normal name → its bearers and days."""

    by_code: dict[str, str]
    by_name: Bearers


def agency_by_key(key: str) -> AgencyCard:
    """The agency with this short key, or AgencyUnknown."""
    row = Agency.objects.filter(key=key).first()
    if row is None:
        known = ", ".join(Agency.objects.order_by("key").values_list("key", flat=True))
        raise AgencyUnknown(
            f"没有代号为 {key} 的单位",
            f"no agency has the key {key}",
            remedy_zh=f"可用的代号：{known}",
            remedy_en=f"keys in use: {known}",
            details={"key": key},
        )
    return _card(row)


def agencies() -> list[AgencyCard]:
    """All agencies, by key."""
    return [_card(row) for row in Agency.objects.order_by("key")]


def authorities() -> Authorities:
    """Codes and names of every agency, past and to come; whoever asks says for which day."""
    by_code = dict(Agency.objects.values_list("uscc", "key"))
    names = AgencyName.objects.order_by("pk").values_list(
        "norm", "agency__key", "valid_from", "valid_until"
    )
    bearers = ((norm, Bearer(key, start, end)) for norm, key, start, end in names)
    return Authorities(by_code, borne(bearers))


@dataclass(frozen=True)
class Actor:
    """An account that acts: who, in which role, for which agency; `lent` are roles given to it for a time."""

    username: str
    role: Role
    agency_key: str | None
    lent: frozenset[Role] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        return self.lent | {self.role}

    @property
    def scope(self) -> str:
        """Whose drafts it may see: its agency's, or everybody's."""
        return self.agency_key if self.role in AGENCY_ROLES and self.agency_key else EVERY_AGENCY


def actor(username: str) -> Actor:
    """The active account of this name in its own role, or AccountUnknown. A lent role acts at the desk alone."""
    row = Account.objects.select_related("agency").filter(username=username, is_active=True).first()
    if row is None:
        raise AccountUnknown(
            f"没有名为 {username} 的有效账号",
            f"there is no active account named {username}",
            details={"account": username},
        )
    return _actor(row, frozenset())


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in, and when this was last noted."""

    actor: Actor
    seen_at: datetime


def signed_in(
    identity: UUID, *, seen_since: datetime, begun_since: datetime, today: date
) -> SignedIn | None:
    """Who is signed in by this: it has not ended, is neither idle nor old, and its account is active; else None."""
    row = (
        SignIn.objects.select_related("account__agency")
        .filter(
            pk=identity,
            ended_at__isnull=True,
            seen_at__gte=seen_since,
            started_at__gte=begun_since,
            account__is_active=True,
        )
        .first()
    )
    if row is None:
        return None
    lent = Grant.objects.filter(
        account=row.account, ended_at__isnull=True, until_date__gte=today
    ).values_list("role", flat=True)
    return SignedIn(_actor(row.account, frozenset(Role(role) for role in lent)), row.seen_at)


def _actor(row: Account, lent: frozenset[Role]) -> Actor:
    return Actor(row.username, Role(row.role), row.agency.key if row.agency else None, lent)


def motion(identity: UUID) -> Moved | None:
    """A motion that the present scope may see, or None."""
    row = Motion.objects.filter(pk=identity).first()
    return moved(row) if row else None


def open_motions() -> list[Moved]:
    """What waits for a second person and the present scope may see, oldest first."""
    rows = Motion.objects.filter(state="open").order_by("proposed_at", "pk")[:MOTIONS_MAX]
    return [moved(row) for row in rows]


def motions_about(about: str) -> list[Moved]:
    """Every motion about this, oldest first."""
    return [moved(row) for row in Motion.objects.filter(about=about).order_by("proposed_at", "pk")]


def moved(row: Motion) -> Moved:
    """The motion of this row."""
    return Moved(
        id=row.pk,
        kind=MotionKind(row.kind),
        agency_key=row.agency_key,
        about=row.about,
        content=row.content,
        seen_hash=bytes(row.seen_hash),
        reason=row.reason,
        state=State(row.state),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        answer=row.answer,
    )


def _card(row: Agency) -> AgencyCard:
    return AgencyCard(
        row.pk,
        row.key,
        row.uscc,
        row.kind,
        row.standing,
        row.name_zh,
        row.name_en,
        row.mark,
    )
