"""Restores a backup beside the running platform, in a home and a PostgreSQL of its own, and says what is not as it was.

Nothing of the running platform is touched but its keys, which are read: a log cannot be verified without them. The
scratch home is gone afterwards, whatever was found.
"""

import json
import shutil
import subprocess
import tarfile
import time
from pathlib import Path
from typing import Final

import psycopg

from gongxin.attachments import holding
from gongxin.jobs import copying, restoring
from gongxin.jobs.copying import EVERY_ROW, LEDGERS, Copy
from gongxin.jobs.database import DATABASE, OWNER
from gongxin.jobs.programs import ClusterRefused
from gongxin.jobs.trial_home import Home, scratch_home
from gongxin.security.copies import Fault, Tried

# What differs between a backup and its restored copy by design: migrations of a newer program would add rows.
_NOT_COMPARED: Final = frozenset({"django_migrations"})


def drill(copy: Copy, *, keys: Path) -> Tried:
    """The whole way back, timed."""
    begun = time.monotonic()
    faults: list[Fault] = []
    counts: dict[str, int] = {}
    journal_size = 0
    if not copying.is_whole(copy):
        faults.append(Fault.FILES)
    with scratch_home() as home:
        try:
            _restore(copy, home, keys)
        except (ClusterRefused, OSError, psycopg.Error, tarfile.TarError):
            faults.append(Fault.RESTORE)
        else:
            with psycopg.connect(
                home.cluster.dsn(OWNER, DATABASE), options=EVERY_ROW
            ) as connection:
                counts = copying.counts_of(connection)
                journal_size, last = copying.journal_of(connection)
                if not _attachments_are_whole(connection, home.path):
                    faults.append(Fault.ATTACHMENTS)
            if _compared(counts) != _compared(copy.counts):
                faults.append(Fault.COUNTS)
            if (journal_size, last) != (copy.journal_size, copy.journal_root):
                faults.append(Fault.JOURNAL)
            faults += _verified(home)
        if not _ledgers_are_readable(copy):
            faults.append(Fault.TOMBSTONES)
    return Tried(
        backup=copy.id,
        seconds=round(time.monotonic() - begun),
        tables=len(counts),
        rows=sum(counts.values()),
        journal_size=journal_size,
        faults=tuple(dict.fromkeys(faults)),
    )


def _restore(copy: Copy, home: Home, keys: Path) -> None:
    restoring.load_dump(copy, home.cluster, home.programs)
    restoring.put_beside(copy, home.path)
    if keys.exists():
        shutil.copytree(keys, home.path / "keys", dirs_exist_ok=True)


def _verified(home: Home) -> list[Fault]:
    """What the restored platform itself says of its log and its records."""
    done: subprocess.CompletedProcess[str] = home.gongxin("journal", "verify", "--json")
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return [Fault.JOURNAL]
    if told.get("verified"):
        return []
    codes = [str(one.get("code", "")) for one in told.get("findings", [])]
    of_log = not codes or any(code.startswith("journal.") for code in codes)
    return [Fault.JOURNAL if of_log else Fault.RECORDS]


def _attachments_are_whole(connection: psycopg.Connection, home: Path) -> bool:
    """Whether every file of evidence lies there as it was sealed."""
    rows = connection.execute("SELECT holder, digest, sealed_digest FROM attachments_file")
    return all(
        holding.sealed_digest(holder, bytes(digest), home=home) == bytes(sealed)
        for holder, digest, sealed in rows
    )


def _ledgers_are_readable(copy: Copy) -> bool:
    try:
        for name in LEDGERS:
            for line in (copy.folder / name).read_text("utf-8").splitlines():
                json.loads(line)
    except (OSError, ValueError):
        return False
    return True


def _compared(counts: dict[str, int]) -> dict[str, int]:
    return {table: rows for table, rows in counts.items() if table not in _NOT_COMPARED}
