"""Reads of keys: the one a request brought, and the ones a page lists. It never reads the secret: there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gongxin.agencies import keys
from gongxin.agencies.keys import KeyWrong, State
from gongxin.agencies.models import Key
from gongxin.agencies.scope import EVERY_AGENCY, acting_for

KEYS_MAX: Final = 500  # a city has some sixty agencies


@dataclass(frozen=True)
class KeyCard:
    """A key as a page shows it and a request uses it."""

    id: UUID
    agency_key: str
    account: str
    label: str
    scopes: tuple[str, ...]
    items: tuple[str, ...]
    addresses: tuple[str, ...]
    per_minute: int
    per_day: int
    ends_date: date
    department_code: str | None
    tables: Mapping[str, str]
    state: State
    hint: str | None
    proposed_by: str
    approved_by: str
    issued_at: datetime
    collected_by: str | None
    collected_at: datetime | None
    revoked_by: str | None
    revoked_at: datetime | None
    revoked_reason: str | None
    last_used_at: datetime | None


def key_brought(secret: str, today: date) -> KeyCard:
    """The key in use that this secret is; KeyWrong for everything else, after the same one look."""
    with acting_for(EVERY_AGENCY):  # whose it is, is what we ask
        row = Key.objects.select_related("account").filter(digest=keys.digest(secret)).first()
    card = _card(row, today) if row is not None else None
    if card is None or card.state is not State.LIVE:
        raise KeyWrong
    return card


def keys_listed(today: date) -> list[KeyCard]:
    """The keys that the present scope may see: by agency, the newest first."""
    rows = Key.objects.select_related("account").order_by("agency_key", "-number")[:KEYS_MAX]
    return [_card(row, today) for row in rows]


def key(identity: UUID, today: date) -> KeyCard | None:
    """A key that the present scope may see, or None."""
    row = Key.objects.select_related("account").filter(pk=identity).first()
    return _card(row, today) if row else None


def _card(row: Key, today: date) -> KeyCard:
    return KeyCard(
        id=row.pk,
        agency_key=row.agency_key,
        account=row.account.username,
        label=row.label,
        scopes=tuple(row.scopes),
        items=tuple(row.items),
        addresses=tuple(row.addresses),
        per_minute=row.per_minute,
        per_day=row.per_day,
        ends_date=row.ends_date,
        department_code=row.department_code,
        tables=row.tables,
        state=keys.state_of(
            collected=row.digest is not None,
            revoked=row.revoked_at is not None,
            ends_date=row.ends_date,
            today=today,
        ),
        hint=row.hint,
        proposed_by=row.proposed_by,
        approved_by=row.approved_by,
        issued_at=row.issued_at,
        collected_by=row.collected_by,
        collected_at=row.collected_at,
        revoked_by=row.revoked_by,
        revoked_at=row.revoked_at,
        revoked_reason=row.revoked_reason,
        last_used_at=row.last_used_at,
    )
