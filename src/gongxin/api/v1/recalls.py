"""Recalls for programs: a partner fetches its own and says what it did; the holder of a check asks what became of it."""

from typing import Annotated, Any, Final
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints, ValidationError

from gongxin.api.v1 import access, errors, strictjson, strictness
from gongxin.api.v1.errors import NotFound
from gongxin.api.v1.schemas import RecordOut, Strict
from gongxin.exchange import redeeming, sending
from gongxin.exchange.acknowledgements import NOTE_CHARS_MAX, outcome_of
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.actions.recalls import Said
from gongxin.exchange.queries import recalls
from gongxin.exchange.signatures import Message

router = Router(tags=["recalls"])

BODY_BYTES_MAX: Final = 8 * 1024
SEQUENCE_MAX: Final = 2**48 - 1


class NowOut(Schema):
    """What the public may read of the record now."""

    number: int
    document: RecordOut


class StatementOut(Schema):
    """A recall. `class`: A the fact is gone, B it was corrected, C a mark was placed or lifted. `now`: null where nothing stands."""

    type: str
    id: UUID
    platform: str
    recipient: str
    class_: Annotated[str, Field(alias="class")]
    sequence: int
    record: UUID
    bad_versions: list[int]
    now: NowOut | None
    opened_at: str
    act_by: str | None
    as_of: str


class EnvelopeOut(Schema):
    """`signature`: Ed25519 over the statement as JSON with sorted keys and no blanks, base64."""

    statement: StatementOut
    keyid: str
    signature: str


class RecallsOut(Schema):
    """`next`: the value of `after` for the recalls that follow, null at the end."""

    recalls: list[EnvelopeOut]
    next: int | None


class AcknowledgementIn(Strict):
    """outcome: deleted, replaced, not_held or used_in_decision."""

    outcome: Annotated[str, StringConstraints(max_length=40)]
    note: Annotated[str, StringConstraints(max_length=NOTE_CHARS_MAX)] = ""


class AcknowledgementOut(Schema):
    """`is_new` is false where the same word was kept before: sending it again is harmless."""

    recall: UUID
    outcome: str
    is_new: bool


class CorrectionOut(Schema):
    """The last change of a record that the check contained, and what is public now; null: nothing."""

    record: UUID
    class_: Annotated[str, Field(alias="class")]
    no_longer_stand: list[int]
    changed_at: str
    now: NowOut | None


class CorrectionsOut(Schema):
    check_id: UUID
    as_of: str
    corrections: list[CorrectionOut]


_SIGNED_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": AcknowledgementIn.model_json_schema()}},
    },
    "parameters": [
        {
            "in": "header",
            "name": name,
            "required": True,
            "schema": {"type": "string"},
            "description": told,
        }
        for name, told in (
            ("Content-Digest", "RFC 9530, sha-256"),
            ("Signature-Input", "RFC 9421; covers @method, @path and content-digest at least"),
            ("Signature", "RFC 9421, Ed25519"),
        )
    ],
}


@router.get(
    "/recalls",
    auth=access.ByPartner(),
    response=RecallsOut,
    summary="A partner's recalls, in order",
)
def fetch(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=SEQUENCE_MAX)] = 0,
    limit: Annotated[int, Query(ge=1, le=recalls.PAGE)] = recalls.PAGE,
) -> HttpResponse:
    """Signed statements of changes after the sequence `after`. Fetching counts as delivery, not as an acknowledgement."""
    holder = access.holder_of(request)
    return _json(sending.fetched(holder.partner, after=after, limit=limit, now=holder.now))


@router.post(
    "/recalls/{uuid:recall}/acknowledgements",
    auth=access.ByPartner(),
    response=AcknowledgementOut,
    summary="Say, signed, what was done with the copies",
    openapi_extra=_SIGNED_BODY,
)
def acknowledge(request: HttpRequest, recall: UUID) -> HttpResponse:
    """Signed with the partner's registered Ed25519 key, `keyid` its code. The moment of the word is the signature's `created`."""
    holder = access.holder_of(request)
    strictness.ensure_type(request, ["application/json"])
    body = strictness.body(request, BODY_BYTES_MAX)
    try:
        said = AcknowledgementIn.model_validate(strictjson.parse(body))
    except ValidationError as error:
        raise errors.invalid_request(error.errors()) from None
    is_new = acts.acknowledge(
        recall=recall,
        said=Said(outcome_of(said.outcome), said.note),
        partner=holder.partner,
        message=_message(request, body),
        by=acts.PARTNER,
        now=holder.now,
    )
    return _json({"recall": recall, "outcome": said.outcome, "is_new": is_new})


@router.get(
    "/checks/{uuid:check_id}/corrections",
    response=CorrectionsOut,
    summary="Which facts of a check no longer stand",
)
def corrections(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """For whoever holds the id of an anonymous check. Of what is gone: that it is gone, and nothing more."""
    found = redeeming.corrections(check_id, now=timezone.now())
    if found is None:
        raise NotFound
    return _json(found)


def _message(request: HttpRequest, body: bytes) -> Message:
    fields = {name.lower(): text for name, text in request.headers.items()}
    return Message(request.method or "", request.path, request.get_host().lower(), fields, body)


def _json(document: dict[str, Any]) -> HttpResponse:
    # What was signed goes out byte for byte as it was signed: no schema rewrites it.
    return HttpResponse(
        orjson.dumps(document),
        content_type="application/json",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )
