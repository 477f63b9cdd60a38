"""Every write of a record. Nothing is overwritten: an act is a new version, its proof a leaf of the journal, its news a change row."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import polars as pl
from django.db import connection, transaction

from gongxin.catalogue.queries import item_shape
from gongxin.journal import actions as journal
from gongxin.journal import merkle
from gongxin.jurisdiction.values import Item
from gongxin.records import feed, identity, lifecycle, queries, sealing, tombstones
from gongxin.records.keys import mac_key
from gongxin.records.lifecycle import Event, State
from gongxin.records.models import Chunk, MarkEvent, Release, Tombstone, Version
from gongxin.records.publicrecord import MARKS
from gongxin.refusal import Refusal


class ReleaseRefused(Refusal):
    code = "release.refused"


class RecordUnknown(Refusal):
    code = "record.unknown"


class MarkRefused(Refusal):
    code = "record.mark_refused"


class ReasonMissing(Refusal):
    """An act on a record is done for a reason that stays beside it."""

    code = "record.reason_missing"

    def __init__(self) -> None:
        super().__init__("请写明理由", "say why")


@dataclass(frozen=True)
class ChunkOrigin:
    """What all rows of a chunk share."""

    jurisdiction: str
    item: Item
    batch: UUID
    provider_id: int


@transaction.atomic
def admit_chunk(
    *, rows: pl.DataFrame, origin: ChunkOrigin, number: int, by: str, now: datetime
) -> int:
    """Store the checked, resolved, keyed rows of chunk `number` as first versions; returns the journal leaf's index.

    `rows` (sorted by `row_no`) carries record, subject_id, authority_id, decided_date, valid_from, valid_until,
    severity_reported, severity, severity_rule, row_no, content_mac, and the item's fields as `canonical` and `payload`.
    Raises IntegrityError if another batch stored one of the records first: the caller resolves the chunk again.
    """
    recorded_at = sealing.transaction_time()
    frame = rows.with_columns(
        number=pl.lit(1),
        jurisdiction=pl.lit(origin.jurisdiction),
        item=pl.lit(origin.item.code),
        item_version=pl.lit(origin.item.version),
        provider_id=pl.lit(origin.provider_id),
        state=pl.lit(State.ADMITTED.value),
        reason=pl.lit(None, dtype=pl.String),
        language=pl.lit("zh-Hans"),
        batch=pl.lit(str(origin.batch)),
        recorded_at=pl.lit(sealing.instant(recorded_at)),
    )
    sealed = sealing.sealed(frame, origin.item)
    sealing.copy_versions(sealed, origin.item)
    commitments = sealed["commitment"].to_list()
    root = merkle.root([merkle.leaf_hash(c) for c in commitments])
    first, last = int(rows["row_no"][0]), int(rows["row_no"][-1])
    leaf = journal.append(
        kind="batch.chunk_admitted",
        body={"batch": str(origin.batch), "chunk": number, "rows": rows.height},
        root=root,
        by=by,
        now=now,
    )
    Chunk.objects.create(
        jurisdiction=origin.jurisdiction,
        batch=origin.batch,
        first_row=first,
        last_row=last,
        rows=rows.height,
        root=root,
        leaf_index=leaf,
    )
    return leaf


@transaction.atomic
def release_batch(
    *,
    batch: UUID,
    jurisdiction: str,
    kind: str,
    seen_hash: bytes,
    proposed_by: str,
    by: str,
    now: datetime,
) -> int:
    """Show what the batch admitted; returns how many versions became showable.

    `kind` is "two_person" (adverse facts: `by` is another account than the proposer) or "standing" (neutral items
    of an agency in good standing). Bound to the hash of what the approver saw.
    """
    rows = _ensure_releasable(batch, kind=kind, seen_hash=seen_hash, proposed_by=proposed_by, by=by)
    Release.objects.create(
        jurisdiction=jurisdiction,
        kind=kind,
        batch=batch,
        proposed_by=proposed_by,
        approved_by=by,
        seen_hash=seen_hash,
    )
    journal.append(
        kind="batch.released",
        body={
            "batch": str(batch),
            "rows": rows,
            "content": seen_hash.hex(),
            "proposed_by": proposed_by,
            "approved_by": by,
        },
        by=by,
        now=now,
    )
    # The journal's lock is held from here to the commit: sequences are given in the order of commit, without gaps.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at)
            SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (ORDER BY v.row_no),
                   v.jurisdiction, v.record, v.number, 'add', %s
            {_STANDING}
            """,  # noqa: S608 - a text of ours
            [now, batch],
        )
        return int(cursor.rowcount)


# What a batch admitted and what is still so: a version that was followed by another is not announced any more.
_STANDING = """
    FROM records_version AS v
    WHERE v.batch = %s AND v.state = 'admitted' AND NOT EXISTS (
        SELECT 1 FROM records_version AS later
        WHERE later.record = v.record AND later.number = v.number + 1)
"""


