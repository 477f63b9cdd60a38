"""Where the redacted table of a batch and what was found in it are kept: a folder of the batch, beside the database.

What lies there can be made again from the table, chunk by chunk; the table itself is written before the batch is
acknowledged. Original bytes of a file are never kept.
"""

import io
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import orjson
import polars as pl
from django.conf import settings

from gongxin.intake.reading import open_table

_DRAFTED: Final = "drafted.json"
_EMPTIED: Final = "emptied"  # how many rows of the folder have gone


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


def is_checked(batch: UUID, chunk: int) -> bool:
    """Whether the checked chunk lies there: not yet, or not any more, otherwise."""
    return (folder(batch) / f"checked-{chunk:05}.arrow").exists()


def checked(batch: UUID, chunk: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The checked chunk and its findings."""
    return (
        pl.read_ipc(folder(batch) / f"checked-{chunk:05}.arrow"),
        pl.read_ipc(folder(batch) / f"found-{chunk:05}.arrow"),
    )


def keep_drafted(batch: UUID, state: Mapping[str, Any]) -> None:
    """What was found in a draft under its fixes, in codes and masked values."""
    path = folder(batch) / _DRAFTED
    made = path.with_suffix(".partial")
    made.write_bytes(orjson.dumps(state))
    made.rename(path)


def drafted(batch: UUID) -> dict[str, Any] | None:
    """The same, where the draft was looked at before."""
    path = folder(batch) / _DRAFTED
    if not path.exists():
        return None
    state: dict[str, Any] = orjson.loads(path.read_bytes())
    return state


def found(batch: UUID, chunk: int) -> pl.DataFrame | None:
    """What was found in one chunk; None before it was checked."""
    path = folder(batch) / f"found-{chunk:05}.arrow"
    return pl.read_ipc(path) if path.exists() else None


def emptied(batch: UUID) -> int:
    """Of how many rows nothing lies in the folder any more, as the folder itself says."""
    path = folder(batch) / _EMPTIED
    return int(path.read_text()) if path.exists() else 0


def empty_rows(batch: UUID, gone: Collection[int]) -> None:
    """Rewrite what is kept of a finished batch without these rows' cells. Each file whole, old or new; safe to repeat.

    What was checked is not needed any more where something has gone, so nothing of it stays.
    """
    home, rows = folder(batch), pl.Series(sorted(gone), dtype=pl.UInt32)
    for pattern in ("checked-*", _DRAFTED, "*.partial"):
        for path in home.glob(pattern):
            path.unlink()
    for path in sorted(home.glob("table-*.arrow")):
        _write_stream(path, _without(pl.read_ipc_stream(path), rows, keep=("row",)))
    said = ("row", "column", "code", "severity")
    for path in sorted(home.glob("findings-*.arrow")):
        _write_stream(path, _without(pl.read_ipc_stream(path), rows, keep=said))
    for path in sorted(home.glob("found-*.arrow")):
        _replace(path, _ipc_file(_without(pl.read_ipc(path), rows, keep=said)))
    _say_emptied(home, len(gone))


def empty_all(batch: UUID) -> None:
    """Leave of a batch its summary alone: the hash of the file and its counts, without the file's name."""
    home = folder(batch)
    table = open_table(home)
    for pattern in (
        "checked-*",
        "table-*.arrow",
        "findings-*.arrow",
        "found-*",
        _DRAFTED,
        "*.partial",
    ):
        for path in home.glob(pattern):
            path.unlink()
    if table is not None:
        replace(table, name="").save()
        _say_emptied(home, table.rows)


def _without(frame: pl.DataFrame, rows: pl.Series, keep: Collection[str]) -> pl.DataFrame:
    """The frame with every other cell of these rows null. Built anew from values: Polars leaves the old bytes under a null."""
    gone = frame["row"].is_in(rows.implode()).to_list()
    return pl.DataFrame(
        [
            column
            if column.name in keep
            else pl.Series(
                column.name,
                [None if lost else cell for cell, lost in zip(column.to_list(), gone, strict=True)],
                dtype=column.dtype,
            )
            for column in frame
        ]
    )


def _write_stream(path: Path, frame: pl.DataFrame) -> None:
    buffer = io.BytesIO()
    frame.write_ipc_stream(buffer, compat_level=pl.CompatLevel.oldest())
    _replace(path, buffer.getvalue())


def _ipc_file(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_ipc(buffer, compression="lz4")
    return buffer.getvalue()


def _say_emptied(home: Path, rows: int) -> None:
    """Last: where it says so, it is so."""
    if home.exists():
        _replace(home / _EMPTIED, str(rows).encode())
        _sync(home)


def _replace(path: Path, content: bytes) -> None:
    made = path.with_suffix(".partial")
    made.write_bytes(content)
    _sync(made)
    made.rename(path)


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
