"""Writes by which rows that waited enter together after a judgement, are released by themselves, and wait again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import polars as pl
from django.db import connection, transaction

from gongxin.agencies import queries as agencies
from gongxin.agencies.queries import Actor
from gongxin.agencies.roles import RELEASERS, Standing
from gongxin.catalogue import queries as catalogue
from gongxin.intake import held
from gongxin.intake.batches import BatchRefused, Outcome
from gongxin.intake.entering import as_versions, locked
from gongxin.intake.models import Admission, Batch
from gongxin.intake.opinions import OpinionRefused, Reported
from gongxin.intake.resolving import Certified, resolve_chunk
from gongxin.journal import actions as journal
from gongxin.records import actions as records
from gongxin.records import queries as stored
from gongxin.records.actions import ChunkOrigin


@transaction.atomic
def admit_party(*, party: Reported, judgement: int, by: str, now: datetime) -> tuple[int, int]:
    """Every waiting row of the party goes the way of a file again, batch by batch, in one order; admitted and left."""
    by_batch: dict[UUID, list[int]] = {}
    for waiting in held.rows_of(party):
        by_batch.setdefault(waiting.batch, []).append(waiting.row_no)
    admitted = left = 0
    for batch in sorted(by_batch):
        row = locked(batch)
        made = _admit_of(row, by_batch[batch], judgement, by=by, now=now)
        if made is not None:
            _release_neutral(row, made, by=by, now=now)
        count = made.rows if made else 0
        admitted += count
        left += len(by_batch[batch]) - count
    return admitted, left


@transaction.atomic
def admit_certified(
    *, batch: UUID, row_no: int, certified: Certified, by: str, now: datetime
) -> Admission | None:
    """One row that left its body before goes the way of a file again, as its certificate says; None: something else holds it.

    Nothing is shown by it: whoever calls this releases it by two people.
    """
    return _admit_of(
        locked(batch), [row_no], certified.judgement, certified=certified, by=by, now=now
    )


def _admit_of(
    row: Batch,
    numbers: Sequence[int],
    judgement: int,
    *,
    certified: Certified | None = None,
    by: str,
    now: datetime,
) -> Admission | None:
    item = catalogue.item_version(row.item, row.item_version)
    parts = [
        resolve_chunk(frame, findings, item, row.pk, anew=True, certified=certified)
        for frame, findings in held.checked_rows(row.pk, numbers)
    ]
    if not parts:
        return None
    resolved = pl.concat([part.frame for part in parts], how="vertical_relaxed").sort("row")
    entering = resolved.filter(pl.col("outcome") == Outcome.ADMITTED).unique(
        "record", keep="first", maintain_order=True
    )
    _note_others(row, resolved.join(entering.select("row"), on="row", how="anti"))
    if entering.is_empty():
        row.save(update_fields=["held", "duplicates"])
        return None
    admission = Admission.objects.create(
        id=uuid4(),
        jurisdiction=row.jurisdiction,
        agency_key=row.agency_key,
        batch=row,
        judgement=judgement,
        rows=entering.height,
        admitted_by=by,
        admitted_at=now,
    )
    _enter(row, admission, entering)
    row.held -= entering.height
    row.admitted += entering.height
    row.warned += int(entering["warned"].sum())
    row.save(update_fields=["held", "admitted", "warned", "duplicates"])
    provider = agencies.agency_by_key(row.agency_key)
    records.admit_judged(
        rows=as_versions(entering).with_columns(
            row_no=pl.int_range(1, entering.height + 1, dtype=pl.Int64)
        ),
        origin=ChunkOrigin(row.jurisdiction, item, admission.pk, provider.id),
        by=by,
        now=now,
    )
    journal.append(
        kind="batch.rows_judged",
        body={
            "batch": str(row.pk),
            "admission": str(admission.pk),
            "judgement": judgement,
            "rows": entering.height,
        },
        by=by,
        now=now,
    )
    return admission


def _release_neutral(row: Batch, admission: Admission, *, by: str, now: datetime) -> None:
    """Neutral facts of an agency in good standing are shown at once, as those of its batch were."""
    neutral = catalogue.item_version(row.item, row.item_version).polarity != "adverse"
    if neutral and agencies.agency_by_key(row.agency_key).standing == Standing.GOOD:
        records.release_batch(
            batch=admission.pk,
            jurisdiction=row.jurisdiction,
            kind="standing",
            seen_hash=stored.batch_digest(admission.pk),
            proposed_by=row.submitted_by,
            by=by,
            now=now,
        )


def _note_others(row: Batch, others: pl.DataFrame) -> None:
    """Rows that wait for something else now, or turned out to be known: their codes and outcome are told anew."""
    known = others.filter(pl.col("outcome") == Outcome.DUPLICATE)
    row.held -= known.height
    row.duplicates += known.height
    told = others.with_columns(
        outcome=pl.when(pl.col("outcome") == Outcome.ADMITTED)
        .then(pl.lit(Outcome.HELD.value))
        .otherwise("outcome"),
        codes=pl.when(pl.col("outcome") == Outcome.ADMITTED)
        .then(pl.concat_list("codes", pl.lit(["record.repeated_in_file"])))
        .otherwise("codes"),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE intake_row AS r
            SET outcome = t.outcome, codes = string_to_array(t.codes, ' '), contest = t.contest
            FROM unnest(%s::int[], %s::text[], %s::text[], %s::bigint[]) AS t(n, outcome, codes, contest)
            WHERE r.batch_id = %s AND r.row_no = t.n AND r.outcome = 'held' AND t.codes <> ''
            """,
            [
                told["row"].to_list(),
                told["outcome"].to_list(),
                told["codes"].list.join(" ").to_list(),
                told["contest"].to_list(),
                row.pk,
            ],
        )