def _ensure_releasable(
    batch: UUID, *, kind: str, seen_hash: bytes, proposed_by: str, by: str
) -> int:
    """How many versions of the batch stand to be shown, or ReleaseRefused."""
    if seen_hash != queries.batch_digest(batch):
        raise ReleaseRefused("批次内容与所见不符", "the batch is not what was seen")
    if kind == "two_person" and by == proposed_by:
        raise ReleaseRefused(
            "放行须由报送人以外的第二个账号进行",
            "a second account, other than the one that sent the batch, must release it",
            remedy_zh="请换一个有放行权限的账号",
            remedy_en="use another account that may release",
        )
    if Release.objects.filter(batch=batch).exists():
        raise ReleaseRefused("该批次已经放行", "this batch has been released already")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT v.item, v.item_version, count(*) {_STANDING} GROUP BY v.item, v.item_version",
            [batch],
        )
        standing = cursor.fetchall()
    if not standing:
        raise ReleaseRefused(
            "该批次没有可以放行的记录", "nothing of this batch stands to be released"
        )
    if kind == "standing" and any(item_shape(i, n).polarity == "adverse" for i, n, _ in standing):
        raise ReleaseRefused(
            "不利信息须经第二个账号放行",
            "adverse facts are released by a second account alone",
        )
    return sum(rows for _, _, rows in standing)


@transaction.atomic
def withdraw(*, record: UUID, reason: str, by: str, now: datetime) -> int:
    """The decision fell or the record was wrong: gone from every reader at the next request, and it stays away."""
    return _end(record=record, event=Event.WITHDRAW, reason=reason, by=by, now=now)


@transaction.atomic
def repair(*, record: UUID, reason: str, by: str, now: datetime) -> int:
    """Repair granted: publication, sharing and use end together (Order 36, art. 3)."""
    return _end(record=record, event=Event.REPAIR, reason=reason, by=by, now=now)


@transaction.atomic
def place_mark(*, record: UUID, kind: str, basis: str, by: str, now: datetime) -> None:
    """Say beside the record that it is disputed or under review. The record itself does not change."""
    _mark(record=record, kind=kind, event="placed", basis=basis, by=by, now=now)


@transaction.atomic
def lift_mark(*, record: UUID, kind: str, basis: str, by: str, now: datetime) -> None:
    """Take the mark away again."""
    _mark(record=record, kind=kind, event="lifted", basis=basis, by=by, now=now)


def _locked_latest(record: UUID) -> Version:
    """The latest version, its record locked: races with a second officer's act and with a correction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(record)])
    latest = (
        Version.objects.select_related("authority")
        .filter(record=record)
        .order_by("-number")
        .first()
    )
    if latest is None:
        raise RecordUnknown(
            "没有这条记录", "there is no such record", details={"record": str(record)}
        )
    return latest


def _end(*, record: UUID, event: Event, reason: str, by: str, now: datetime) -> int:
    if not reason.strip():
        raise ReasonMissing
    latest = _locked_latest(record)
    state = lifecycle.after(State(latest.state), event)
    number = sealing.append_version(latest, state=state, reason=reason)
    item = item_shape(latest.item, latest.item_version)
    key = mac_key()
    told = identity.Stored(latest.payload, latest.authority.key, latest.decided_date.isoformat())
    (fingerprint,) = identity.fingerprints_of_payloads([told], item, key.secret)
    Tombstone.objects.create(
        jurisdiction=latest.jurisdiction,
        record=record,
        fingerprint_mac=fingerprint,
        mac_key=key.id,
        event=event.value,
        reason=reason,
        by=by,
        at=now,
    )
    _testify(
        latest,
        number=number,
        kind=f"record.{_PAST[event]}",
        operation=lifecycle.OPERATIONS[event],
        by=by,
        now=now,
    )
    transaction.on_commit(tombstones.export)
    return number


_PAST = {
    Event.WITHDRAW: "withdrawn",
    Event.REPAIR: "repaired",
    Event.CORRECT: "corrected",
}


def _testify(
    latest: Version, *, number: int, kind: str, operation: str, by: str, now: datetime
) -> None:
    made = Version.objects.get(record=latest.record, number=number)
    commitment = bytes(made.commitment)
    leaf = journal.append(
        kind=kind,
        body={
            "record": str(made.record),
            "number": number,
            "reason": kind,
            "commitment": commitment.hex(),
        },
        by=by,
        now=now,
    )
    Chunk.objects.create(
        jurisdiction=made.jurisdiction,
        batch=made.batch,
        first_row=1,
        last_row=1,
        rows=1,
        root=merkle.leaf_hash(commitment),
        leaf_index=leaf,
    )
    feed.append_changes(
        jurisdiction=made.jurisdiction,
        versions=[(made.record, number)],
        operation=operation,
        now=now,
    )


def _mark(*, record: UUID, kind: str, event: str, basis: str, by: str, now: datetime) -> None:
    if not basis.strip():
        raise ReasonMissing
    latest = _locked_latest(record)
    standing = (
        MarkEvent.objects.filter(record=record, kind=kind)
        .order_by("-id")
        .values_list("event", flat=True)
        .first()
    ) == "placed"
    if kind not in MARKS or standing is (event == "placed"):
        raise MarkRefused(
            "标注种类未知，或该标注已处于所要求的状态",
            "the mark is unknown, or stands already as asked",
            details={"kind": kind, "event": event},
        )
    MarkEvent.objects.create(
        jurisdiction=latest.jurisdiction,
        record=record,
        kind=kind,
        event=event,
        basis=basis,
        by=by,
        at=now,
    )
    journal.append(
        kind="record.marked" if event == "placed" else "record.mark_lifted",
        body={"record": str(record), "mark": kind},
        by=by,
        now=now,
    )
    feed.append_changes(
        jurisdiction=latest.jurisdiction,
        versions=[(record, latest.number)],
        operation="mark" if event == "placed" else "unmark",
        now=now,
    )
