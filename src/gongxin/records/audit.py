"""Whether the records are what the journal committed to: re-derives every commitment and root, names the first bad row.

Reads everything and changes nothing. The chain of the journal itself is verified by the journal. Of what was erased the
commitments still give the roots; its content is gone, and `erasure_audit` says whether it went rightly.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
import polars as pl
from django.db import connection

from gongxin.catalogue.queries import item_shape
from gongxin.journal import merkle
from gongxin.journal.verification import Finding
from gongxin.records import erasure_audit, identity
from gongxin.refusal import Refusal

_VERSIONS = """
COPY (
    SELECT v.record::text, v.number, jurisdiction, item, item_version, provider_id, authority_id, subject_id,
           decided_date, lower(valid) AS valid_from, upper(valid) AS valid_until, severity_reported, severity,
           severity_rule, state, reason, language, batch::text, row_no,
           to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at,
           payload::text, encode(salt, 'hex') AS salt, encode(commitment, 'hex') AS commitment,
           {emptied} AND erased.record IS NOT NULL AS emptied
    FROM records_version AS v
    LEFT JOIN (SELECT record, number FROM records_version WHERE state = 'erased') AS erased
        ON erased.record = v.record AND erased.number > v.number
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
        WHERE l.body->>'content' = encode(r.seen_hash, 'hex')
          AND (l.kind = 'batch.released' AND l.body->>'batch' = r.batch::text
            OR l.kind = 'record.released' AND l.body->>'record' = r.record::text
              AND l.body->>'number' = r.number::text
            OR l.kind = 'records.corrected' AND l.body->>'act' = r.batch::text))
    ORDER BY r.id LIMIT 1
"""
_FEED_GAP = """
    SELECT sequence FROM (
        SELECT sequence, row_number() OVER (ORDER BY sequence) AS place FROM records_change
    ) AS feed WHERE sequence <> place ORDER BY sequence LIMIT 1
"""


NOWHERE = -1  # of what the journal does not know at all


def audit_records() -> Iterator[Finding]:
    """Everything the journal does not bear out, in its order; nothing: the records are what was committed to."""
    after = -1
    while chunks := _rows(_CHUNKS, [after]):
        for batch, first, last, rows, root, leaf_index, leaf_root, body in chunks:
            chunk = _Chunk(str(batch), first, last, rows, bytes(root), leaf_index)
            yield from _audit_chunk(chunk, leaf_root, body)
            after = leaf_index
    for record, number, batch, row_no in _rows(_UNCOVERED):
        yield _bad("version_unknown", f"{record}/{number} ({batch}:{row_no})")
    for identity_, batch in _rows(_UNTESTIFIED_RELEASE):
        yield _bad("release_unknown", f"{identity_} ({batch})")
    for (sequence,) in _rows(_FEED_GAP):
        yield _bad("change_gap", str(sequence))
    yield from erasure_audit.audit_erasures()


_WORDS = {
    "version_altered": (
        "内容与入库时的承诺不符",
        "the content is not what was committed to when it entered",
    ),
    "version_unknown": ("日志中没有这一版本", "the journal knows nothing of this version"),
    "rows_missing": ("行数与承诺不符", "there are not as many rows as were committed to"),
    "chunk_altered": ("根与日志不符", "the root is not the journal's"),
    "release_unknown": ("日志中没有这次放行", "the journal knows nothing of this release"),
    "change_gap": ("变更序号不连续", "the change feed has a gap"),
}


def _bad(code: str, where: str, index: int = NOWHERE) -> Finding:
    zh, en = _WORDS[code]
    return Finding(index, f"record.{code}", f"{where}：{zh}", f"{where}: {en}")


@dataclass(frozen=True)
class _Chunk:
    batch: str
    first: int
    last: int
    rows: int
    root: bytes
    leaf_index: int

    def __str__(self) -> str:
        return f"{self.batch}:{self.first}-{self.last}"


def _audit_chunk(chunk: _Chunk, leaf_root: bytes | None, body: object) -> Iterator[Finding]:
    frame = _versions(chunk.batch, chunk.first, chunk.last)
    for record, number, row_no in _falsified(frame):
        yield _bad(
            "version_altered", f"{record}/{number} ({chunk.batch}:{row_no})", chunk.leaf_index
        )
    if frame.height != chunk.rows:
        yield _bad("rows_missing", str(chunk), chunk.leaf_index)
    commitments = [bytes.fromhex(text) for text in frame["commitment"]]
    derived = merkle.root([merkle.leaf_hash(commitment) for commitment in commitments])
    if derived != chunk.root or not _borne_out(chunk.root, leaf_root, body, commitments):
        yield _bad("chunk_altered", str(chunk), chunk.leaf_index)


def _borne_out(
    root: bytes, leaf_root: bytes | None, body: object, commitments: list[bytes]
) -> bool:
    """A bulk chunk's leaf carries the root; the leaf of a single act carries the commitment itself."""
    if leaf_root is not None:
        return bytes(leaf_root) == root
    said = orjson.loads(body) if isinstance(body, str | bytes) else body
    return isinstance(said, dict) and [said.get("commitment")] == [c.hex() for c in commitments]


def _falsified(frame: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    """(record, number, row) of rows whose content no longer gives their commitment. Nothing can be said of the emptied."""
    whole = frame.filter(pl.col("emptied") != "t")
    for (item, version), part in whole.group_by("item", "item_version", maintain_order=True):
        rows = _committed(part, str(item), str(version))
        columns = (part[name] for name in ("salt", "commitment", "record", "number", "row_no"))
        for row, salt, commitment, *place in zip(rows, *columns, strict=True):
            if row is None or sha256(bytes.fromhex(salt) + row).hexdigest() != commitment:
                yield place[0], place[1], place[2]


def _committed(part: pl.DataFrame, item_code: str, version: str) -> Sequence[bytes | None]:
    """The canonical rows of stored versions; None where what is stored has no such form any more."""
    try:
        item = item_shape(item_code, int(version))
    except Refusal:
        return [None] * part.height
    codes = {field.code for field in item.fields}
    payloads = [_payload(text, codes) for text in part["payload"]]
    fields = {
        field.code: pl.Series([p.get(field.code) if p else None for p in payloads], dtype=pl.String)
        for field in item.fields
    }
    rows = identity.committed_rows(part.with_columns(**fields), item)
    return [
        row if payload is not None else None for row, payload in zip(rows, payloads, strict=True)
    ]


def _payload(text: str, codes: set[str]) -> dict[str, str | None] | None:
    """A payload as it was written: texts and nulls by field of the item. Anything else was not written by us."""
    value = orjson.loads(text)
    if not isinstance(value, dict) or not value.keys() <= codes:
        return None
    return value if all(v is None or isinstance(v, str) for v in value.values()) else None


def _versions(batch: str, first: int, last: int) -> pl.DataFrame:
    sink = io.BytesIO()
    with (
        connection.cursor() as cursor,
        cursor.copy(
            _VERSIONS.format(
                batch=batch, first=int(first), last=int(last), emptied=erasure_audit.EMPTIED
            )
        ) as copy,
    ):
        for block in copy:
            sink.write(block)
    sink.seek(0)
    return pl.read_csv(sink, infer_schema=False)


def _rows(sql: str, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
