"""Whether the records are what the journal committed to: re-derives every commitment and root, names the first bad row.

Reads everything and changes nothing. The chain of the journal itself is verified by the journal.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
import polars as pl
from django.db import connection

from gongxin.catalogue.queries import item_version
from gongxin.journal import merkle
from gongxin.records import identity

_VERSIONS = """
COPY (
    SELECT record::text, number, jurisdiction, item, item_version, provider_id, authority_id, subject_id,
           decided_date, lower(valid) AS valid_from, upper(valid) AS valid_until, severity_reported, severity,
           severity_rule, state, reason, language, batch::text, row_no,
           to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at,
           payload::text, encode(salt, 'hex') AS salt, encode(commitment, 'hex') AS commitment
    FROM records_version
    WHERE batch = '{batch}' AND row_no BETWEEN {first} AND {last}
    ORDER BY row_no
) TO STDOUT (FORMAT csv, HEADER)
"""
_CHUNKS = """
    SELECT c.batch, c.first_row, c.last_row, c.rows, c.root, c.leaf_index, l.root, l.body
    FROM records_chunk AS c LEFT JOIN journal_leaf AS l ON l.index = c.leaf_index
    WHERE c.leaf_index > %s ORDER BY c.leaf_index LIMIT 200
"""
# Versions that no chunk covers: written past the acts, by SQL.
_UNCOVERED = """
    SELECT v.record, v.number, v.batch, v.row_no FROM records_version AS v
    WHERE NOT EXISTS (
        SELECT 1 FROM records_chunk AS c
        WHERE c.batch = v.batch AND v.row_no BETWEEN c.first_row AND c.last_row)
    ORDER BY v.batch, v.row_no LIMIT 1
"""
_UNTESTIFIED_RELEASE = """
    SELECT r.id, r.batch FROM records_release AS r
    WHERE NOT EXISTS (
        SELECT 1 FROM journal_leaf AS l
        WHERE l.kind = 'batch.released' AND l.body->>'batch' = r.batch::text
          AND l.body->>'content' = encode(r.seen_hash, 'hex'))
    ORDER BY r.id LIMIT 1
"""
_FEED_GAP = """
    SELECT sequence FROM (
        SELECT sequence, row_number() OVER (ORDER BY sequence) AS place FROM records_change
    ) AS feed WHERE sequence <> place ORDER BY sequence LIMIT 1
"""


@dataclass(frozen=True)
class BadEntry:
    """The first thing found that the journal does not bear out."""

    what: str  # version | chunk | release | change
    where: str
    zh: str
    en: str


def audit_records() -> Iterator[BadEntry]:
    """Every bad entry, in the order of the journal; empty: the records are what was committed to."""
    after = -1
    while chunks := _rows(_CHUNKS, [after]):
        for batch, first, last, rows, root, leaf_index, leaf_root, body in chunks:
            yield from _chunk(str(batch), first, last, rows, bytes(root), leaf_root, body)
            after = leaf_index
    for record, number, batch, row_no in _rows(_UNCOVERED):
        yield BadEntry(
            "version",
            f"{record}/{number} ({batch}:{row_no})",
            "日志中没有这一版本",
            "the journal knows nothing of this version",
        )
    for identity_, batch in _rows(_UNTESTIFIED_RELEASE):
        yield BadEntry(
            "release",
            f"{identity_} ({batch})",
            "日志中没有这次放行",
            "the journal knows nothing of this release",
        )
    for (sequence,) in _rows(_FEED_GAP):
        yield BadEntry("change", str(sequence), "变更序号不连续", "the change feed has a gap here")


def _chunk(
    batch: str, first: int, last: int, rows: int, root: bytes, leaf_root: bytes | None, body: object
) -> Iterator[BadEntry]:
    where = f"{batch}:{first}-{last}"
    frame = _versions(batch, first, last)
    if frame.height != rows:
        yield BadEntry(
            "chunk",
            where,
            f"应有 {rows} 行，实有 {frame.height} 行",
            f"{rows} rows committed, {frame.height} found",
        )
    commitments: list[bytes] = []
    for (item, version), part in frame.group_by("item", "item_version", maintain_order=True):
        commitments += [bytes.fromhex(text) for text in part["commitment"]]
        yield from _falsified(part, str(item), int(str(version)))
    derived = merkle.root([merkle.leaf_hash(commitment) for commitment in commitments])
    if derived != root or not _borne_out(root, leaf_root, body, commitments):
        yield BadEntry("chunk", where, "根与日志不符", "the root is not the journal's")


def _borne_out(
    root: bytes, leaf_root: bytes | None, body: object, commitments: list[bytes]
) -> bool:
    """A bulk chunk's leaf carries the root; the leaf of a single act carries the commitment itself."""
    if leaf_root is not None:
        return bytes(leaf_root) == root
    said = orjson.loads(body) if isinstance(body, str | bytes) else body
    return isinstance(said, dict) and [said.get("commitment")] == [c.hex() for c in commitments]


def _falsified(part: pl.DataFrame, item_code: str, version: int) -> Iterator[BadEntry]:
    """Rows whose content no longer gives their commitment."""
    item = item_version(item_code, version)
    fields = pl.Struct({field.code: pl.String for field in item.fields})
    opened = part.with_columns(part["payload"].str.json_decode(fields).struct.unnest())
    rows = identity.committed_rows(opened, item)
    for row, salt, commitment, record, number, batch, row_no in zip(
        rows,
        part["salt"],
        part["commitment"],
        part["record"],
        part["number"],
        part["batch"],
        part["row_no"],
        strict=True,
    ):
        if sha256(bytes.fromhex(salt) + row).hexdigest() != commitment:
            yield BadEntry(
                "version",
                f"{record}/{number} ({batch}:{row_no})",
                "内容与入库时的承诺不符",
                "the content is not what was committed to when it entered",
            )


def _versions(batch: str, first: int, last: int) -> pl.DataFrame:
    sink = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(_VERSIONS.format(batch=batch, first=int(first), last=int(last))) as copy,
    ):
        for block in copy:
            sink.write(block)
    sink.seek(0)
    return pl.read_csv(sink, infer_schema=False)


def _rows(sql: str, parameters: list[object] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
