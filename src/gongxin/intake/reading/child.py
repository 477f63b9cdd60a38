"""The confined process: bytes in, a redacted table out. It opens no file and no connection, and forgets everything when it ends."""

import gc
import json
import os
import struct
import sys
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

from gongxin.confinement.denial import confine
from gongxin.intake.reading import json_file, workbook, xml_file
from gongxin.intake.reading.csv_file import CsvRound, choose_encoding
from gongxin.intake.reading.emission import Emission
from gongxin.intake.reading.frames import Kind, send_document
from gongxin.intake.reading.layout import Layout
from gongxin.intake.reading.named_rows import NamedRows
from gongxin.intake.reading.plan import Limits, Plan, header_key
from gongxin.intake.reading.redaction import PersonalColumns
from gongxin.intake.reading.refusals import FileRefused, refused
from gongxin.intake.reading.rehearsal import rehearse
from gongxin.intake.reading.sniff import SNIFF_BYTES, kind_of
from gongxin.intake.reading.text_stream import (
    GB18030,
    UTF8,
    NotThisEncoding,
    TextStream,
    encoding_marked,
    encoding_named,
)

PIECE_BYTES = 1 << 20
LENGTH = struct.Struct(">I")


def _pieces(source: BinaryIO) -> Iterator[bytes]:
    while piece := source.read(PIECE_BYTES):
        yield piece


def read(order: dict[str, Any], source: BinaryIO, out: BinaryIO) -> None:
    """One round: table and findings go out while the file comes in, the summary last."""
    plan, limits = Plan.from_document(order["plan"]), Limits(**order["limits"])
    head = source.read(SNIFF_BYTES)
    if not head:
        raise refused("file.empty")
    kind = kind_of(head)
    if kind == "zip":
        summary = _workbook(head, source, plan, limits, out)
    elif kind == "text":
        summary = _text(order, head, source, plan, limits, out)
    else:
        summary = _named(kind, order["declared"], chain([head], _pieces(source)), plan, limits, out)
    send_document(out, Kind.DONE, summary)


def _summary(emission: Emission, layout: Layout) -> dict[str, Any]:
    return {
        "headers": [c.name for c in layout.kept()],
        "cut_columns": layout.cut(),
        "columns": layout.order(),
        "cut_rows": emission.redaction.cut_rows,
        "rows": emission.rows,
        "findings": emission.findings,
    }


def _text(
    order: dict[str, Any], head: bytes, source: BinaryIO, plan: Plan, limits: Limits, out: BinaryIO
) -> dict[str, Any]:
    encoding, mark, tried = choose_encoding(head, order["declared"], order["retry"])
    declared = order["declared"] is not None
    run = CsvRound(plan, limits, encoding, tried=tried, declared=declared)
    try:
        emission = run.run(
            chain([head[mark:]], _pieces(source)),
            lambda layout: Emission(out, plan, layout, limits, limits.csv_rows),
        )
    except NotThisEncoding as no:
        if tried:
            raise _Again({"retry": GB18030}) from None
        raise refused("file.encoding", encoding=no.encoding, line=no.line) from None
    return {
        "format": "csv",
        "encoding": encoding,
        "sheet": None,
        "notes": run.notes,
        **_summary(emission, emission.layout),
    }


def _named(
    kind: str,
    declared: str | None,
    chunks: Iterator[bytes],
    plan: Plan,
    limits: Limits,
    out: BinaryIO,
) -> dict[str, Any]:
    """JSON or XML: records that carry their own names."""
    head = next(chunks)
    if kind == "xml":
        encoding, mark = xml_file.choose_encoding(head, declared)
    else:
        encoding = UTF8 if declared is None else encoding_named(declared)
        if encoding != UTF8:  # RFC 8259 §8.1
            raise refused("file.encoding", encoding=encoding, line=1)
        marked = encoding_marked(head)
        mark = marked[1] if marked is not None else 0
    records_of = xml_file.records if kind == "xml" else json_file.records
    stream, rows = TextStream(encoding), NamedRows(plan, limits)
    try:
        emission = rows.run(
            records_of(stream.pieces(chain([head[mark:]], chunks)), limits),
            lambda layout: Emission(out, plan, layout, limits, limits.csv_rows),
        )
    except NotThisEncoding as no:
        raise refused("file.encoding", encoding=no.encoding, line=no.line) from None
    notes = rows.notes(emission)
    if stream.altered:
        notes.append({"code": "file.line_ends", **stream.altered})
    return {
        "format": kind,
        "encoding": encoding,
        "sheet": None,
        "notes": notes,
        **_summary(emission, emission.layout),
    }


def _workbook(
    head: bytes, source: BinaryIO, plan: Plan, limits: Limits, out: BinaryIO
) -> dict[str, Any]:
    content = head + source.read(limits.workbook_bytes + 1)
    if len(content) > limits.workbook_bytes:
        raise refused("file.too_large", limit=limits.workbook_bytes)
    book = workbook.open_book(content, plan, limits)
    emission = Emission(out, plan, book.layout, limits, limits.workbook_rows)
    emission.take(book.batches())
    return {
        "format": "xlsx",
        "encoding": None,
        "sheet": book.sheet,
        "notes": book.notes(emission.blank),
        "form": book.form(),
        **_summary(emission, book.layout),
    }


class _Again(Exception):
    def __init__(self, change: dict[str, Any]) -> None:
        super().__init__("again")
        self.change = change


def main() -> None:
    """Confine first, then read the order and the file from standard input."""
    source = os.fdopen(os.dup(0), "rb", buffering=PIECE_BYTES)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    (length,) = LENGTH.unpack(source.read(LENGTH.size))
    order = json.loads(source.read(length))
    try:
        rehearse(read)
        limits = order["limits"]
        if not confine(memory_bytes=limits["memory_bytes"], cpu_seconds=limits["cpu_seconds"]):
            raise refused("file.confinement")
        gc.freeze()
        read(order, source, out)
    except FileRefused as no:
        send_document(out, Kind.REFUSED, {"code": no.code, "details": no.details})
    except PersonalColumns as found:
        send_document(out, Kind.AGAIN, {"cut": [header_key(name) for name in found.names]})
    except _Again as again:
        send_document(out, Kind.AGAIN, again.change)
    except MemoryError:
        send_document(out, Kind.REFUSED, {"code": "file.memory", "details": {}})
    # No interpreter shutdown: nothing is left to be said, and a damaged heap must not say it.
    os._exit(0)


if __name__ == "__main__":
    sys.exit("started by gongxin.intake.reading.reader only")
