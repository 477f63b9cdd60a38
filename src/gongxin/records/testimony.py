"""What every act begins and ends with: the latest version under lock, and the leaf or leaves of what it wrote. Decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from gongxin.journal import actions as journal
from gongxin.journal import merkle
from gongxin.journal.leaves import Entry
from gongxin.records import locks
from gongxin.records.models import Chunk, Version
from gongxin.refusal import Refusal


class RecordUnknown(Refusal):
    code = "record.unknown"


def locked_latest(record: UUID) -> Version:
    """The latest version, its record locked: races with a second officer's act and with a correction."""
    locks.one_record(record)
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


def testify(latest: Version, *, number: int, kind: str, by: str, now: datetime) -> Version:
    """The leaf of version `number` of the record of `latest`; returns that version. The journal's lock is held from here on."""
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
    return made


@dataclass(frozen=True)
class Part:
    """Rows of an act on many that share one leaf; they are counted from 1 through the whole act."""

    first: int
    rows: int
    root: bytes


def part(commitments: Sequence[bytes], *, first: int) -> Part:
    """The rows from `first` on, sealed with these commitments, in their order."""
    return Part(first, len(commitments), merkle.root([merkle.leaf_hash(c) for c in commitments]))


def testify_parts(
    *,
    act: UUID,
    parts: Sequence[Part],
    kind: str,
    body: Mapping[str, str],
    by: str,
    now: datetime,
) -> None:
    """Every leaf of an act on many, at once and last: the lock of the journal is everybody's."""
    told = {"act": str(act), **body}
    leaf = journal.append_many(
        entries=[Entry(kind, {**told, "rows": one.rows}, one.root) for one in parts], by=by, now=now
    )
    Chunk.objects.bulk_create(
        Chunk(
            jurisdiction=settings.GONGXIN_JURISDICTION,
            batch=act,
            first_row=one.first,
            last_row=one.first + one.rows - 1,
            rows=one.rows,
            root=one.root,
            leaf_index=leaf + place,
        )
        for place, one in enumerate(parts)
    )
