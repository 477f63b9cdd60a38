"""Writes of sign-ins of an organisation's accounts: one begins when both factors were right, and ends once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gongxin.agencies import factors
from gongxin.agencies.sealing import opened
from gongxin.journal import actions as journal
from gongxin.journal.leaves import Entry
from gongxin.owners.models import Account, SignIn

DEVICE_CHARS_MAX = 80


@transaction.atomic
def begin(*, handle: str, device: str, by: str, now: datetime) -> UUID:
    """A sign-in of this open account; its id is what the browser's session holds."""
    account = Account.objects.get(handle=handle, opened_at__isnull=False, closed_at__isnull=True)
    row = SignIn.objects.create(
        account=account, device=device[:DEVICE_CHARS_MAX], started_at=now, seen_at=now
    )
    body = {"account": handle, "sign_in": str(row.pk)}
    journal.append(kind="owner.signed_in", body=body, by=by, now=now)
    return row.pk


@transaction.atomic
def begin_with_code(*, handle: str, code: str, device: str, by: str, now: datetime) -> UUID | None:
    """A sign-in, where the code of the second factor is right and was not used before; else None."""
    # Rival: the same code sent twice at once. Who comes second finds the step used.
    row = (
        Account.objects.select_for_update()
        .filter(handle=handle, opened_at__isnull=False, closed_at__isnull=True)
        .first()
    )
    secret = opened(row.secret, bound_to=str(row.pk)) if row else None
    if row is None or secret is None:
        return None
    step = factors.accepted_step(secret, code, at=now, after=row.last_step)
    if step is None:
        return None
    Account.objects.filter(pk=row.pk).update(last_step=step)
    return begin(handle=handle, device=device, by=by, now=now)


@transaction.atomic
def note(*, sign_in: UUID, by: str, now: datetime) -> None:
    """Move the clock of a sign-in that is in use."""
    del by
    SignIn.objects.filter(pk=sign_in, ended_at__isnull=True, seen_at__lt=now).update(seen_at=now)


@transaction.atomic
def end(*, sign_in: UUID, by: str, now: datetime) -> bool:
    """End it; False where it has ended already."""
    ended = SignIn.objects.filter(pk=sign_in, ended_at__isnull=True).update(
        ended_at=now, ended_by=by
    )
    if ended:
        journal.append(kind="owner.signed_out", body={"sign_in": str(sign_in)}, by=by, now=now)
    return bool(ended)


@transaction.atomic
def end_all(*, handle: str, but: UUID | None, by: str, now: datetime) -> int:
    """End every sign-in of this account, except the one that asks; how many."""
    live = SignIn.objects.filter(account__handle=handle, ended_at__isnull=True)
    if but is not None:
        live = live.exclude(pk=but)
    found = list(live.order_by("pk").values_list("pk", flat=True))
    if found:
        SignIn.objects.filter(pk__in=found).update(ended_at=now, ended_by=by)
        entries = [Entry("owner.signed_out", {"sign_in": str(one)}) for one in found]
        journal.append_many(entries=entries, by=by, now=now)
    return len(found)
