"""The parent's side: feeds a file to the confined child and keeps what comes back. It hashes the bytes, and never parses or stores them."""

import io
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from gongxin.intake.reading.conversation import Answer, converse
from gongxin.intake.reading.layout import CUT_ALL_UNKNOWN
from gongxin.intake.reading.plan import Limits, Plan
from gongxin.intake.reading.refusals import refused
from gongxin.intake.reading.table import ReadTable, clear

DEFAULT_LIMITS = Limits()
_ROUNDS = 5  # UTF-8, then GB18030, then personal columns cut twice at most


def read_table(
    source: BinaryIO | Path | bytes,
    *,
    name: str,
    plan: Plan,
    out_dir: Path,
    declared_encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ReadTable:
    """Read a file into `out_dir`, redacted; raises `FileRefused` where the file as a whole cannot be read.

    A source that cannot be read twice is held in memory, up to the size of a workbook.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    clear(out_dir)
    try:
        with _opened(source, limits) as file:
            answer = _rounds(file, plan, out_dir, declared_encoding, limits)
    except BaseException:
        clear(out_dir)
        raise
    table = _table(answer, name, out_dir)
    table.save()
    return table


def _rounds(
    file: BinaryIO, plan: Plan, out_dir: Path, declared: str | None, limits: Limits
) -> Answer:
    start = file.tell()
    retry: str | None = None
    digest: str | None = None
    for _ in range(_ROUNDS):
        order = {
            "plan": plan.as_document(),
            "limits": limits.as_document(),
            "declared": declared,
            "retry": retry,
        }
        answer = converse(file, order, out_dir, limits)
        if answer.again is None:
            if digest not in {None, answer.sha256}:
                raise refused("file.changed")
            return answer
        clear(out_dir)
        retry = answer.again.get("retry", retry)
        cut = answer.again.get("cut", [])
        # The second time all columns without a field go, so that the rounds end.
        plan = replace(
            plan, cut=(*plan.cut, *cut, *([CUT_ALL_UNKNOWN] if plan.cut and cut else []))
        )
        file.seek(start)
    raise refused("file.changed")


@contextmanager
def _opened(source: BinaryIO | Path | bytes, limits: Limits) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    elif source.seekable():
        yield source
    else:
        content = source.read(limits.workbook_bytes + 1)
        if len(content) > limits.workbook_bytes:
            raise refused("file.too_large", limit=limits.workbook_bytes)
        yield io.BytesIO(content)


def _table(answer: Answer, name: str, folder: Path) -> ReadTable:
    summary: dict[str, Any] = answer.summary
    return ReadTable(
        folder=folder,
        name=plain_name(name),
        sha256=answer.sha256,
        size=answer.size,
        format=str(summary["format"]),
        encoding=summary["encoding"],
        sheet=summary["sheet"],
        headers=tuple(summary["headers"]),
        rows=int(summary["rows"]),
        cut_columns=tuple((h, r) for h, r in summary["cut_columns"]),
        cut_rows=int(summary["cut_rows"]),
        finding_count=int(summary["findings"]),
        chunk_count=answer.tables,
        finding_chunks=tuple(answer.findings),
        notes=tuple(summary["notes"]),
        columns=tuple((name, use) for name, use in summary["columns"]),
        form=summary.get("form"),
    )


def plain_name(name: str) -> str:
    """A file's name as it may be shown: no folder, no control or direction character, at most 100 characters."""
    last = os.path.basename(name.replace("\\", "/"))
    shown = "".join(
        c if unicodedata.category(c)[0] not in "CZ" or c == " " else "\ufffd" for c in last
    )
    return shown[:100] or "file"
