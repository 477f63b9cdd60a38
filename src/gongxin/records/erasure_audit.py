"""Whether what was erased went rightly: each emptied version by an erasure of the log, each erasure whole, and no other.

Reads what is left: records, numbers and commitments. It cannot say what was erased, and must not be able to.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from gongxin.journal.verification import Finding
from gongxin.records.erasing import KIND, root_of

# A version that says nothing any more, `v`. All four together: one alone is a forgery, and found as one.
EMPTIED = """
    (v.payload = '{}' AND v.subject_id IS NULL AND v.salt = decode(repeat('00', 16), 'hex')
     AND v.content_mac = decode(repeat('00', 32), 'hex'))
"""
_ERASURES = """
    SELECT l.index, l.body->>'act', (l.body->>'rows')::int, (l.body->>'versions')::int, l.body->>'emptied',
           c.rows
    FROM journal_leaf AS l LEFT JOIN records_chunk AS c ON c.leaf_index = l.index
    WHERE l.kind = %s ORDER BY l.index
"""
# The versions before the erased one, of all records of an erasure. Rides on record_row_enters_once.
_BEFORE = f"""
    SELECT v.record, v.number, v.commitment, {EMPTIED}
    FROM records_version AS erased
    JOIN records_version AS v ON v.record = erased.record AND v.number < erased.number
    WHERE erased.batch = %s AND erased.state = 'erased'
    ORDER BY v.record, v.number
"""  # noqa: S608 - texts of ours
# An erased version whose chunk hangs on a leaf that is no erasure: somebody's act under another name.
_ELSEWHERE = """
    SELECT v.record, v.number, v.batch, v.row_no
    FROM records_version AS v
    JOIN records_chunk AS c ON c.batch = v.batch AND v.row_no BETWEEN c.first_row AND c.last_row
    LEFT JOIN journal_leaf AS l ON l.index = c.leaf_index
    WHERE v.state = 'erased' AND (l.kind IS DISTINCT FROM %s OR l.body->>'act' <> c.batch::text)
    ORDER BY v.batch, v.row_no
"""

_WORDS = {
    "erasure_unknown": ("日志中没有这次删除", "the journal knows nothing of this erasure"),
    "erasure_altered": (
        "所清空的版本与删除时的承诺不符",
        "what was emptied is not what the erasure committed to",
    ),
    "erasure_incomplete": (
        "已删除的记录仍有内容",
        "the record was erased, and this version of it still has content",
    ),
}


def audit_erasures() -> Iterator[Finding]:
    """Everything about erasures that the journal does not bear out; nothing: each went as it says."""
    for index, act, rows, versions, emptied, chunk_rows in _rows(_ERASURES, [KIND]):
        before = _rows(_BEFORE, [act])
        records = {record for record, _, _, _ in before}
        whole = (rows, versions, chunk_rows) == (len(records), len(before), rows)
        root = root_of((record, number, bytes(c)) for record, number, c, _ in before)
        if not whole or root.hex() != emptied:
            yield _bad("erasure_altered", str(act), index)
        for record, number, _, is_empty in before:
            if not is_empty:
                yield _bad("erasure_incomplete", f"{record}/{number}", index)
    for record, number, batch, row_no in _rows(_ELSEWHERE, [KIND]):
        yield _bad("erasure_unknown", f"{record}/{number} ({batch}:{row_no})", -1)


def _bad(code: str, where: str, index: int) -> Finding:
    zh, en = _WORDS[code]
    return Finding(index, f"record.{code}", f"{where}：{zh}", f"{where}: {en}")


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
