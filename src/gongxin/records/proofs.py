"""The proof that a version stands in the journal: its path in its chunk, and the chunk's leaf in the log."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from gongxin.journal import merkle
from gongxin.journal import queries as journal
from gongxin.refusal import Refusal


class ProofUnknown(Refusal):
    code = "record.unknown"


@dataclass(frozen=True)
class VersionProof:
    """What a verifier needs besides the opened content and its salt.

    The row's leaf is SHA-256(0x00 ‖ commitment); `row_path` leads to `chunk_root`, which the journal's leaf
    `leaf_index` carries; `log_path` leads from that leaf to the root of the tree of `tree_size`.
    """

    record: UUID
    number: int
    commitment: bytes
    row_index: int
    chunk_rows: int
    row_path: tuple[bytes, ...]
    chunk_root: bytes
    leaf_index: int
    leaf_hash: bytes
    tree_size: int
    log_path: tuple[bytes, ...]


def version_proof(record: UUID, number: int) -> VersionProof:
    """The proof against the tree as it is now, or ProofUnknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT v.commitment, v.row_no, c.batch, c.first_row, c.last_row, c.root, c.leaf_index
            FROM records_version AS v
            JOIN records_chunk AS c ON c.batch = v.batch AND v.row_no BETWEEN c.first_row AND c.last_row
            WHERE v.record = %s AND v.number = %s
            """,
            [record, number],
        )
        found = cursor.fetchone()
        if found is None:
            raise ProofUnknown(
                "没有这一版本", "there is no such version", details={"record": str(record)}
            )
        commitment, row_no, batch, first_row, last_row, root, leaf_index = found
        cursor.execute(
            """
            SELECT row_no, commitment FROM records_version
            WHERE batch = %s AND row_no BETWEEN %s AND %s ORDER BY row_no
            """,
            [batch, first_row, last_row],
        )
        rows = cursor.fetchall()
    row_index = next(place for place, (number_, _) in enumerate(rows) if number_ == row_no)
    leaves = [merkle.leaf_hash(bytes(c)) for _, c in rows]
    size = journal.size()
    included = journal.inclusion(leaf_index, size)
    return VersionProof(
        record=record,
        number=number,
        commitment=bytes(commitment),
        row_index=row_index,
        chunk_rows=len(rows),
        row_path=tuple(merkle.inclusion_proof(leaves, row_index)),
        chunk_root=bytes(root),
        leaf_index=leaf_index,
        leaf_hash=included.leaf_hash,
        tree_size=size,
        log_path=included.proof,
    )
