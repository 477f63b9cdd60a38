"""GET /journal: the latest checkpoint and proofs, so that nobody needs to believe us."""

from base64 import b64encode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from gongxin.api.v1.errors import NotFound
from gongxin.journal import queries
from gongxin.records.proofs import version_proof

router = Router(tags=["journal"])


class InclusionOut(Schema):
    """RFC 6962 §2.1.1. Hashes in base64, leaf side first."""

    index: int
    size: int
    leaf_hash: str
    proof: list[str]


class ConsistencyOut(Schema):
    """RFC 6962 §2.1.2."""

    old: int
    new: int
    proof: list[str]


class RecordProofOut(Schema):
    """From a version's commitment to the tree's root: row in chunk, chunk in log."""

    record: UUID
    number: int
    commitment: str
    row_index: int
    chunk_rows: int
    row_path: list[str]
    chunk_root: str
    log: InclusionOut


@router.get(
    "/journal/checkpoint", summary="The latest signed checkpoint (C2SP tlog-checkpoint text)"
)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Plain text: origin, size, root, signature."""
    latest = queries.latest_checkpoint()
    if latest is None:
        raise NotFound
    return HttpResponse(
        latest.text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"}
    )


@router.get(
    "/journal/proofs/inclusion/{index}",
    response=InclusionOut,
    summary="Proof that an entry is in the log",
)
def inclusion(request: HttpRequest, index: int, size: int | None = None) -> InclusionOut:
    """Against the tree of `size`, or the present one."""
    return _inclusion(queries.inclusion(index, queries.size() if size is None else size))


@router.get(
    "/journal/proofs/consistency",
    response=ConsistencyOut,
    summary="Proof that the log was only appended to",
)
def consistency(request: HttpRequest, old: int, new: int | None = None) -> ConsistencyOut:
    """Between two tree sizes."""
    upper = queries.size() if new is None else new
    return ConsistencyOut(
        old=old, new=upper, proof=[_text(h) for h in queries.consistency(old, upper)]
    )


@router.get(
    "/journal/proofs/records/{record}/{number}",
    response=RecordProofOut,
    summary="Proof of a record's version",
)
def record(request: HttpRequest, record: UUID, number: int) -> RecordProofOut:
    """That this version was committed to when it entered. Says nothing of its content."""
    proof = version_proof(record, number)
    return RecordProofOut(
        record=proof.record,
        number=proof.number,
        commitment=_text(proof.commitment),
        row_index=proof.row_index,
        chunk_rows=proof.chunk_rows,
        row_path=[_text(h) for h in proof.row_path],
        chunk_root=_text(proof.chunk_root),
        log=InclusionOut(
            index=proof.leaf_index,
            size=proof.tree_size,
            leaf_hash=_text(proof.leaf_hash),
            proof=[_text(h) for h in proof.log_path],
        ),
    )


def _inclusion(found: queries.Inclusion) -> InclusionOut:
    return InclusionOut(
        index=found.index,
        size=found.size,
        leaf_hash=_text(found.leaf_hash),
        proof=[_text(h) for h in found.proof],
    )


def _text(value: bytes) -> str:
    return b64encode(value).decode()
