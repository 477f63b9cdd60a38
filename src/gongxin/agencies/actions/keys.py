"""Writes of keys: proposed by one person, issued by a second, collected once by the agency, revoked at once."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from gongxin.agencies import keys, queries
from gongxin.agencies.actions import machine_accounts, motions
from gongxin.agencies.keys import KeyRefused, Plan
from gongxin.agencies.models import Key
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.queries import Actor
from gongxin.agencies.roles import Role
from gongxin.journal import actions as journal

# A key's last use is kept to the minute, so that a busy program does not rewrite its row at each request.
USE_KEPT_EVERY_SECONDS: Final = 60


@transaction.atomic
def propose(*, plan: Plan, reason: str, today: date, by: str, now: datetime) -> UUID:
    """Ask for a key; the motion's id. By the agency's reviewer or a system administrator."""
    actor = queries.actor(by)
    queries.agency_by_key(plan.agency_key)
    if not _is_reviewer(actor, plan.agency_key) and Role.SYSTEM_ADMINISTRATOR not in actor.roles:
        raise KeyRefused(
            "密钥由本单位审核人员或系统管理员提请",
            "a key is proposed by the agency's reviewer or a system administrator",
        )
    fit = keys.checked(plan, today)
    draft = Draft(
        kind=MotionKind.KEY_ISSUE,
        agency_key=fit.agency_key,
        about=f"{fit.agency_key}/{fit.label}",
        content=fit.as_content(),
        reason=reason,
    )
    return motions.propose(draft=draft, by=by, now=now)


@transaction.atomic
def issue(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> UUID:
    """Carry out an approved motion: the key and its account exist, and wait to be collected. By a security administrator."""
    if Role.SECURITY_ADMINISTRATOR not in queries.actor(by).roles:
        raise KeyRefused("密钥由安全管理员批准", "a key is approved by a security administrator")
    moved = motions.approve(
        motion=motion, kind=MotionKind.KEY_ISSUE, seen_hash=seen_hash, by=by, now=now
    )
    plan = Plan.from_content(moved.content)
    # The motion is locked; two keys of one agency at once meet at the unique number, and the second is tried again.
    last = Key.objects.filter(agency_key=plan.agency_key).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    account = machine_accounts.open_account(
        username=f"{plan.agency_key}.key.{number}", agency_key=plan.agency_key, by=by, now=now
    )
    row = Key.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=plan.agency_key,
        number=number,
        account=account,
        label=plan.label,
        scopes=list(plan.scopes),
        items=list(plan.items),
        addresses=list(plan.addresses),
        per_minute=plan.per_minute,
        per_day=plan.per_day,
        ends_date=plan.ends_date,
        department_code=plan.department_code,
        tables=dict(plan.tables),
        motion=motion,
        proposed_by=moved.proposed_by,
        approved_by=by,
        issued_at=now,
    )
    journal.append(
        kind="key.issued",
        body={
            "key": str(row.pk),
            "account": account.username,
            "agency": plan.agency_key,
            "motion": str(motion),
            "content": moved.seen_hash.hex(),
        },
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def collect(*, key: UUID, today: date, by: str, now: datetime) -> str:
    """Make the secret and give it out, this once. By the agency's reviewer alone: whoever approved it never sees it."""
    row = _locked(key)
    if not _is_reviewer(queries.actor(by), row.agency_key):
        raise KeyRefused(
            "密钥只由本单位审核人员领取", "a key is collected by the agency's reviewer alone"
        )
    if _state(row, today) is not keys.State.WAITING:
        raise KeyRefused(
            "该密钥已经领取，或已失效",
            "this key has been collected already, or opens nothing any more",
            remedy_zh="遗失的密钥不能再看，请吊销后重新申请",
            remedy_en="a lost key cannot be shown again: revoke it and ask for another",
        )
    secret = keys.new_secret()
    row.digest, row.hint = keys.digest(secret), secret[-keys.HINT_CHARACTERS :]
    row.collected_by, row.collected_at = by, now
    row.save(update_fields=["digest", "hint", "collected_by", "collected_at"])
    journal.append(kind="key.collected", body={"key": str(key)}, by=by, now=now)
    return secret


@transaction.atomic
def revoke(*, key: UUID, reason: str, by: str, now: datetime) -> None:
    """From the next request on it opens nothing, in every process. By the agency's reviewer or an administrator."""
    row = _locked(key)
    actor = queries.actor(by)
    administrators = {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}
    if not _is_reviewer(actor, row.agency_key) and administrators.isdisjoint(actor.roles):
        raise KeyRefused("该账号不能吊销这个密钥", "this account may not revoke this key")
    if row.revoked_at is not None:
        raise KeyRefused("该密钥已经吊销", "this key has been revoked already")
    if not reason.strip():
        raise KeyRefused("请写明理由", "say why")
    row.revoked_by, row.revoked_at, row.revoked_reason = by, now, reason.strip()[:500]
    row.save(update_fields=["revoked_by", "revoked_at", "revoked_reason"])
    machine_accounts.close_account(username=row.account.username, by=by, now=now)
    journal.append(kind="key.revoked", body={"key": str(key)}, by=by, now=now)


@transaction.atomic
def mark_used(*, key: UUID, by: str, now: datetime) -> None:
    """When it was last used, to the minute. No act of anybody, so nothing is entered in the journal."""
    del by
    long_ago = now - timedelta(seconds=USE_KEPT_EVERY_SECONDS)
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=long_ago)
    Key.objects.filter(stale, pk=key).update(last_used_at=now)


def _locked(key: UUID) -> Key:
    """The key, locked: races with a second collection and with a revocation."""
    row = Key.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise KeyRefused("没有这个密钥", "there is no such key")
    return row


def _state(row: Key, today: date) -> keys.State:
    return keys.state_of(
        collected=row.digest is not None,
        revoked=row.revoked_at is not None,
        ends_date=row.ends_date,
        today=today,
    )


def _is_reviewer(actor: Actor, agency_key: str) -> bool:
    return Role.AGENCY_REVIEWER in actor.roles and actor.agency_key == agency_key
