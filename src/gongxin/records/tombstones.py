"""The ledger of what left and does not return, kept outside the database as well.

A restored backup knows nothing of what was repaired after it was made. The ledger does: it is written after each
act, and replayed before the service opens. Holds random-looking ids and keyed digests, no content.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongxin.journal import actions as journal
from gongxin.records.models import Tombstone
from gongxin.refusal import Refusal

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


def ledger_path() -> Path:
    """Where the ledger lies. Copies of it belong on another machine."""
    return Path(settings.GONGXIN_HOME) / "tombstones" / "ledger.jsonl"


def export() -> int:
    """Write every tombstone of the database that the ledger lacks; returns how many. Runs after the commit."""
    path = ledger_path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    known = {(entry["record"], entry["event"]) for entry in _entries(path)}
    missing = [
        row for row in Tombstone.objects.order_by("id") if (str(row.record), row.event) not in known
    ]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as out:
        for row in missing:
            out.write(json.dumps(_entry(row), ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
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
    known = {
        (str(record), event) for record, event in Tombstone.objects.values_list("record", "event")
    }
    missing = [entry for entry in _entries(path) if (entry["record"], entry["event"]) not in known]
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
    return len(missing)


def _entries(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        for line in path.read_text().splitlines():
            if line:
                yield json.loads(line)


def _entry(row: Tombstone) -> dict[str, str]:
    values = {name: getattr(row, name) for name in _FIELDS}
    values["fingerprint_mac"] = bytes(row.fingerprint_mac).hex()
    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in values.items()
    }
