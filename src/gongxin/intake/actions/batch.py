"""Every write of a batch: acknowledge, pass or hold at the gates, admit a chunk, finish, open a gate, release."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from gongxin.agencies import queries as agencies
from gongxin.agencies.queries import Actor
from gongxin.agencies.roles import RELEASERS, Standing
from gongxin.catalogue.queries import item_version
from gongxin.intake.batches import BatchRefused, Event, Outcome, Status, after
from gongxin.intake.entering import as_versions, ensure_not_undone, locked
from gongxin.intake.models import Batch
from gongxin.intake.registering import REGISTER, Origin, register_chunk
from gongxin.intake.resolving import Resolved, resolve_chunk
from gongxin.journal import actions as journal
from gongxin.records import actions as records
from gongxin.records import queries as stored
from gongxin.records.actions import ChunkOrigin


@transaction.atomic
def acknowledge(*, batch: Batch, by: str, now: datetime) -> None:
    """From here on the batch is ours to bring to its end. Its redacted table is already safe on disk."""
    batch.save(force_insert=True)
    journal.append(
        kind="batch.drafted" if batch.status == Status.DRAFT else "batch.received",
        body={
            "batch": str(batch.pk),
            "item": batch.item,
            "item_version": batch.item_version,
            "agency": batch.agency_key,
            "file": bytes(batch.sha256).hex(),
            "rows": batch.rows,
        },
        by=by,
        now=now,
    )


@transaction.atomic
def pass_gates(*, batch: UUID, gates: Sequence[str], by: str, now: datetime) -> Status:
    """Let a measured batch go on, or hold it whole where it looks wrong."""
    row = locked(batch)
    event = Event.HOLD if gates else Event.GO_ON
    row.status = after(Status(row.status), event)
    row.gates = list(gates)
    row.save(update_fields=["status", "gates"])
    if gates:
        journal.append(
            kind="batch.held",
            body={"batch": str(batch), "rows": row.rows, "reason": gates[0]},
            by=by,
            now=now,
        )
    return Status(row.status)


@transaction.atomic
def admit_chunk(
    *,
    batch: UUID,
    chunk: int,
    frame: pl.DataFrame,
    findings: pl.DataFrame,
    by: str,
    now: datetime,
) -> int:
    """One chunk enters, with its outcomes and the batch's progress in the same transaction; returns rows admitted."""
    row = locked(batch)
    _commit_without_waiting()
    if Status(row.status) is not Status.ADMITTING or row.next_chunk != chunk:
        raise BatchRefused("该分块已经处理", "this chunk has been dealt with already")
    item = item_version(row.item, row.item_version)
    if item.code == REGISTER:
        resolved = register_chunk(
            frame,
            findings,
            item,
            Origin(batch, chunk, row.jurisdiction, row.agency_key),
            by=by,
            now=now,
        )
    else:
        resolved = resolve_chunk(frame, findings, item, batch)
    _store_exceptions(row, resolved)
    counts = dict(resolved.frame.group_by("outcome").len().iter_rows())
    admitted = resolved.admitted()
    row.admitted += counts.get(Outcome.ADMITTED, 0)
    row.duplicates += counts.get(Outcome.DUPLICATE, 0)
    row.held += counts.get(Outcome.HELD, 0)
    row.rejected += counts.get(Outcome.REJECTED, 0)
    row.warned += int(admitted["warned"].sum())
    row.next_chunk = chunk + 1
    row.save(
        update_fields=[
            "admitted",
            "duplicates",
            "held",
            "rejected",
            "warned",
            "next_chunk",
        ]
    )
    if item.code != REGISTER and not admitted.is_empty():
        records.admit_chunk(
            rows=as_versions(admitted),
            origin=ChunkOrigin(
                row.jurisdiction, item, batch, agencies.agency_by_key(row.agency_key).id
            ),
            number=chunk,
            by=by,
            now=now,
        )
    return admitted.height


@transaction.atomic
def finish(*, batch: UUID, by: str, now: datetime) -> None:
    """Every row has its outcome. Neutral facts of an agency in good standing are released at once."""
    row = locked(batch)
    row.status = after(Status(row.status), Event.FINISH)
    row.finished_at = now
    row.save(update_fields=["status", "finished_at"])
    journal.append(
        kind="batch.finished",
        body={
            "batch": str(batch),
            "rows": row.rows,
            "admitted": row.admitted,
            "held": row.held,
            "rejected": row.rejected,
            "duplicates": row.duplicates,
        },
        by=by,
        now=now,
    )
    agency = agencies.agency_by_key(row.agency_key)
    neutral = item_version(row.item, row.item_version).polarity != "adverse"
    if row.item != REGISTER and row.admitted and neutral and agency.standing == Standing.GOOD:
        digest = stored.batch_digest(batch)
        records.release_batch(
            batch=batch,
            jurisdiction=row.jurisdiction,
            kind="standing",
            seen_hash=digest,
            proposed_by=row.submitted_by,
            by=by,
            now=now,
        )


