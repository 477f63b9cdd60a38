"""Writes of sign-ins: one begins when both factors were right, and ends once, everywhere at the same moment."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gongxin.agencies import factors
from gongxin.agencies.models import Account, SecondFactor, SignIn, SignInFailure
from gongxin.agencies.sealing import opened
from gongxin.journal import actions as journal
from gongxin.journal.leaves import Entry

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
def begin_with_code(
    *, username: str, code: str, device: str, by: str, now: datetime
) -> UUID | None:
    """A sign-in, where the code of the second factor is right and was not used before; else None."""
    # Rival: the same code sent twice at once. Who comes second finds the step used.
    factor = (
        SecondFactor.objects.select_for_update(of=("self",))
        .filter(account__username=username, account__is_active=True, confirmed_at__isnull=False)
        .first()
    )
    secret = opened(factor.secret, bound_to=str(factor.account_id)) if factor else None
    if factor is None or secret is None:
        return None
    step = factors.accepted_step(secret, code, at=now, after=factor.last_step)
    if step is None:
        return None
    factor.last_step = step
    factor.save(update_fields=["last_step"])
    return begin(username=username, device=device, by=by, now=now)


@transaction.atomic
def fail(*, step: str, username: str, by: str, now: datetime) -> None:
    """Keep that an attempt failed: for this account, if there is one of that name."""
    del by  # nobody is known yet
    account = Account.objects.filter(username=username).first()
    SignInFailure.objects.create(account=account, step=step, at=now)


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
        journal.append(kind="account.signed_out", body={"sign_in": str(sign_in)}, by=by, now=now)
    return bool(ended)


@transaction.atomic
def end_all(*, username: str, but: UUID | None, by: str, now: datetime) -> int:
    """End every sign-in of this account, except the one that asks; how many."""
    live = SignIn.objects.filter(account__username=username, ended_at__isnull=True)
    if but is not None:
        live = live.exclude(pk=but)
    found = list(live.order_by("pk").values_list("pk", flat=True))
    if found:
        SignIn.objects.filter(pk__in=found).update(ended_at=now, ended_by=by)
        entries = [Entry("account.signed_out", {"sign_in": str(one)}) for one in found]
        journal.append_many(entries=entries, by=by, now=now)
    return len(found)