def _enter(row: Batch, admission: Admission, entering: pl.DataFrame) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE intake_row AS r SET outcome = 'admitted', admission_id = %s, judgement = %s, record = t.record::uuid
            FROM unnest(%s::int[], %s::text[]) AS t(n, record)
            WHERE r.batch_id = %s AND r.row_no = t.n AND r.outcome = 'held'
            """,
            [
                admission.pk,
                admission.judgement,
                entering["row"].to_list(),
                entering["record"].to_list(),
                row.pk,
            ],
        )
        assert cursor.rowcount == entering.height, "the batch is locked and its rows waited"


@transaction.atomic
def reopen_party(*, party: Reported, judge: str, reason: str, by: str, now: datetime) -> int:
    """The rows of the party that entered by judgement wait again; their records leave their subject."""
    entered = [row for row in held.rows_of(party, outcome="admitted") if row.record]
    groups = sorted({row.admission or row.batch for row in entered})
    if by == judge and any(stored.batch_is_released(group) for group in groups):
        raise OpinionRefused(
            "已放行的，须由认定人以外的人撤销",
            "what was released is taken back by somebody other than the judge",
            remedy_zh="请由另一位经办人撤销",
            remedy_en="let another officer take it back",
        )
    gone = records.detach(
        records=[row.record for row in entered if row.record], reason=reason, by=by, now=now
    )
    by_batch: dict[UUID, list[int]] = {}
    for row in entered:
        if row.record in gone:
            by_batch.setdefault(row.batch, []).append(row.row_no)
    for batch in sorted(by_batch):
        _wait_again(locked(batch), by_batch[batch], by=by, now=now)
    return len(gone)


def _wait_again(row: Batch, numbers: Sequence[int], *, by: str, now: datetime) -> None:
    warned = 0
    for frame, findings in held.checked_rows(row.pk, numbers):
        warns = findings.filter(pl.col("severity") == "warn")["row"]
        warned += frame.filter(pl.col("row").is_in(warns.implode())).height
    row.held += len(numbers)
    row.admitted -= len(numbers)
    row.warned -= warned
    row.save(update_fields=["held", "admitted", "warned"])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_row SET outcome = 'held', admission_id = NULL, judgement = NULL,"
            " codes = array_append(array_remove(array_remove(codes, 'subject.judged'), 'record.detached'),"
            " 'record.detached')"
            " WHERE batch_id = %s AND row_no = ANY(%s)",
            [row.pk, list(numbers)],
        )
    journal.append(
        kind="batch.rows_reopened",
        body={"batch": str(row.pk), "rows": len(numbers)},
        by=by,
        now=now,
    )


@transaction.atomic
def release_admission(
    *, admission: UUID, seen_hash: bytes, actor: Actor, by: str, now: datetime
) -> int:
    """Show what entered after a judgement, bound to the hash of what was seen; returns records shown.

    By somebody who neither sent the batch nor judged whose its rows are.
    """
    row = Admission.objects.select_related("batch").filter(pk=admission).first()
    if row is None:
        raise BatchRefused("没有这次入库", "there is no such admission")
    locked(row.batch_id)
    if actor.role not in RELEASERS or actor.agency_key not in (None, row.agency_key):
        raise BatchRefused(
            "该账号没有放行该单位批次的权限",
            "this account may not release batches of this agency",
            details={"account": actor.username},
        )
    if actor.username in {row.admitted_by, row.batch.submitted_by}:
        raise BatchRefused(
            "放行须由报送人和认定人以外的账号进行",
            "somebody who neither sent nor judged it must release it",
            remedy_zh="请换一个有放行权限的账号",
            remedy_en="use another account that may release",
        )
    return records.release_batch(
        batch=row.pk,
        jurisdiction=row.jurisdiction,
        kind="two_person",
        seen_hash=seen_hash,
        proposed_by=row.admitted_by,
        by=by,
        now=now,
    )