@transaction.atomic
def open_gate(*, batch: UUID, reason: str, actor: Actor, by: str, now: datetime) -> None:
    """An officer other than the sender lets a held batch go on, with a reason that stays."""
    row = locked(batch)
    _ensure_may_release(actor, row)
    ensure_not_undone(row)
    if row.emptied:
        raise BatchRefused(
            "该批次的保存期已满，留存内容已清空",
            "the retention of this batch is over and nothing of it is kept",
            remedy_zh="仍应收录的，请重新报送",
            remedy_en="send again what must still be taken in",
        )
    row.status = after(Status(row.status), Event.OPEN)
    row.opened_by, row.opened_reason = by, reason
    row.save(update_fields=["status", "opened_by", "opened_reason"])
    journal.append(
        kind="batch.opened",
        body={"batch": str(batch), "rows": row.rows, "reason": row.gates[0]},
        by=by,
        now=now,
    )


@transaction.atomic
def mark_emptied(*, batch: UUID, rows: Collection[int], today: date, by: str, now: datetime) -> int:
    """Say that nothing is kept of these rows, and leave the proof; returns how many are new. Their folder is emptied already."""
    row = locked(batch)
    new = len(rows) - row.emptied
    if not new:
        return 0
    row.emptied = len(rows)
    if row.emptied == row.rows:
        row.file_name = ""  # a name somebody gave may say whose it was
    row.save(update_fields=["emptied", "file_name"])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_row SET emptied = true, party = NULL"
            " WHERE batch_id = %s AND row_no = ANY(%s) AND NOT emptied",
            [batch, list(rows)],
        )
    journal.append(
        kind="batch.emptied",
        body={
            "batch": str(batch),
            "day": today.isoformat(),
            "rows": new,
            "emptied": row.emptied,
        },
        by=by,
        now=now,
    )
    return new


@transaction.atomic
def release(*, batch: UUID, seen_hash: bytes, actor: Actor, by: str, now: datetime) -> int:
    """A second account shows what the batch admitted, bound to the hash of what it saw; returns records shown."""
    row = locked(batch)
    _ensure_may_release(actor, row)
    ensure_not_undone(row)
    if Status(row.status) is not Status.FINISHED:
        raise BatchRefused(
            "批次尚未处理完毕，不能放行",
            "the batch is not finished yet and cannot be released",
            details={"status": row.status},
        )
    if not row.admitted:
        raise BatchRefused("该批次没有入库的行", "nothing of this batch was admitted")
    return records.release_batch(
        batch=batch,
        jurisdiction=row.jurisdiction,
        kind="two_person",
        seen_hash=seen_hash,
        proposed_by=row.submitted_by,
        by=by,
        now=now,
    )


def _commit_without_waiting() -> None:
    """A chunk lost by a power cut is simply admitted again: its rows and the batch's progress are one transaction.

    What follows waits for the disk as ever, `finish` and the checkpoint first of all, and with it all that came before.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def _ensure_may_release(actor: Actor, row: Batch) -> None:
    if actor.role not in RELEASERS or actor.agency_key not in (None, row.agency_key):
        raise BatchRefused(
            "该账号没有放行该单位批次的权限",
            "this account may not release batches of this agency",
            details={"account": actor.username},
        )
    if actor.username == row.submitted_by:
        raise BatchRefused(
            "放行须由报送人以外的第二个账号进行",
            "a second account, other than the one that sent the batch, must release it",
            remedy_zh="请换一个有放行权限的账号",
            remedy_en="use another account that may release",
        )


def _store_exceptions(row: Batch, resolved: Resolved) -> None:
    """Rows that did not simply enter. INSERT … SELECT, since COPY does not enter tables under row-level security."""
    rows = resolved.exceptions()
    if rows.is_empty():
        return
    parties = rows.select(
        pl.when(pl.col("outcome").is_in([Outcome.HELD, Outcome.ADMITTED]))
        .then(pl.struct(name="_party", scheme="_scheme", code="_identifier").struct.json_encode())
        .alias("party")
    )["party"]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO intake_row (batch_id, row_no, jurisdiction, agency_key, outcome, codes, record, party,
                judgement, contest)
            SELECT %s, n, %s, %s, outcome, string_to_array(codes, ' '), record::uuid, party::jsonb,
                CASE WHEN outcome = 'admitted' THEN judgement END, CASE WHEN outcome = 'held' THEN contest END
            FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])
                AS made(n, outcome, codes, record, party, judgement, contest)
            """,
            [
                row.pk,
                row.jurisdiction,
                row.agency_key,
                rows["row"].to_list(),
                rows["outcome"].to_list(),
                rows["codes"].list.join(" ").to_list(),
                rows["record"].to_list(),
                parties.to_list(),
                rows["judgement"].to_list(),
                rows["contest"].to_list(),
            ],
        )
