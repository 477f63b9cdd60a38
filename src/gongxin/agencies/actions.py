"""Writes of agencies and accounts: the law names the agencies, officers open accounts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongxin.agencies.models import Account, Agency, AgencyName
from gongxin.agencies.names import normal
from gongxin.agencies.roles import Role
from gongxin.canonical import canonical_row
from gongxin.journal import actions as journal
from gongxin.jurisdiction.values import AgencyDefinition


@transaction.atomic
def load_agencies(
    *, agencies: Sequence[AgencyDefinition], jurisdiction: str, by: str, now: datetime
) -> int:
    """Make the tables say what the law says of agencies; returns how many rows changed. Safe to repeat.

    An agency is never deleted, and a name is never taken away: it gets an end date in the law.
    """
    changed = 0
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
        agency, created = Agency.objects.get_or_create(key=definition.key, defaults=values)
        changed += created or bool(_differing(agency, values))
        if not created and _differing(agency, values):
            Agency.objects.filter(pk=agency.pk).update(**values)
        for name in definition.names:
            row = {
                "name": name.name,
                "kind": name.kind,
                "valid_until": name.valid_until,
                "source": name.source,
                "mark": name.mark,
            }
            stored, made = AgencyName.objects.get_or_create(
                agency=agency,
                norm=normal(name.name),
                valid_from=name.valid_from,
                defaults=row,
            )
            changed += made or bool(_differing(stored, row))
            if not made and _differing(stored, row):
                AgencyName.objects.filter(pk=stored.pk).update(**row)
    if changed:
        journal.append(
            kind="agencies.loaded",
            body={"content": _digest(agencies), "agencies": len(agencies)},
            by=by,
            now=now,
        )
    return changed


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


def _digest(agencies: Sequence[AgencyDefinition]) -> str:
    return sha256(b"".join(canonical_row([repr(agency)]) for agency in agencies)).hexdigest()


def _differing(row: Agency | AgencyName, values: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}
