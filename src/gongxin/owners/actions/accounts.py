"""Writes of an organisation's accounts: opened with a code and both factors, and ended by another of the organisation or the counter."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gongxin.agencies import factors, passwords
from gongxin.agencies.passwords import PasswordRefused
from gongxin.agencies.sealing import sealed
from gongxin.journal import actions as journal
from gongxin.journal.leaves import Entry
from gongxin.owners import queries
from gongxin.owners.letters import CodeRefused, LetterRefused
from gongxin.owners.locks import locked
from gongxin.owners.models import Account, SignIn, Turn
from gongxin.owners.names import LabelRefused, ensure_label, fresh_handle


@transaction.atomic
def set_up(
    *, uscc: str, code: str, label: str, password: str, today: date, by: str, now: datetime
) -> UUID | None:
    """With a code of the organisation: the password and a fresh secret, still to be confirmed. None: a wrong code, counted.

    May be repeated until the secret is confirmed. A wrong try counts against every code of the organisation that lives:
    nobody can tell which one was meant.
    """
    organisation = queries.organisation_of(uscc, today)
    if organisation is None:
        queries.digest_of(code)
        return None
    locked(organisation.id)  # its rivals: other tries at the same moment, of which each must count
    live = list(queries.live_codes(organisation.id, now))
    found = queries.matching(live, code)
    if found is None:
        Turn.objects.bulk_create(Turn(code=one, kind="failed", at=now) for one in live)
        return None
    word = ensure_label(label)
    _ensure_free(organisation.id, word)
    passwords.ensure_fit(password, username=f"{organisation.code}.{word}")
    account = Account.objects.filter(code=found).first() or Account(
        handle=fresh_handle(), subject_id=organisation.id, code=found
    )
    account.label, account.password, account.made_at = word, passwords.hashed(password), now
    account.secret = sealed(factors.new_secret(), bound_to=str(account.pk))
    account.save()
    body = {"account": account.handle}
    journal.append(kind="owner.password_changed", body=body, by=by, now=now)
    return account.pk


@transaction.atomic
def confirm(*, account: UUID, code: str, today: date, by: str, now: datetime) -> str | None:
    """A code from the generator opens the account and uses up its letter: the handle; None where the code is wrong."""
    row = Account.objects.filter(pk=account).first()
    if row is None:
        raise CodeRefused
    locked(row.subject_id)
    shown = queries.secret_to_show(account, now=now, today=today)
    if shown is None:
        raise CodeRefused
    step = factors.accepted_step(shown[1], code, at=now, after=row.last_step)
    if step is None:
        return None
    _ensure_free(row.subject_id, row.label)
    Account.objects.filter(pk=account).update(opened_at=now, last_step=step)
    Turn.objects.create(code_id=row.code_id, kind="used", at=now)
    letter = row.code.letter
    body = {"account": row.handle, "letter": str(letter.pk), "way": letter.way}
    journal.append(kind="owner.opened", body=body, by=by, now=now)
    return row.handle


@transaction.atomic
def change_password(*, handle: str, old: str, new: str, by: str, now: datetime) -> None:
    """The person replaces the password. Elsewhere the account is signed out (the caller ends it)."""
    row = Account.objects.select_for_update().get(
        handle=handle, opened_at__isnull=False, closed_at__isnull=True
    )
    if not passwords.holds(old, row.password):
        raise PasswordRefused("原密码不对", "the old password is not right")
    passwords.ensure_fit(new, username=row.label)
    Account.objects.filter(pk=row.pk).update(password=passwords.hashed(new))
    journal.append(kind="owner.password_changed", body={"account": handle}, by=by, now=now)


@transaction.atomic
def close(*, account: UUID, by: str, now: datetime) -> None:
    """End it at this moment, with its sign-ins and both factors. Whether `by` may is the caller's question."""
    row = Account.objects.select_for_update().filter(pk=account, opened_at__isnull=False).first()
    if row is None or row.closed_at is not None:
        raise LetterRefused("该账号已经停用", "this account is closed already")
    if row.handle == by:
        raise LetterRefused(
            "不能停用正在使用的账号",
            "nobody closes the account they are signed in with",
            remedy_zh="请由本单位另一个账号停用，或到窗口办理",
            remedy_en="let another account of the organisation do it, or the counter",
        )
    live = SignIn.objects.filter(account=row, ended_at__isnull=True)
    entries = [
        Entry("owner.signed_out", {"sign_in": str(one)})
        for one in live.order_by("pk").values_list("pk", flat=True)
    ]
    live.update(ended_at=now, ended_by=by)
    Account.objects.filter(pk=account).update(
        password=passwords.hashed(factors.new_secret()), secret="", closed_at=now, closed_by=by
    )
    entries.append(Entry("owner.closed", {"account": row.handle}))
    journal.append_many(entries=entries, by=by, now=now)


def _ensure_free(subject_id: int, label: str) -> None:
    taken = Account.objects.filter(
        subject_id=subject_id, label=label, opened_at__isnull=False, closed_at__isnull=True
    )
    if taken.exists():
        raise LabelRefused(
            f"本单位已有名为 {label} 的账号",
            f"your organisation has an account named {label} already",
            remedy_zh="换一个用途名称",
            remedy_en="choose another word",
        )
