"""Writes of scheduled sources: proposed by one person, opened by a second, paused and closed, and how far they came."""

from base64 import b64decode, b64encode
from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import machine_accounts, motions
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.queries import Actor
from gongxin.agencies.roles import Role
from gongxin.catalogue import queries as catalogue
from gongxin.intake import sealing, slicing, sources
from gongxin.intake.models import Source
from gongxin.intake.slicing import Cursor
from gongxin.intake.sources import Event, Plan, SourceRefused, SourceState
from gongxin.journal import actions as journal


@transaction.atomic
def propose(*, plan: Plan, password: str, reason: str, today: date, by: str, now: datetime) -> UUID:
    """Ask for a source; the motion's id. The password is sealed before it is written anywhere."""
    actor = agencies.actor(by)
    agency = agencies.agency_by_key(plan.agency_key)
    if not _is_reviewer(actor, plan.agency_key) and Role.SYSTEM_ADMINISTRATOR not in actor.roles:
        raise SourceRefused(
            "数据库直连由本单位审核人员或系统管理员提请",
            "a source is proposed by the agency's reviewer or a system administrator",
        )
    sources.ensure_fit(plan, password)
    if agency.key not in catalogue.item_in_force(plan.item, today).agencies:
        raise SourceRefused("该单位无权报送这个事项", "this agency may not report this item")
    identity = str(uuid4())
    sealed = b64encode(sealing.seal(password, identity)).decode()
    draft = Draft(
        kind=MotionKind.SOURCE_OPEN,
        agency_key=plan.agency_key,
        about=f"{plan.agency_key}/{plan.label.strip()}",
        content=plan.as_content(sealed, identity),
        reason=reason,
    )
    return motions.propose(draft=draft, by=by, now=now)


@transaction.atomic
def open_source(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> UUID:
    """Carry out an approved motion: from the next round on the view is read. By a security administrator."""
    if Role.SECURITY_ADMINISTRATOR not in agencies.actor(by).roles:
        raise SourceRefused(
            "数据库直连由安全管理员批准", "a source is approved by a security administrator"
        )
    moved = motions.approve(
        motion=motion, kind=MotionKind.SOURCE_OPEN, seen_hash=seen_hash, by=by, now=now
    )
    plan = Plan.from_content(moved.content)
    place = plan.place
    last = Source.objects.filter(agency_key=plan.agency_key).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    account = machine_accounts.open_account(
        username=f"{plan.agency_key}.source.{number}", agency_key=plan.agency_key, by=by, now=now
    )
    row = Source.objects.create(
        id=UUID(moved.content["source"]),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=plan.agency_key,
        number=number,
        account=account.username,
        label=plan.label.strip(),
        item=plan.item,
        kind=place.kind,
        host=place.host,
        port=place.port,
        transport=place.transport,
        database=place.database,
        user_name=place.user_name,
        sealed_password=b64decode(moved.content["sealed_password"]),
        view=place.view,
        cursor_column=place.cursor_column,
        every_minutes=plan.every_minutes,
        motion=motion,
        proposed_by=moved.proposed_by,
        approved_by=by,
        opened_at=now,
    )
    journal.append(
        kind="source.opened",
        body={
            "source": str(row.pk),
            "account": account.username,
            "agency": plan.agency_key,
            "item": plan.item,
            "motion": str(motion),
            "content": moved.seen_hash.hex(),
        },
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def pause(*, source: UUID, by: str, now: datetime) -> None:
    """It is not read until it is resumed; what was read stays."""
    row = _locked(source)
    _ensure_may_stop(agencies.actor(by), row)
    row.state = sources.after(SourceState(row.state), Event.PAUSE)
    row.save(update_fields=["state"])
    journal.append(kind="source.paused", body={"source": str(source)}, by=by, now=now)


@transaction.atomic
def resume(*, source: UUID, by: str, now: datetime) -> None:
    """It is read again from where it was."""
    row = _locked(source)
    _ensure_may_stop(agencies.actor(by), row)
    row.state = sources.after(SourceState(row.state), Event.RESUME)
    row.save(update_fields=["state"])
    journal.append(kind="source.resumed", body={"source": str(source)}, by=by, now=now)


@transaction.atomic
def close(*, source: UUID, by: str, now: datetime) -> None:
    """For ever; its account closes with it. What was read stays."""
    row = _locked(source)
    _ensure_may_stop(agencies.actor(by), row)
    row.state, row.closed_at = sources.after(SourceState(row.state), Event.CLOSE), now
    row.save(update_fields=["state", "closed_at"])
    machine_accounts.close_account(username=row.account, by=by, now=now)
    journal.append(kind="source.closed", body={"source": str(source)}, by=by, now=now)


@transaction.atomic
def move_cursor(
    *,
    source: UUID,
    before: Cursor | None,
    after: Cursor,
    batch: UUID | None,
    by: str,
    now: datetime,
) -> None:
    """These rows are ours. In the transaction that acknowledges their batch, whose entry in the journal speaks for both."""
    del by
    row = _locked(source)
    if _cursor(row) != before or row.state != SourceState.OPEN:
        raise SourceRefused("另一次读取已在前面完成", "another run was faster")
    row.cursor_kind, row.cursor_value = after.kind, after.value
    row.overlap_digest = after.overlap
    row.last_run_at, row.last_error = now, None
    fields = ["cursor_kind", "cursor_value", "overlap_digest", "last_run_at", "last_error"]
    if batch is not None:
        row.last_batch_id = batch
        fields.append("last_batch")
    row.save(update_fields=fields)


@transaction.atomic
def note_run(*, source: UUID, error: str | None, by: str, now: datetime) -> None:
    """When it was last asked, and the code of what went wrong. No act of anybody, so nothing is entered in the journal."""
    del by
    Source.objects.filter(pk=source).update(last_run_at=now, last_error=error)


def _locked(source: UUID) -> Source:
    """The source, locked: races with another run and with somebody who pauses or closes it."""
    row = Source.objects.select_for_update().filter(pk=source).first()
    if row is None:
        raise SourceRefused("没有这个来源", "there is no such source")
    return row


def _cursor(row: Source) -> Cursor | None:
    return slicing.cursor_stored(row.cursor_kind, row.cursor_value, row.overlap_digest)


def _ensure_may_stop(actor: Actor, row: Source) -> None:
    administrators = {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}
    if not _is_reviewer(actor, row.agency_key) and administrators.isdisjoint(actor.roles):
        raise SourceRefused("该账号不能更改这个来源", "this account may not change this source")


def _is_reviewer(actor: Actor, agency_key: str) -> bool:
    return Role.AGENCY_REVIEWER in actor.roles and actor.agency_key == agency_key
