"""Recalls for programs: a partner fetches its own and says what it did; the holder of a check asks what became of it."""

from typing import Annotated, Any, Final
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.security.http import HttpBearer
from pydantic import Field, StringConstraints, ValidationError

from gongxin.api.v1 import access, errors, strictjson, strictness
from gongxin.api.v1.access import TooMany
from gongxin.api.v1.errors import NotFound
from gongxin.api.v1.schemas import RecordOut, Strict
from gongxin.exchange import redeeming, sending
from gongxin.exchange.acknowledgements import NOTE_CHARS_MAX, outcome_of
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.actions.recalls import Said
from gongxin.exchange.queries import partners, recalls
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.exchange.signatures import Message
from gongxin.limits import counting
from gongxin.limits.counting import Window
from gongxin.refusal import Refusal

router = Router(tags=["recalls"])

BODY_BYTES_MAX: Final = 8 * 1024
PER_MINUTE: Final = Window(60, 600)  # house number, of one partner
WRONG_TOKENS: Final = Window(300, 60)  # of one address, as with keys of departments
SEQUENCE_MAX: Final = 2**48 - 1


class TokenWrong(Refusal):
    """No token, an unknown one, one of terms that are over: the same answer."""

    code = "partner.token"

    def __init__(self) -> None:
        super().__init__(
            "令牌不能使用",
            "this token opens nothing",
            remedy_zh="请向公共信用信息中心核对接入条款",
            remedy_en="ask the credit information centre about your terms",
        )


class ByPartner(HttpBearer):
    """The address answers to the token of a partner whose terms are in force."""

    def __call__(self, request: HttpRequest) -> PartnerCard:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        found = partners.partner_of_token(token.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            _count("wrong token", access.address_of(request), WRONG_TOKENS)
            raise TokenWrong
        _count("partner", found.key, PER_MINUTE)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise AssertionError("the request is looked at as a whole")


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
    "/recalls", auth=ByPartner(), response=RecallsOut, summary="A partner's recalls, in order"
)
def fetch(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=SEQUENCE_MAX)] = 0,
    limit: Annotated[int, Query(ge=1, le=recalls.PAGE)] = recalls.PAGE,
) -> HttpResponse:
    """Signed statements of changes after the sequence `after`. Fetching counts as delivery, not as an acknowledgement."""
    now = timezone.now()
    return _json(sending.fetched(_partner(request), after=after, limit=limit, now=now))


@router.post(
    "/recalls/{uuid:recall}/acknowledgements",
    auth=ByPartner(),
    response=AcknowledgementOut,
    summary="Say, signed, what was done with the copies",
    openapi_extra=_SIGNED_BODY,
)
def acknowledge(request: HttpRequest, recall: UUID) -> HttpResponse:
    """Signed with the partner's registered Ed25519 key, `keyid` its code. The moment of the word is the signature's `created`."""
    partner = _partner(request)
    strictness.ensure_type(request, ["application/json"])
    body = strictness.body(request, BODY_BYTES_MAX)
    try:
        said = AcknowledgementIn.model_validate(strictjson.parse(body))
    except ValidationError as error:
        raise errors.invalid_request(error.errors()) from None
    is_new = acts.acknowledge(
        recall=recall,
        said=Said(outcome_of(said.outcome), said.note),
        partner=partner,
        message=_message(request, body),
        by=acts.PARTNER,
        now=timezone.now(),
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


def _partner(request: HttpRequest) -> PartnerCard:
    partner = request.auth  # type: ignore[attr-defined]
    assert isinstance(partner, PartnerCard)
    return partner


def _message(request: HttpRequest, body: bytes) -> Message:
    fields = {name.lower(): text for name, text in request.headers.items()}
    return Message(request.method or "", request.path, request.get_host().lower(), fields, body)


def _count(kind: str, client: str, window: Window) -> None:
    now = timezone.now()
    wait = counting.wait_seconds(
        kind=kind, address=client, now=now, today=timezone.localdate(now), windows=(window,)
    )
    if wait:
        raise TooMany(wait)


def _json(document: dict[str, Any]) -> HttpResponse:
    # What was signed goes out byte for byte as it was signed: no schema rewrites it.
    return HttpResponse(
        orjson.dumps(document),
        content_type="application/json",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )
