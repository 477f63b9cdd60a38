"""Writes of motions: one person proposes, another decides. An approval and the act it allows are one transaction."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gongxin.agencies import motions
from gongxin.agencies.models import Motion
from gongxin.agencies.motions import Draft, Event, MotionKind, MotionRefused, Moved, State
from gongxin.agencies.queries import moved
from gongxin.journal import actions as journal


@transaction.atomic
def propose(*, draft: Draft, by: str, now: datetime) -> UUID:
    """Ask for an act that another person must approve; its id. Refused while the same is open already."""
    if not draft.reason.strip():
        raise MotionRefused("请写明理由", "say why")
    if Motion.objects.filter(kind=draft.kind, about=draft.about, state=State.OPEN).exists():
        raise MotionRefused(
            "同样的提请正在等待批准", "the same motion is waiting for its decision already"
        )
    row = Motion.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=draft.agency_key,
        kind=draft.kind,
        about=draft.about,
        content=dict(draft.content),
        seen_hash=motions.digest(draft.content),
        reason=draft.reason.strip(),
        proposed_by=by,
        proposed_at=now,
    )
    journal.append(
        kind="motion.proposed",
        body={
            "motion": str(row.pk),
            "act": draft.kind.value,
            "agency": draft.agency_key if draft.agency_key != "*" else None,
            "content": bytes(row.seen_hash).hex(),
        },
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def approve(*, motion: UUID, kind: MotionKind, seen_hash: bytes, by: str, now: datetime) -> Moved:
    """Approve what was seen. For the act that carries it out, in the same transaction; nobody else calls this."""
    row = _locked(motion)
    if row.kind != kind or bytes(row.seen_hash) != seen_hash:
        raise MotionRefused(
            "内容与所见不符，请重新查看后再批准",
            "this is not what was seen: look again, then decide",
        )
    if row.proposed_by == by:
        raise MotionRefused(
            "提请人不能批准自己的提请",
            "whoever proposes does not approve",
            remedy_zh="请由另一个有权限的账号批准",
            remedy_en="let another account that may approve decide",
        )
    return _decided(row, Event.APPROVE, answer=None, by=by, now=now)


@transaction.atomic
def refuse(*, motion: UUID, answer: str, by: str, now: datetime) -> Moved:
    """Say no, with reasons."""
    if not answer.strip():
        raise MotionRefused("请写明不批准的理由", "say why it is not approved")
    return _decided(_locked(motion), Event.REFUSE, answer=answer.strip(), by=by, now=now)


@transaction.atomic
def take_back(*, motion: UUID, by: str, now: datetime) -> Moved:
    """Whoever proposed withdraws what is still open."""
    row = _locked(motion)
    if row.proposed_by != by:
        raise MotionRefused("只有提请人可以撤回", "only whoever proposed may withdraw it")
    return _decided(row, Event.WITHDRAW, answer=None, by=by, now=now)


def _locked(motion: UUID) -> Motion:
    """The motion, locked: races with a second decision."""
    row = Motion.objects.select_for_update().filter(pk=motion).first()
    if row is None:
        raise MotionRefused("没有这项提请", "there is no such motion")
    return row


def _decided(row: Motion, event: Event, *, answer: str | None, by: str, now: datetime) -> Moved:
    row.state = motions.after(State(row.state), event).value
    row.decided_by, row.decided_at, row.answer = by, now, answer
    row.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    journal.append(
        kind="motion.decided",
        body={
            "motion": str(row.pk),
            "verdict": row.state,
            "proposed_by": row.proposed_by,
            "content": bytes(row.seen_hash).hex(),
        },
        by=by,
        now=now,
    )
    return moved(row)
