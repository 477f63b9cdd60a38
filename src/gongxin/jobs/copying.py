"""Makes a backup into a folder, and reads one back: files with a manifest that has the digest of each. It restores nothing.

A dump is made from one snapshot, and every table is counted in the same snapshot, so that a drill can say whether all
of it came back. Keys are listed by name and digest, never copied: whoever has the backup must not have them too.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from gongxin.jobs.programs import Programs
from gongxin.security.copies import BackupRefused, Made

DUMP: Final = "database.dump"
BATCHES: Final = "batches.tar"
ATTACHMENTS: Final = "attachments.tar"
LEDGERS: Final = ("ledger.jsonl", "undone.jsonl")  # of tombstones, and of batches that were undone
BASE: Final = "base.tar.gz"  # the files of the server itself, where its log is archived: to be carried on from
LABEL: Final = "backup_label"  # inside it: which file of the log it begins in
KEYS: Final = "keys.json"
MANIFEST: Final = "manifest.json"
_BLOCK: Final = 1 << 20
# Every row, whatever agency it is of: the owner is bound by the walls too.
EVERY_ROW: Final = "-c gongxin.agency=*"
_TABLES: Final = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


@dataclass(frozen=True)
class Source:
    """What is copied: the database as its owner reaches it, and the home."""

    dsn: str
    home: Path
    programs: Programs
    server_dsn: str = ""  # as the superuser of the bundled server, where its log is archived


@dataclass(frozen=True)
class Copy:
    """A backup in its folder, as its manifest tells of it."""

    folder: Path
    id: UUID
    at: str
    files: dict[str, str]  # name → SHA-256
    counts: dict[str, int]  # table → rows
    journal_size: int
    journal_root: str
    digest: str  # of the manifest


def make(source: Source, folder: Path, *, now: datetime) -> Made:
    """A backup in `folder`, which must not exist yet. What is half-made is left under another name."""
    if folder.exists():
        raise BackupRefused(
            f"{folder} 已存在", f"{folder} exists already",
            remedy_zh="备份从不覆盖旧的，请换一个目录", remedy_en="a backup replaces none: choose another folder",
        )  # fmt: skip
    partial = folder.with_name(f"{folder.name}.partial")
    partial.mkdir(mode=0o700, parents=True)
    with _snapshot(source.dsn) as (snapshot, counts, (size, root)):
        _dump(source, partial / DUMP, snapshot)
    if source.server_dsn:
        _copy_server(source, partial)
    _keep_files(source.home, partial)
    files = {path.name: digest_of(path) for path in sorted(partial.iterdir())}
    identity = uuid4()
    manifest = {
        "id": str(identity),
        "at": now.isoformat(),
        "files": files,
        "counts": counts,
        "journal": {"size": size, "root": root},
    }
    text = json.dumps(manifest, sort_keys=True, indent=1)
    (partial / MANIFEST).write_text(text, "utf-8")
    partial.rename(folder)
    return Made(
        id=identity,
        place=folder.name,
        size=sum(path.stat().st_size for path in folder.iterdir()),
        tables=len(counts),
        rows=sum(counts.values()),
        journal_size=size,
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )


def read(folder: Path) -> Copy:
    """The backup in this folder, or BackupRefused."""
    try:
        text = (folder / MANIFEST).read_text("utf-8")
        told: dict[str, Any] = json.loads(text)
        return Copy(
            folder=folder,
            id=UUID(told["id"]),
            at=told["at"],
            files=dict(told["files"]),
            counts=dict(told["counts"]),
            journal_size=told["journal"]["size"],
            journal_root=told["journal"]["root"],
            digest=hashlib.sha256(text.encode()).hexdigest(),
        )
    except (OSError, ValueError, KeyError) as error:
        raise BackupRefused(
            f"{folder} 里没有可读的备份清单", f"{folder} has no manifest of a backup",
            details={"folder": str(folder)},
        ) from error  # fmt: skip


def is_whole(copy: Copy) -> bool:
    """Whether every file is there as the manifest says."""
    return all(
        (copy.folder / name).is_file() and digest_of(copy.folder / name) == digest
        for name, digest in copy.files.items()
    )


def counts_of(connection: psycopg.Connection) -> dict[str, int]:
    """Every table with its number of rows."""
    tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
    found = {}
    for name in tables:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        ).fetchone()
        assert row is not None
        found[name] = int(row[0])
    return found


def journal_of(connection: psycopg.Connection) -> tuple[int, str]:
    """The size of the log, and the hash of its last leaf."""
    row = connection.execute(
        "SELECT index + 1, encode(leaf_hash, 'hex') FROM journal_leaf ORDER BY index DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


@contextmanager
def _snapshot(dsn: str) -> Iterator[tuple[str, dict[str, int], tuple[int, str]]]:
    """A snapshot that a dump may read by, held until the dump is done, and what was in it."""
    with psycopg.connect(dsn, options=EVERY_ROW) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield row[0], counts_of(connection), journal_of(connection)


def _dump(source: Source, out: Path, snapshot: str) -> None:
    source.programs.run_here(
        "pg_dump",
        "--format=custom",
        f"--snapshot={snapshot}",
        "--enable-row-security",
        f"--file={out}",
        f"--dbname={source.dsn}",
        options=EVERY_ROW,
    )


def _copy_server(source: Source, out: Path) -> None:
    """The server's files as they are, with a manifest of its own. Waits until the log that belongs to them is archived."""
    source.programs.run_here(
        "pg_basebackup",
        "--format=tar",
        "--gzip",
        "--compress=1",  # three times as fast as the usual level, and a tenth larger
        "--wal-method=none",
        "--checkpoint=fast",
        "--no-password",
        f"--pgdata={out / 'base'}",
        f"--dbname={source.server_dsn}",
    )
    (out / "base" / BASE).rename(out / BASE)
    (out / "base" / "backup_manifest").rename(out / "base.manifest")
    (out / "base").rmdir()


def _keep_files(home: Path, out: Path) -> None:
    """The redacted tables, the sealed files of evidence, the ledgers of what must not return, and which keys there are."""
    with tarfile.open(out / BATCHES, "w") as kept:
        for batch in sorted((home / "batches").glob("*")):
            if batch.suffix == ".partial":
                continue  # a file that is being read: nobody was told yet that we have it
            with suppress(FileNotFoundError):  # discarded or emptied in this very moment
                kept.add(batch, f"batches/{batch.name}")
    with tarfile.open(out / ATTACHMENTS, "w") as sealed:
        if (home / "attachments").exists():
            sealed.add(home / "attachments", "attachments", filter=_finished)
    for name in LEDGERS:
        ledger = home / "tombstones" / name
        (out / name).write_bytes(ledger.read_bytes() if ledger.exists() else b"")
    keys = home / "keys"
    listed = (
        {p.name: digest_of(p) for p in sorted(keys.iterdir()) if p.is_file()}
        if keys.exists()
        else {}
    )
    (out / KEYS).write_text(json.dumps(listed, indent=1), "utf-8")


def _finished(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """A file that is being written is no evidence yet."""
    return None if member.name.endswith(".partial") else member


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
