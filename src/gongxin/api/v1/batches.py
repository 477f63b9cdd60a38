"""POST /batches and what became of it: an agency's program sends a file or lines, once, and asks for the receipt."""

from threading import BoundedSemaphore
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Schema, Status

from gongxin.agencies.keys import Scope
from gongxin.agencies.scope import acting_for
from gongxin.api.v1 import strictness
from gongxin.api.v1.access import ByKey, Caller
from gongxin.api.v1.errors import NotFound
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Look
from gongxin.intake import queries, row_pages, sending
from gongxin.intake.batches import BatchRefused, Channel
from gongxin.intake.causes import Cause
from gongxin.intake.conveyor import Incoming
from gongxin.intake.queries import Receipt
from gongxin.intake.reading.sniff import SNIFF_BYTES, kind_of
from gongxin.refusal import Refusal

router = Router(tags=["batches"])

FILE_BYTES_MAX: Final = 64 << 20  # held in memory, as nothing of the original is ever stored
PLACES: Final = BoundedSemaphore(2)  # each reading starts a parser with up to its memory limit
BUSY_SECONDS: Final = 10
# What a type of content is by its first bytes.
KINDS: Final[dict[str, frozenset[str]]] = {
    "text/csv": frozenset({"text"}),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": frozenset({"zip"}),
    "application/json": frozenset({"json"}),
    "application/x-ndjson": frozenset({"json"}),
    "application/jsonl": frozenset({"json"}),
    "application/xml": frozenset({"xml"}),
    "text/xml": frozenset({"xml"}),
}
FORM: Final = "multipart/form-data"


class Busy(Refusal):
    code = "request.busy"


class BatchOut(Schema):
    """The batch is ours from now on. The same request gives the same answer, for ever."""

    batch: UUID
    item: str
    sha256: str
    rows: int


class CauseOut(Schema):
    """One thing to put right, with the first rows it touches."""

    code: str
    column: str
    severity: str
    rows: int
    examples: list[int]
    message: str
    message_en: str
    remedy: str
    remedy_en: str


class CutOut(Schema):
    """What was cut in the reader because it was about persons."""

    columns: list[str]
    rows: int


class ReceiptOut(Schema):
    """What became of a batch. rows = admitted + duplicates + held + rejected once it is finished or held whole."""

    batch: UUID
    item: str
    item_version: int
    agency: str
    sha256: str
    status: str
    gates: list[str]
    rows: int
    admitted: int
    warned: int
    duplicates: int
    held: int
    rejected: int
    released: bool
    cut: CutOut
    leftovers: list[str]
    causes: list[CauseOut]


class RowOut(Schema):
    row: int
    outcome: str
    codes: list[str]
    record: UUID | None


class RowsOut(Schema):
    """Rows in order. `next`: the value of `after` for the rows that follow, null at the end."""

    batch: UUID
    rows: list[RowOut]
    next: int | None


_BODIES: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(KINDS)},
            FORM: {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "additionalProperties": False,
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}


@router.post(
    "/batches",
    auth=ByKey(Scope.SUBMIT),
    response={202: BatchOut},
    summary="Send a file or JSON lines of one item",
    openapi_extra=_BODIES,
)
def send(
    request: HttpRequest,
    response: HttpResponse,
    item: str,
    encoding: Literal["utf-8", "gb18030", "utf-16"] | None = None,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key")] = "",
) -> Status[BatchOut]:
    """Read at once, checked and admitted afterwards: ask for the receipt at `Location`."""
    caller = _caller(request)
    caller.ensure_item(item)
    name, content = _content(request)
    if not PLACES.acquire(blocking=False):
        raise Busy(
            "正在读取其他文件", "other files are being read", details={"retry_after": BUSY_SECONDS}
        )
    try:
        batch = sending.send_once(
            token=idempotency_key,
            incoming=Incoming(content, name, item, caller.agency, encoding, Channel.API),
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by=caller.by,
            now=caller.now,
            today=caller.today,
        )
    finally:
        PLACES.release()
    receipt = queries.receipt(batch, scope=caller.agency)
    response["Location"] = f"/api/v1/batches/{batch}"
    answer = BatchOut(batch=batch, item=receipt.item, sha256=receipt.sha256, rows=receipt.rows)
    return Status(202, answer)


