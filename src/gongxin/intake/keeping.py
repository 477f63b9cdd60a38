"""Where the redacted table of a batch and what was found in it are kept: a folder of the batch, beside the database.

What lies there can be made again from the table, chunk by chunk; the table itself is written before the batch is
acknowledged. Original bytes of a file are never kept.
"""

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

import polars as pl
from django.conf import settings


def folder(batch: UUID) -> Path:
    """The folder of a batch."""
    return Path(settings.GONGXIN_HOME) / "batches" / str(batch)


def begin(batch: UUID) -> Path:
    """A folder for a table that is being read: not yet a batch."""
    partial = folder(batch).with_name(f"{batch}.partial")
    partial.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial.mkdir(mode=0o700)
    return partial


def keep(batch: UUID) -> None:
    """From here on the table survives a power cut."""
    partial = folder(batch).with_name(f"{batch}.partial")
    for path in partial.iterdir():
        _sync(path)
    _sync(partial)
    partial.rename(folder(batch))
    _sync(folder(batch).parent)


def discard(batch: UUID) -> None:
    """A file that was refused, or a batch that was never acknowledged."""
    for path in (folder(batch).with_name(f"{batch}.partial"), folder(batch)):
        shutil.rmtree(path, ignore_errors=True)


def keep_checked(batch: UUID, chunk: int, frame: pl.DataFrame, findings: pl.DataFrame) -> None:
    """What the check stage made of one chunk. Written anew after an interruption, with the same content."""
    for name, table in (("checked", frame), ("found", findings)):
        path = folder(batch) / f"{name}-{chunk:05}.arrow"
        made = path.with_suffix(".partial")
        table.write_ipc(made, compression="lz4")
        made.rename(path)


def checked(batch: UUID, chunk: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The checked chunk and its findings."""
    return (
        pl.read_ipc(folder(batch) / f"checked-{chunk:05}.arrow"),
        pl.read_ipc(folder(batch) / f"found-{chunk:05}.arrow"),
    )


def findings(batch: UUID) -> pl.DataFrame:
    """All findings of a batch, in row order; empty before it was checked."""
    paths = sorted(folder(batch).glob("found-*.arrow"))
    if not paths:
        return pl.DataFrame()
    return pl.concat([pl.read_ipc(path) for path in paths]).sort("row", maintain_order=True)


def untouched_since(moment: datetime) -> list[UUID]:
    """Batches, acknowledged or never, in whose folder nothing was written since."""
    root = Path(settings.GONGXIN_HOME) / "batches"
    if not root.exists():
        return []
    old = []
    for path in root.iterdir():
        with suppress(ValueError, FileNotFoundError):  # not a batch's, or just renamed
            batch = UUID(path.name.removesuffix(".partial"))
            if path.stat().st_mtime < moment.timestamp():
                old.append(batch)
    return old


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
