"""GET /changes and its snapshot, for partners that keep a copy; and what they say of it. Each answer leaves its edges first."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from gongxin.api.v1 import access
from gongxin.api.v1.access import ByPartner, Holder
from gongxin.api.v1.schemas import RecordOut, Strict
from gongxin.exchange import digests
from gongxin.exchange.actions import reading
from gongxin.exchange.actions.reading import PAGE_MAX, Document, Given
from gongxin.exchange.queries import lines
from gongxin.records.documents import record_document

router = Router(tags=["changes"])
_SEQUENCE_MAX = 2**63 - 1
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class WhoseOut(Schema):
    id: UUID
    name: str
    code: str


class LineOut(Schema):
    """A line. Of what was never given to anybody it has its number, its day and operation NONE."""

    sequence: int
    at: datetime
    operation: str
    record: UUID | None
    number: int | None
    reason: str | None
    element: str | None
    leaves: str | None
    digest: str
    shown_until: date | None
    organisation: WhoseOut | None
    document: RecordOut | None


class ChangesOut(Schema):
    """A page. `head` is the last line there is; `more` says that another page stands behind this one."""

    lines: list[LineOut]
    head: int
    more: bool
    as_of: date


class ComparisonIn(Strict):
    """After line `through` the copy has this digest."""

    through: Annotated[int, Query(ge=0, le=_SEQUENCE_MAX)]
    digest: Digest


class ComparisonOut(Schema):
    """Equal, or what to do."""

    through: int
    equal: bool
    digest: str
    next_zh: str
    next_en: str


@router.get(
    "/changes",
    auth=ByPartner(),
    response=ChangesOut,
    summary="What changed after a line, without a gap",
)
def changes(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=_SEQUENCE_MAX)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 500,
) -> HttpResponse:
    """Lines behind `after`. A document is what the public may read now in exactly that version; else there is none."""
    holder = access.holder_of(request)
    page = reading.give_page(
        partner=holder.partner,
        after=after,
        limit=limit,
        today=holder.today,
        by=holder.by,
        now=holder.now,
    )
    last = page.given[-1].line.sequence if page.given else after
    return _json(
        {
            "lines": [_line(one) for one in page.given],
            "head": page.head,
            "more": last < page.head,
            "as_of": holder.today,
        }
    )


@router.get(
    "/changes/snapshot",
    auth=ByPartner(),
    summary="All that stands, as JSON lines, to begin a copy or to begin it anew",
)
def snapshot(request: HttpRequest) -> StreamingHttpResponse:
    """First line: `through`, `digest`. Then a line a version. Last line: `end` and how many; without it the answer is cut."""
    holder = access.holder_of(request)
    access.count_whole(holder)
    through = lines.head()
    digest = digests.digest_after(through)
    return StreamingHttpResponse(
        _snapshot(holder, through, digest),
        content_type="application/x-ndjson",
        headers={"Cache-Control": "no-store"},
    )


@router.get(
    "/changes/hidden",
    auth=ByPartner(),
    summary="Of what stands, what nobody may read today, as JSON lines: to be taken out of a copy's answers",
)
def hidden(request: HttpRequest) -> StreamingHttpResponse:
    """A record can be hidden without a line: by its day, by an exit, by a rule. Asked once a day. Ids alone, no facts."""
    holder = access.holder_of(request)
    return StreamingHttpResponse(
        _hidden(holder, lines.head()),
        content_type="application/x-ndjson",
        headers={"Cache-Control": "no-store"},
    )


@router.post(
    "/changes/acknowledgements",
    auth=ByPartner(),
    response=ComparisonOut,
    summary="Say which digest a copy has after a line",
)
def acknowledge(request: HttpRequest, body: ComparisonIn) -> dict[str, Any]:
    """Kept for ever, with ours beside it."""
    holder = access.holder_of(request)
    found = reading.compare_set(
        partner=holder.partner,
        through=body.through,
        digest=bytes.fromhex(body.digest),
        by=holder.by,
        now=holder.now,
    )
    return {
        "through": found.through,
        "equal": found.is_equal,
        "digest": found.ours.hex(),
        "next_zh": "" if found.is_equal else "副本与本平台不一致：请弃用副本，重新取一次快照",
        "next_en": ""
        if found.is_equal
        else "the copy is not what stands here: drop it and take a snapshot",
    }


def _snapshot(holder: Holder, through: int, digest: bytes) -> Iterator[bytes]:
    """Step by step: the edges of a step are committed before a byte of it goes out, and no step waits for a slow reader.

    What stands after `through` never changes. A document is read at its step: what was withdrawn meanwhile has none.
    """
    head = {"through": through, "digest": digest.hex(), "as_of": holder.today}
    yield orjson.dumps(head, option=orjson.OPT_APPEND_NEWLINE)
    after: UUID | None = UUID(int=0)
    count = 0
    while after is not None:
        step, documents = reading.give_standing(
            partner=holder.partner,
            after=after,
            through=through,
            today=holder.today,
            by=holder.by,
            now=holder.now,
        )
        yield b"".join(
            orjson.dumps(
                {
                    "record": one.record,
                    "number": one.number,
                    "element": one.element.hex(),
                    **_document(document),
                },
                option=orjson.OPT_APPEND_NEWLINE,
            )
            for one, document in zip(step.found, documents, strict=True)
        )
        after, count = step.last, count + len(step.found)
    yield orjson.dumps({"end": True, "count": count}, option=orjson.OPT_APPEND_NEWLINE)


def _hidden(holder: Holder, through: int) -> Iterator[bytes]:
    yield orjson.dumps(
        {"through": through, "as_of": holder.today}, option=orjson.OPT_APPEND_NEWLINE
    )
    after: UUID | None = UUID(int=0)
    count = 0
    while after is not None:
        step = lines.standing_after(after, through, PAGE_MAX)
        gone = lines.hidden_among(step.found, holder.today)
        yield b"".join(
            orjson.dumps({"record": record}, option=orjson.OPT_APPEND_NEWLINE) for record in gone
        )
        after, count = step.last, count + len(gone)
    yield orjson.dumps({"end": True, "count": count}, option=orjson.OPT_APPEND_NEWLINE)


def _line(given: Given) -> dict[str, Any]:
    line = given.line
    return {
        "sequence": line.sequence,
        "at": line.at,
        "operation": line.operation.value,
        "record": line.record,
        "number": line.number,
        "reason": line.reason,
        "element": line.element.hex() if line.element else None,
        "leaves": line.leaves.hex() if line.leaves else None,
        "digest": given.digest.hex(),
        **_document(given.document),
    }


def _document(found: Document | None) -> dict[str, Any]:
    if found is None:
        return {"shown_until": None, "organisation": None, "document": None}
    whose = found.organisation
    return {
        "shown_until": found.shown_until,
        "organisation": {"id": whose.public_id, "name": whose.name, "code": whose.code},
        "document": record_document(found.record),
    }


def _json(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(document),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
