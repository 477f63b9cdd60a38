"""The ledger of batches that were undone, kept outside the database as well, beside the one of tombstones.

A restored backup knows nothing of what was undone after it was made. What is undone leaves no tombstone, so the ledger
names the batch; it is replayed before the service opens. Holds ids and reasons, no content.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake.models import Batch


@dataclass(frozen=True)
class Undone:
    batch: UUID
    reason: str


def path() -> Path:
    """Where the ledger lies. Copies of it belong on another machine."""
    return Path(settings.GONGXIN_HOME) / "tombstones" / "undone.jsonl"


def export() -> int:
    """Write every undone batch of the database that the ledger lacks; returns how many. Runs after the commit."""
    ledger = path()
    ledger.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(ledger, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # rival: another act's export
        text = file.read()
        known = {one.batch for one in _read(text)}
        with acting_for(EVERY_AGENCY):
            rows = Batch.objects.filter(undone_at__isnull=False).order_by("undone_at", "pk")
            missing = [
                {"batch": str(pk), "reason": reason, "by": by, "at": at.isoformat() if at else ""}
                for pk, reason, by, at in rows.values_list(
                    "pk", "undone_reason", "undone_by", "undone_at"
                )
                if pk not in known
            ]
        if missing and text and not text.endswith(b"\n"):
            file.write(b"\n")  # a line that was cut off stays one, and is written again
        for one in missing:
            file.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return len(missing)


def came_back() -> list[Undone]:
    """Batches that the ledger says were undone and that stand in the database, as after a restore."""
    if not path().exists():
        return []
    named = {one.batch: one for one in _read(path().read_bytes())}
    with acting_for(EVERY_AGENCY):
        standing = Batch.objects.filter(pk__in=named, undone_at__isnull=True)
        return [named[pk] for pk in standing.order_by("pk").values_list("pk", flat=True)]


def _read(text: bytes) -> Iterator[Undone]:
    """The entries that stand whole."""
    for line in text.split(b"\n"):
        with suppress(
            ValueError, KeyError, TypeError
        ):  # a line that was cut off; it was written again
            entry = json.loads(line)
            yield Undone(UUID(entry["batch"]), str(entry["reason"]))
