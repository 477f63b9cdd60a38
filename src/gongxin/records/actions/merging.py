"""Writes on suspected duplicates: looking for them, telling two apart, and merging or parting them as two people decided."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies.actions import motions
from gongxin.agencies.motions import MotionKind, Moved
from gongxin.catalogue.queries import item_shape, item_versions
from gongxin.journal import actions as journal
from gongxin.records import feed, identity, lifecycle, sealing
from gongxin.records.duplicates import DAYS_APART_MAX, compared
from gongxin.records.keys import mac_key
from gongxin.records.lifecycle import Event, State
from gongxin.records.models import Distinct, Merge, Release, Tombstone, Twin, TwinLook, Version
from gongxin.records.testimony import locked_latest, testify
from gongxin.refusal import Refusal

# A look is one transaction; as many rows as an ordinary file has, so that nobody waits for it.
CHUNKS_AT_ONCE: Final = 10
_LOOK_LOCK: Final = 0x7477696E


class MergeRefused(Refusal):
    """A pair cannot be merged, parted or told apart like this, now."""

    code = "record.merge_refused"


@transaction.atomic
def look_for_twins(*, by: str, now: datetime) -> int | None:
    """Compare what the next chunks of the journal brought with its neighbours; pairs found, None where all was looked at."""
    with connection.cursor() as cursor:  # rival: a second worker looking
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOOK_LOCK])
        cursor.execute(
            "SELECT leaf_index FROM records_chunk"
            " WHERE leaf_index > coalesce((SELECT max(leaf_index) FROM records_twinlook), -1)"
            " ORDER BY leaf_index LIMIT %s",
            [CHUNKS_AT_ONCE],
        )
        leaves = [leaf for (leaf,) in cursor.fetchall()]
        if not leaves:
            return None
        cursor.execute(_twins_text(), {**_shapes(), "leaves": leaves, "now": now})
        found = int(cursor.rowcount)
    TwinLook.objects.create(leaf_index=leaves[-1], at=now)
    if found:
        journal.append(
            kind="records.twins_found",
            body={"upto": leaves[-1], "pairs": found},
            by=by,
            now=now,
        )
    return found


@cache
def _twins_text() -> str:
    return (Path(__file__).parents[1] / "sql" / "twins.sql").read_text()


def _shapes() -> dict[str, Any]:
    """Which columns of which item are compared, as arrays of one length."""
    shapes = [compared(item) for item in item_versions()]
    return {
        "items": [s.item for s in shapes],
        "versions": [s.version for s in shapes],
        "documents": [s.document for s in shapes],
        "authorities": [s.authority_name for s in shapes],
        "parties": [s.party_name for s in shapes],
        "contents": [" ".join(s.content) for s in shapes],
        "parts": [" ".join(s.parts) for s in shapes],
        "days": DAYS_APART_MAX,
        "jurisdiction": settings.GONGXIN_JURISDICTION,
    }


@transaction.atomic
def tell_apart(*, twin: int, reason: str, by: str, now: datetime) -> None:
    """Remember that two records are two decisions: the pair is not asked about again."""
    if not reason.strip():
        raise MergeRefused("请写明理由", "say why")
    row = _locked_twin(twin)
    if Distinct.objects.filter(twin=row).exists():
        raise MergeRefused("已认定这两条不是重复", "these two were told apart already")
    if State.MERGED in {locked_latest(row.one).state, locked_latest(row.other).state}:
        raise MergeRefused(
            "其中一条已并入另一条",
            "one of them has given way to the other",
            remedy_zh="请先提请恢复",
            remedy_en="propose first that it comes back",
        )
    Distinct.objects.create(
        jurisdiction=row.jurisdiction,
        agency_key=row.agency_key,
        twin=row,
        reason=reason.strip(),
        by=by,
        at=now,
    )
    journal.append(kind="records.told_apart", body={"twin": row.pk}, by=by, now=now)


@transaction.atomic
def merge(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> int:
    """One of the two gives way to the other, as proposed and approved: hidden at the next request, nothing of it lost.

    Returns the version that says so. Refused where either is no longer what the proposer saw.
    """
    moved = motions.approve(
        motion=motion, kind=MotionKind.RECORD_MERGE, seen_hash=seen_hash, by=by, now=now
    )
    twin = _twin_of(moved)
    gives_way, stands = _both(moved)
    if gives_way.subject_id != stands.subject_id or gives_way.item != stands.item:
        raise MergeRefused(
            "两条记录已不在同一主体名下", "the two no longer stand at the same subject"
        )
    for one in (gives_way, stands):  # only what stands itself can stand for both
        lifecycle.after(State(one.state), Event.MERGE)
    if not (_is_released(gives_way) and _is_released(stands)):
        raise MergeRefused(
            "两条都放行以后才能合并",
            "both are released before they are merged",
            remedy_zh="请先放行，或由报送单位撤销误报的一条",
            remedy_en="release them first, or let the agency undo the one sent by mistake",
        )
    number = _changed(gives_way, Event.MERGE, moved, by=by, now=now)
    _tell(gives_way, number, Event.MERGE, now=now)
    _remember(twin, Event.MERGE, moved, gives_way, number, now=now)
    return number


@transaction.atomic
def unmerge(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> int:
    """The one that gave way comes back as it was: the two were two decisions. Two people say so, bound to what they saw.

    Refused once the one that stands was repaired, withdrawn or erased: what left does not return by this door.
    """
    moved = motions.approve(
        motion=motion, kind=MotionKind.RECORD_UNMERGE, seen_hash=seen_hash, by=by, now=now
    )
    twin = _twin_of(moved)
    gave_way, stands = _both(moved)
    if stands.state != State.ADMITTED or _has_tombstone(gave_way):
        raise MergeRefused(
            "作准的一条已修复、撤回或删除，并入的一条不再恢复",
            "the one that stands was repaired, withdrawn or erased; the other does not come back",
        )
    number = _changed(gave_way, Event.UNMERGE, moved, by=by, now=now)
    _release(gave_way, number, moved, by=by, now=now)
    _tell(gave_way, number, Event.UNMERGE, now=now)
    _remember(twin, Event.UNMERGE, moved, gave_way, number, now=now)
    return number


def _locked_twin(twin: int) -> Twin:
    row = Twin.objects.filter(pk=twin).first()
    if row is None:
        raise MergeRefused("没有这一对记录", "there is no such pair")
    _lock([row.one, row.other])  # rival: another officer's act on the same pair
    return row


def _twin_of(moved: Moved) -> Twin:
    return _locked_twin(int(moved.content["twin"]))


def _lock(records: Sequence[UUID]) -> None:
    """In one order: two acts on the same records wait for one another, never crosswise."""
    for record in sorted(records):
        locked_latest(record)


def _both(moved: Moved) -> tuple[Version, Version]:
    """The one that gives way and the one that stands, each as the proposer saw it."""
    found = []
    for side in ("gives_way", "stands"):
        version = locked_latest(UUID(moved.content[side]["record"]))
        if version.number != moved.content[side]["number"]:
            raise MergeRefused(
                "记录在提请之后已有新版本",
                "a record has a new version since this was proposed",
                remedy_zh="请重新查看后再提请",
                remedy_en="look again, then propose anew",
            )
        found.append(version)
    return found[0], found[1]


def _changed(version: Version, event: Event, moved: Moved, *, by: str, now: datetime) -> int:
    state = lifecycle.after(State(version.state), event)
    number = sealing.append_version(version, state=state, reason=moved.reason)
    kind = "record.merged" if event is Event.MERGE else "record.unmerged"
    testify(version, number=number, kind=kind, by=by, now=now)
    return number


def _tell(version: Version, number: int, event: Event, *, now: datetime) -> None:
    """The news, after the release of what comes back: the journal's lock is held."""
    feed.append_changes(
        jurisdiction=version.jurisdiction,
        versions=[(version.record, number)],
        operation=lifecycle.OPERATIONS[event],
        now=now,
    )


