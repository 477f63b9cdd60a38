"""Erases records whose retention is over, chunk by chunk, and leaves the proof: a leaf of the log for each chunk.

What stays of a record: that it was, of which item and class, decided when and by whom, and its commitments, which say
nothing without their salt. Whose it was and what it said are gone. A kill at any moment resumes where it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from gongxin.canonical import canonical_row
from gongxin.catalogue.queries import item_shape
from gongxin.journal import actions as journal
from gongxin.journal import merkle
from gongxin.journal import queries as log
from gongxin.jurisdiction.values import Item
from gongxin.records import feed, identity, lifecycle, locks, overdue, sealing, tombstones
from gongxin.records.keys import mac_key
from gongxin.records.lifecycle import Event, State
from gongxin.records.models import Chunk, Tombstone, Version
from gongxin.records.overdue import Standing

KIND = "records.erased"
RETENTION = "retention.over"
RESTORED = "retention.restored"  # erased before; a restored backup had it whole
# Each record is locked for its chunk: well within the locks PostgreSQL has room for.
CHUNK_RECORDS = 500


@dataclass(frozen=True)
class Certificate:
    """The proof of one chunk of erasures, as the log has it. `emptied` is the root over (record, number, commitment)."""

    leaf_index: int
    at: datetime
    by: str
    act: UUID
    item: str
    item_version: int
    reason: str
    day: date
    records: int
    versions: int
    emptied: bytes
    root: bytes


def erase_due(*, today: date, by: str, now: datetime, size: int = CHUNK_RECORDS) -> int:
    """Erase every record whose retention is over on `today`; returns how many."""
    return _erase(overdue.pages(today, size), reason=RETENTION, today=today, by=by, now=now)


def erase_again(*, today: date, by: str, now: datetime, size: int = CHUNK_RECORDS) -> int:
    """Erase what the ledger says was erased and a restored backup has whole; returns how many."""
    return _erase(overdue.came_back(today, size), reason=RESTORED, today=today, by=by, now=now)


def _erase(
    pages: Iterable[list[Standing]], *, reason: str, today: date, by: str, now: datetime
) -> int:
    tombstones.export()  # what a killed run committed and did not write down
    erased = 0
    try:
        for page in pages:
            erased += erase_chunk(
                records=[one.record for one in page],
                item=page[0].item,
                reason=reason,
                today=today,
                by=by,
                now=now,
            )
    finally:
        if erased:
            tombstones.export()
    if erased:
        journal.checkpoint(by=by, now=now)
    return erased


@transaction.atomic
def erase_chunk(
    *, records: Sequence[UUID], item: Item, reason: str, today: date, by: str, now: datetime
) -> int:
    """Erase those of these records of one item version that are due still; returns how many."""
    # The locks an officer's act takes: races with a withdrawal and with another run.
    locks.some_records(records)
    due = overdue.still_due(records, item, today, restored=reason == RESTORED)
    if not due:
        return 0
    versions = list(
        Version.objects.select_related("authority")
        .filter(record__in=due)
        .order_by("record", "number")
    )
    latest = list({version.record: version for version in versions}.values())
    for one in latest:
        lifecycle.after(State(one.state), Event.ERASE)
    act = uuid4()
    made = sealing.append_erased(latest, item, act=act, reason=reason)
    _leave_tombstones(latest, by=by, now=now)
    root = merkle.root([merkle.leaf_hash(c) for c in made["commitment"]])
    leaf = journal.append(
        kind=KIND,
        body={
            "act": str(act),
            "item": item.code,
            "item_version": item.version,
            "reason": reason,
            "day": today.isoformat(),
            "rows": len(latest),
            "versions": len(versions),
            "emptied": root_of(
                (one.record, one.number, bytes(one.commitment)) for one in versions
            ).hex(),
        },
        root=root,
        by=by,
        now=now,
    )
    Chunk.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        batch=act,
        first_row=1,
        last_row=len(latest),
        rows=len(latest),
        root=root,
        leaf_index=leaf,
    )
    feed.append_changes(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        versions=[(one.record, one.number + 1) for one in latest],
        operation=lifecycle.OPERATIONS[Event.ERASE],
        now=now,
    )
    # After its leaf: the database lets nothing be emptied that the log does not stand for.
    emptied = _empty(due)
    assert emptied == len(versions), "a version entered under our locks"
    return len(latest)


def root_of(versions: Iterable[tuple[UUID, int, bytes]]) -> bytes:
    """The Merkle root over (record, number, commitment) of versions in the order of their key."""
    return merkle.root(
        [
            merkle.leaf_hash(canonical_row([str(record), str(number), commitment.hex()]))
            for record, number, commitment in versions
        ]
    )


def certificates(limit: int) -> list[Certificate]:
    """The last chunks of erasures, newest first."""
    return [
        Certificate(
            leaf_index=leaf.index,
            at=leaf.at,
            by=leaf.actor,
            act=UUID(leaf.body["act"]),
            item=leaf.body["item"],
            item_version=leaf.body["item_version"],
            reason=leaf.body["reason"],
            day=date.fromisoformat(leaf.body["day"]),
            records=leaf.body["rows"],
            versions=leaf.body["versions"],
            emptied=bytes.fromhex(leaf.body["emptied"]),
            root=bytes(leaf.root or b""),
        )
        for leaf in log.entries_of(KIND, limit)
    ]


def _leave_tombstones(latest: Sequence[Version], *, by: str, now: datetime) -> None:
    """What left does not return, nor does it stand again in a restored backup. After a restore they are there already."""
    key = mac_key()
    item = item_shape(latest[0].item, latest[0].item_version)
    told = [
        identity.Stored(one.payload, one.authority.key, one.decided_date.isoformat())
        for one in latest
    ]
    prints = identity.fingerprints_of_payloads(told, item, key.secret)
    Tombstone.objects.bulk_create(
        (
            Tombstone(
                jurisdiction=one.jurisdiction,
                record=one.record,
                fingerprint_mac=print_,
                mac_key=key.id,
                event=Event.ERASE.value,
                reason=RETENTION,
                by=by,
                at=now,
            )
            for one, print_ in zip(latest, prints, strict=True)
        ),
        ignore_conflicts=True,
    )


def _empty(records: Sequence[UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT gongxin_empty_erased(%s)", [list(records)])
        (emptied,) = cursor.fetchone()
    return int(emptied)
