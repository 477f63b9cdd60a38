"""Reads of agencies and accounts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongxin.agencies.models import Account, Agency, AgencyName
from gongxin.agencies.names import DatedName
from gongxin.agencies.roles import Role
from gongxin.refusal import Refusal


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
    """Every way in which an authority may be written on a day → its key. By code, else by exact normal name."""

    by_code: dict[str, str]
    by_name: dict[str, str]


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


def authorities_on(day: date) -> Authorities:
    """Codes and names of every agency as they stood on `day`. A name that two agencies carry is nobody's."""
    by_code = dict(Agency.objects.values_list("uscc", "key"))
    by_name: dict[str, str] = {}
    shared: set[str] = set()
    names = AgencyName.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_until__isnull=True) | Q(valid_until__gt=day),
    )
    for norm, key in names.values_list("norm", "agency__key").distinct():
        if by_name.setdefault(norm, key) != key:
            shared.add(norm)
    return Authorities(by_code, {n: k for n, k in by_name.items() if n not in shared})


def names_over_time() -> tuple[DatedName, ...]:
    """Every name of every agency with its days: what an authority was called when it decided."""
    rows = AgencyName.objects.order_by("pk").values_list(
        "norm", "agency__key", "valid_from", "valid_until"
    )
    return tuple(DatedName(*row) for row in rows)


@dataclass(frozen=True)
class Actor:
    """An account that acts: who, in which role, for which agency."""

    username: str
    role: Role
    agency_key: str | None


def actor(username: str) -> Actor:
    """The active account of this name, or AccountUnknown."""
    row = Account.objects.select_related("agency").filter(username=username, is_active=True).first()
    if row is None:
        raise AccountUnknown(
            f"没有名为 {username} 的有效账号",
            f"there is no active account named {username}",
            details={"account": username},
        )
    return Actor(row.username, Role(row.role), row.agency.key if row.agency else None)


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