def _remember(
    twin: Twin, event: Event, moved: Moved, version: Version, number: int, *, now: datetime
) -> None:
    Merge.objects.create(
        jurisdiction=twin.jurisdiction,
        agency_key=twin.agency_key,
        twin=twin,
        event=event.value,
        record=version.record,
        number=number,
        stands=UUID(moved.content["stands"]["record"]),
        motion=moved.id,
        at=now,
    )


def _is_released(version: Version) -> bool:
    return (
        Release.objects.filter(batch=version.batch).exists()
        or Release.objects.filter(record=version.record, number=version.number).exists()
    )


def _release(version: Version, number: int, moved: Moved, *, by: str, now: datetime) -> None:
    """The version that came back is shown: it was before, and two people have seen it again."""
    Release.objects.create(
        jurisdiction=version.jurisdiction,
        kind="two_person",
        record=version.record,
        number=number,
        proposed_by=moved.proposed_by,
        approved_by=by,
        seen_hash=moved.seen_hash,
    )
    journal.append(
        kind="record.released",
        body={
            "record": str(version.record),
            "number": number,
            "content": moved.seen_hash.hex(),
            "proposed_by": moved.proposed_by,
            "approved_by": by,
        },
        by=by,
        now=now,
    )


def _has_tombstone(version: Version) -> bool:
    """Whether this record, or what it says under whatever number, left for good."""
    item = item_shape(version.item, version.item_version)
    told = identity.Stored(version.payload, version.authority.key, version.decided_date.isoformat())
    (print_of,) = identity.fingerprints_of_payloads([told], item, mac_key().secret)
    return (
        Tombstone.objects.filter(record=version.record).exists()
        or Tombstone.objects.filter(fingerprint_mac=print_of).exists()
    )