def _content(request: HttpRequest) -> tuple[str, bytes]:
    """Name and bytes of what was sent; the bytes are what the request says they are."""
    kind = strictness.ensure_type(request, [*KINDS, FORM])
    if kind == FORM:
        return strictness.the_file(request, FILE_BYTES_MAX)
    content = strictness.body(request, FILE_BYTES_MAX)
    if content and kind_of(content[:SNIFF_BYTES]) not in KINDS[kind]:
        raise strictness.TypeRefused(
            f"内容不是 {kind}",
            f"the content is not {kind}",
            remedy_zh="请按实际格式填写 Content-Type",
            remedy_en="send the Content-Type of what it is",
        )
    return "api", content


@router.get(
    "/batches/{uuid:batch}",
    auth=ByKey(Scope.READ),
    response=ReceiptOut,
    summary="What became of a batch",
)
def receipt(request: HttpRequest, batch: UUID) -> dict[str, Any]:
    """Counts, status, and what there is to put right, grouped by cause. A batch of another agency is not there."""
    caller = _caller(request)
    found = _receipt(batch, caller)
    causes = row_pages.causes_of(batch, scope=caller.agency)
    _keep_look(caller, "api.batch.read", batch)
    return {
        "batch": found.batch,
        "item": found.item,
        "item_version": found.item_version,
        "agency": found.agency,
        "sha256": found.sha256,
        "status": found.status,
        "gates": list(found.gates),
        "rows": found.rows,
        "admitted": found.admitted,
        "warned": found.warned,
        "duplicates": found.duplicates,
        "held": found.held,
        "rejected": found.rejected,
        "released": found.released,
        "cut": {"columns": list(found.cut), "rows": found.cut_rows},
        "leftovers": list(found.leftovers),
        "causes": [_cause(cause) for cause in causes],
    }


@router.get(
    "/batches/{uuid:batch}/rows",
    auth=ByKey(Scope.READ),
    response=RowsOut,
    summary="What became of each row",
)
def rows(
    request: HttpRequest,
    batch: UUID,
    after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=row_pages.PAGE_ROWS_MAX)] = 100,
) -> dict[str, Any]:
    """Outcome, codes and record of each row after the number `after`."""
    caller = _caller(request)
    _receipt(batch, caller)
    page = row_pages.page(batch, scope=caller.agency, after=after, limit=limit)
    _keep_look(caller, "api.batch.rows", batch)
    return {"batch": batch, "rows": page.rows, "next": page.after}


def _caller(request: HttpRequest) -> Caller:
    caller = request.auth  # type: ignore[attr-defined]
    assert isinstance(caller, Caller)
    return caller


def _receipt(batch: UUID, caller: Caller) -> Receipt:
    try:
        return queries.receipt(batch, scope=caller.agency)
    except BatchRefused:  # absent or another agency's: nobody learns which
        raise NotFound from None


def _keep_look(caller: Caller, action: str, batch: UUID) -> None:
    """Who looked at what is not public, in the transaction of nothing else: without it there is no answer."""
    with acting_for(caller.agency):
        disclosures.record_read(
            look=Look("agency_clerk", caller.agency, action, "duty", [str(batch)]),
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by=caller.by,
            now=caller.now,
        )


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "code": cause.code,
        "column": cause.column,
        "severity": cause.severity,
        "rows": cause.rows,
        "examples": list(cause.examples),
        "message": cause.message(),
        "message_en": cause.message("en"),
        "remedy": cause.remedy(),
        "remedy_en": cause.remedy("en"),
    }
