"""Reads of agencies and accounts."""

from dataclasses import dataclass

from gongxin.agencies.models import Account, Agency, AgencyName
from gongxin.agencies.names import Bearer, Bearers, borne
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
