"""What every act on one record begins and ends with: its latest version under lock, and the leaf of the new one. Decides nothing."""

from datetime import datetime
from uuid import UUID

from gongxin.journal import actions as journal
from gongxin.journal import merkle
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
