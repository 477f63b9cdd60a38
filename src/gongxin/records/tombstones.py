"""The ledger of what left and does not return, kept outside the database as well.

A restored backup knows nothing of what was repaired after it was made. The ledger does: it is written after each
act, and replayed before the service opens. Holds random-looking ids and keyed digests, no content.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.journal import actions as journal
from gongxin.records import feed
from gongxin.records.models import Tombstone, Version
from gongxin.refusal import Refusal

_REPLAY_LOCK = 0x746F6D62
_FIELDS = (
    "jurisdiction",
    "record",
    "fingerprint_mac",
    "mac_key",
    "event",
    "reason",
    "by",
    "at",
)


class LedgerMissing(Refusal):
    code = "tombstones.ledger_missing"


class LedgerBroken(Refusal):
    code = "tombstones.ledger_broken"


def ledger_path() -> Path:
    """Where the ledger lies. Copies of it belong on another machine."""
    return Path(settings.GONGXIN_HOME) / "tombstones" / "ledger.jsonl"


def export() -> int:
    """Write every tombstone of the database that the ledger lacks; returns how many. Runs after the commit."""
    path = ledger_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as ledger:
        fcntl.flock(ledger, fcntl.LOCK_EX)  # rival: another act's export
        text = ledger.read()
        whole, _ = _read(text)
        known = {_key(entry) for entry in whole}
        missing = [
            row
            for row in Tombstone.objects.order_by("id").iterator()  # as many as were ever erased
            if (str(row.record), row.event) not in known
        ]
        if missing and text and not text.endswith(b"\n"):
            ledger.write(
                b"\n"
            )  # a line that was cut off stays one, and its tombstone is written again
        for row in missing:
            ledger.write(json.dumps(_entry(row), ensure_ascii=False).encode() + b"\n")
        ledger.flush()
        os.fsync(ledger.fileno())
    return len(missing)


@transaction.atomic
def replay(*, by: str, now: datetime) -> int:
    """Put back every tombstone that the database lacks, as after a restore; returns how many.

    Refuses where the database knows tombstones and the ledger is gone: nobody could say what else is missing.
    """
    path = ledger_path()
    if not path.exists():
        if Tombstone.objects.exists():
            raise LedgerMissing(
                "墓碑账本缺失，服务不能开放",
                "the ledger of tombstones is missing; the service may not open",
                remedy_zh=f"请把账本的副本放回 {path}",
                remedy_en=f"put a copy of the ledger back at {path}",
            )
        return 0
    with connection.cursor() as cursor:  # its rival is a second start on the same home
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REPLAY_LOCK])
    known = {
        (str(record), event) for record, event in Tombstone.objects.values_list("record", "event")
    }
    missing = [entry for entry in _whole(path) if _key(entry) not in known]
    Tombstone.objects.bulk_create(
        Tombstone(**{**entry, "fingerprint_mac": bytes.fromhex(entry["fingerprint_mac"])})
        for entry in missing
    )
    if missing:
        journal.append(
            kind="tombstones.replayed",
            body={"tombstones": len(missing)},
            by=by,
            now=now,
        )
        _tell(missing, now)
    return len(missing)


def _tell(missing: Sequence[dict[str, str]], now: datetime) -> None:
    """The database that came back does not know that these left, nor does a copy that followed it since: news goes out again."""
    by_jurisdiction: dict[str, list[UUID]] = {}
    for entry in missing:
        by_jurisdiction.setdefault(entry["jurisdiction"], []).append(UUID(entry["record"]))
    for jurisdiction, records in sorted(by_jurisdiction.items()):
        latest = (
            Version.objects.filter(record__in=records)
            .order_by("record", "-number")
            .distinct("record")
        )
        versions = list(latest.values_list("record", "number"))
        if versions:
            feed.append_changes(
                jurisdiction=jurisdiction, versions=versions, operation="delete", now=now
            )


def _whole(path: Path) -> Iterable[dict[str, str]]:
    """Each tombstone of the ledger once; LedgerBroken where a line says nothing that another does not say whole."""
    text = path.read_bytes()
    whole, broken = _read(text)
    lines = text.split(b"\n")
    for number in broken:
        cut = lines[number - 1]
        if not any(line.startswith(cut) for line in lines[number:]):
            raise LedgerBroken(
                f"墓碑账本第 {number} 行无法读取，服务不能开放",
                f"line {number} of the ledger of tombstones cannot be read; the service may not open",
                remedy_zh=f"请把账本的完好副本放回 {path}",
                remedy_en=f"put a whole copy of the ledger back at {path}",
                details={"line": number},
            )
    return {_key(entry): entry for entry in whole}.values()


def _read(text: bytes) -> tuple[list[dict[str, str]], list[int]]:
    """The entries that stand whole, and the numbers of the lines that do not."""
    whole, broken = [], []
    # Not splitlines(): a reason may hold a separator that JSON leaves as it is.
    for number, line in enumerate(text.split(b"\n"), 1):
        if not line:
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            broken.append(number)
            continue
        if isinstance(entry, dict) and entry.keys() == set(_FIELDS):
            whole.append(entry)
        else:
            broken.append(number)
    return whole, broken


def _key(entry: dict[str, str]) -> tuple[str, str]:
    return entry["record"], entry["event"]


def _entry(row: Tombstone) -> dict[str, str]:
    values = {name: getattr(row, name) for name in _FIELDS}
    values["fingerprint_mac"] = bytes(row.fingerprint_mac).hex()
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in values.items()
    }
