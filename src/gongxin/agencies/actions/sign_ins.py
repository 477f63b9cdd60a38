"""Writes of sign-ins: one begins when both factors were right, and ends once, everywhere at the same moment."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gongxin.agencies.models import Account, SignIn
from gongxin.journal import actions as journal

DEVICE_CHARS_MAX = 80


@transaction.atomic
def begin(*, username: str, device: str, by: str, now: datetime) -> UUID:
    """A sign-in of this active account; its id is what the browser's session holds."""
    account = Account.objects.get(username=username, is_active=True)
    row = SignIn.objects.create(
        account=account, device=device[:DEVICE_CHARS_MAX], started_at=now, seen_at=now
    )
    journal.append(
        kind="account.signed_in",
        body={"account": username, "sign_in": str(row.pk)},
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def end(*, sign_in: UUID, by: str, now: datetime) -> bool:
    """End it; False where it has ended already."""
    ended = SignIn.objects.filter(pk=sign_in, ended_at__isnull=True).update(
        ended_at=now, ended_by=by
    )
    if ended:
        journal.append(kind="account.signed_out", body={"sign_in": str(sign_in)}, by=by, now=now)
    return bool(ended)
