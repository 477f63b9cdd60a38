"""Drives a batch from the file to its end. Each step is one action; an interruption at any moment resumes where it was."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.db import IntegrityError, connection

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import SUBMITTERS
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.intake import actions, drafting, keeping, measuring, profiles
from gongxin.intake.batches import UNFINISHED, BatchRefused, Channel, Status
from gongxin.intake.models import Batch
from gongxin.intake.reading import Limits, ReadTable, read_table
from gongxin.journal import actions as journal
from gongxin.jurisdiction.values import Item

Progress = Callable[[int, int], None]  # steps done, steps in all
Along = Callable[[UUID], None]  # what is written in the very transaction that acknowledges a batch

_ABANDONED_AFTER = timedelta(days=1)  # no file is read for so long
_TRIES_MAX = 5  # another batch may admit the same record between our look and our COPY


@dataclass(frozen=True)
class Incoming:
    """A file as it is handed in, for which item and agency."""

    source: BinaryIO | Path | bytes
    name: str
    item: str
    agency_key: str
    encoding: str | None = None
    channel: Channel = Channel.FILE
    limits: Limits = field(default_factory=Limits)


def receive(
    *,
    incoming: Incoming,
    jurisdiction: str,
    by: str,
    now: datetime,
    today: date,
    draft: bool = False,
    along: Along | None = None,
) -> UUID:
    """Read the file in the confined child, keep the redacted table, acknowledge the batch, `along` with it or not at all.

    Raises FileRefused. A draft is checked, with the agency's profile replayed, and waits for somebody to submit or
    discard it.
    """
    item = _entitled(incoming, by, today)
    batch = uuid4()
    profile = profiles.latest(incoming.agency_key, item.code) if draft else None
    learned = profile.learned if profile else {}
    try:
        table = read_table(
            incoming.source,
            name=incoming.name,
            plan=measuring.plan(item, learned),
            out_dir=keeping.begin(batch),
            declared_encoding=incoming.encoding,
            limits=incoming.limits,
        )
        headers = measuring.headers(table, item, draft=draft)
        keeping.keep(batch)
    except BaseException:
        keeping.discard(batch)
        raise
    row = _batch(batch, table, incoming, item, jurisdiction, by)
    row.headers, row.law_date = headers, today
    if draft:
        row.status, row.touched_at = Status.DRAFT, now
        row.profile_version = profile.version if profile else None
    with acting_for(incoming.agency_key):
        if along is not None:
            along(batch)
        actions.acknowledge(batch=row, by=by, now=now)
        if profile is not None:
            fixes = tuple(profile.fixes)
            actions.replay_profile(
                batch=batch, fixes=fixes, made_by=profile.made_by, by=by, now=now
            )
    if draft:
        drafting.ensure_checked(batch)
    return batch


def _entitled(incoming: Incoming, by: str, today: date) -> Item:
    """The item in force, if this account may report it for this agency; else BatchRefused."""
    actor = agencies.actor(by)
    agency = agencies.agency_by_key(incoming.agency_key)
    item = catalogue.item_in_force(incoming.item, today)
    if actor.role not in SUBMITTERS or actor.agency_key not in (None, agency.key):
        raise BatchRefused("该账号不能代该单位报送", "this account may not report for this agency")
    if agency.key not in item.agencies:
        raise BatchRefused(
            f"{agency.name_zh}无权报送“{item.zh}”",
            f"{agency.name_en} is not entitled to report “{item.en}”",
            details={"agency": agency.key, "item": item.code},
        )
    return item


def _batch(
    batch: UUID, table: ReadTable, incoming: Incoming, item: Item, jurisdiction: str, by: str
) -> Batch:
    return Batch(
        id=batch,
        jurisdiction=jurisdiction,
        agency_key=incoming.agency_key,
        item=item.code,
        item_version=item.version,
        submitted_by=by,
        file_name=_harmless(incoming.name),
        sha256=bytes.fromhex(table.sha256),
        size=table.size,
        format=table.format,
        encoding=table.encoding,
        sheet=table.sheet,
        channel=incoming.channel,
        status=Status.RECEIVED,
        rows=table.rows,
        chunks=table.chunk_count,
    )


def process(*, batch: UUID, by: str, now: datetime, progress: Progress | None = None) -> Status:
    """Bring a batch as far as it can go: measure, gates, chunk after chunk, finish. One worker a batch.

    Returns the status it stopped at; where another worker has the batch, the status as it stands.
    """
    with alone_on(batch) as alone:
        row = _row(batch)
        if alone and row.status == Status.RECEIVED:
            measured = measuring.measure(row, progress)
            with acting_for(EVERY_AGENCY):
                actions.pass_gates(batch=batch, gates=measured, by=by, now=now)
        while alone and (row := _row(batch)).status == Status.ADMITTING:
            if row.next_chunk < row.chunks:
                _admit(row, by=by, now=now)
                if progress:
                    progress(row.chunks + row.next_chunk + 1, 2 * row.chunks)
            else:
                with acting_for(EVERY_AGENCY):
                    actions.finish(batch=batch, by=by, now=now)
                journal.checkpoint(by=by, now=now)
    return Status(_row(batch).status)


def unfinished() -> frozenset[UUID]:
    """The batches that a worker has to bring to their end. Rides on batch_unfinished."""
    with acting_for(EVERY_AGENCY):
        rows = Batch.objects.filter(status__in=sorted(UNFINISHED))
        return frozenset(rows.values_list("pk", flat=True))


def resume_unfinished(*, by: str, now: datetime) -> int:
    """The sweep: bring every unfinished batch to its end, and clear what was never acknowledged; returns batches moved."""
    with acting_for(EVERY_AGENCY):
        waiting = list(
            Batch.objects.filter(status__in=sorted(UNFINISHED))
            .order_by("received_at")
            .values_list("pk", flat=True)
        )
    failed: list[Exception] = []
    for batch in waiting:
        try:
            process(batch=batch, by=by, now=now)
        except Exception as error:  # noqa: BLE001 - one broken batch does not keep the others waiting
            error.add_note(f"batch {batch}")
            failed.append(error)
    drafting.discard_forgotten(by=by, now=now)
    _clear_abandoned(now)
    if failed:
        raise failed[0]
    return len(waiting)


def _clear_abandoned(now: datetime) -> None:
    """Tables of files whose reading or acknowledgement was cut off: nobody answers for them, so nothing of them is kept."""
    old = keeping.untouched_since(now - _ABANDONED_AFTER)
    with acting_for(EVERY_AGENCY):
        acknowledged = set(Batch.objects.filter(pk__in=old).values_list("pk", flat=True))
    for batch in set(old) - acknowledged:
        keeping.discard(batch)


def _admit(row: Batch, *, by: str, now: datetime) -> None:
    frame, findings = keeping.checked(row.pk, row.next_chunk)
    for attempt in range(1, _TRIES_MAX + 1):
        try:
            with acting_for(EVERY_AGENCY):
                actions.admit_chunk(
                    batch=row.pk,
                    chunk=row.next_chunk,
                    frame=frame,
                    findings=findings,
                    by=by,
                    now=now,
                )
            return
        except IntegrityError:
            # Another batch stored one of our records after we looked: look again, it is a duplicate now.
            if attempt == _TRIES_MAX:
                raise


def _row(batch: UUID) -> Batch:
    with acting_for(EVERY_AGENCY):
        row = Batch.objects.filter(pk=batch).first()
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    return row


@contextmanager
def alone_on(batch: UUID) -> Iterator[bool]:
    """A lock on this batch for as long as this connection lives: a killed worker leaves none behind."""
    key = batch.int & 0x7FFFFFFFFFFFFFFF
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _harmless(name: str) -> str:
    """A file name for people to recognise: no path, no control or direction characters, bounded."""
    kept = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in '/\\:*?"<>|')
    return kept.strip(". ")[-120:] or "file"
