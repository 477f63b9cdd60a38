"""Writes of agencies and accounts: the law names the agencies, officers open accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongxin.agencies.models import Account, Agency, AgencyName
from gongxin.agencies.names import normal
from gongxin.agencies.roles import Role
from gongxin.canonical import canonical_row
from gongxin.journal import actions as journal
from gongxin.journal.leaves import Entry
from gongxin.jurisdiction.values import AgencyDefinition


@transaction.atomic
def load_agencies(
    *, agencies: Sequence[AgencyDefinition], jurisdiction: str, by: str, now: datetime
) -> int:
    """Make the tables say what the law says of agencies; returns how many rows changed. Safe to repeat.

    An agency is never deleted, and a name is never taken away: it gets an end date in the law. The rival is
    another loading; the lock of `catalogue.actions.put_in_force` keeps it out.
    """
    changed = _load_agencies(agencies, jurisdiction) + _load_names(agencies)
    if changed:
        journal.append(
            kind="agencies.loaded",
            body={"content": _digest(agencies), "agencies": len(agencies)},
            by=by,
            now=now,
        )
    return changed


def _load_agencies(agencies: Sequence[AgencyDefinition], jurisdiction: str) -> int:
    held = {row.key: row for row in Agency.objects.all()}
    fresh, changed = [], 0
    for definition in agencies:
        values = {
            "jurisdiction": jurisdiction,
            "uscc": definition.uscc,
            "kind": definition.kind,
            "standing": definition.standing,
            "name_zh": definition.zh,
            "name_en": definition.en,
            "mark": definition.mark,
        }
        row = held.get(definition.key)
        if row is None:
            fresh.append(Agency(key=definition.key, **values))
        elif _differing(row, values):
            changed += Agency.objects.filter(pk=row.pk).update(**values)
    return changed + len(Agency.objects.bulk_create(fresh))


def _load_names(agencies: Sequence[AgencyDefinition]) -> int:
    ids = dict(Agency.objects.values_list("key", "pk"))
    held = {(row.agency_id, row.norm, row.valid_from): row for row in AgencyName.objects.all()}
    fresh: dict[tuple[int, str, date | None], AgencyName] = {}
    changed = 0
    for agency, name in ((ids[one.key], name) for one in agencies for name in one.names):
        values = {
            "name": name.name,
            "kind": name.kind,
            "valid_until": name.valid_until,
            "source": name.source,
            "mark": name.mark,
        }
        place = (agency, normal(name.name), name.valid_from)
        if place not in held:  # of two writings of one normal name the later one stays
            norm, start = place[1:]
            fresh[place] = AgencyName(agency_id=agency, norm=norm, valid_from=start, **values)
        elif _differing(held[place], values):
            changed += AgencyName.objects.filter(pk=held[place].pk).update(**values)
    return changed + len(AgencyName.objects.bulk_create(fresh.values()))


@transaction.atomic
def ensure_account(
    *,
    username: str,
    role: Role,
    agency_key: str | None,
    password: str | None,
    by: str,
    now: datetime,
) -> Account:
    """The account of this name, made if it is missing. An existing account is left as it is."""
    existing = Account.objects.filter(username=username).first()
    if existing is not None:
        return existing
    agency = Agency.objects.get(key=agency_key) if agency_key else None
    # Rival: the same account opened by another start of the platform. Who comes second takes what the first made.
    account, made = Account.objects.get_or_create(
        username=username,
        defaults={"role": role, "agency": agency, "password": make_password(password)},
    )
    if not made:
        return account
    journal.append(
        kind="account.opened",
        body={"account": username, "role": role.value, "agency": agency_key},
        by=by,
        now=now,
    )
    return account


@dataclass(frozen=True)
class Opening:
    """An account that is to exist; without an agency it is one of the centre."""

    username: str
    role: Role
    agency_key: str | None


@transaction.atomic
def ensure_accounts(*, openings: Sequence[Opening], by: str, now: datetime) -> int:
    """Open those that are missing, without a password; how many. Existing accounts are left as they are.

    The rival is the same set opened by another start; the caller's lock keeps it out, and the unique name after it.
    """
    known = set(Account.objects.values_list("username", flat=True))
    missing = [one for one in openings if one.username not in known]
    if not missing:
        return 0
    ids = dict(Agency.objects.values_list("key", "pk"))
    Account.objects.bulk_create(
        Account(
            username=one.username,
            role=one.role,
            agency_id=ids[one.agency_key] if one.agency_key else None,
            password=make_password(None),
        )
        for one in missing
    )
    entries = [
        Entry(
            "account.opened",
            {"account": one.username, "role": one.role.value, "agency": one.agency_key},
        )
        for one in missing
    ]
    journal.append_many(entries=entries, by=by, now=now)
    return len(missing)


def _digest(agencies: Sequence[AgencyDefinition]) -> str:
    return sha256(b"".join(canonical_row([repr(agency)]) for agency in agencies)).hexdigest()


def _differing(row: Agency | AgencyName, values: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}
