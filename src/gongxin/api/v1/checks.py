"""POST /check: a code gives public records and leaves an edge; a name gives candidates."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import Router
from pydantic import ValidationError

from gongxin.api.v1 import access, errors, strictjson, strictness
from gongxin.api.v1.errors import RequestRefused
from gongxin.api.v1.schemas import CheckIn, CheckOut
from gongxin.refusal import Refusal
from gongxin.search import answers, checks, queries

router = Router(tags=["check"])


@router.post(
    "/check",
    response=CheckOut,
    summary="Check an organisation by code, or find candidates by name",
)
def check(request: HttpRequest, body: CheckIn) -> HttpResponse:
    """By code: the public records of today with their marks, under a `check_id` that can be redeemed for corrections.

    By name alone: candidates with their codes and no records, since names collide.
    """
    return _json(_answer(body))


@csrf_exempt  # no cookie is an authority here
def check_directly(request: HttpRequest) -> HttpResponse:
    """The same call without the framework's machinery, which costs as much as the answer. `check` documents it."""
    if request.method != "POST":
        return errors.method_refused(HttpResponseNotAllowed(["POST"]))
    try:
        strictness.ensure_plain(request, ())
        if request.content_type:  # nothing said is nothing wrong
            strictness.ensure_type(request, ["application/json"])
        access.count_anonymous("check", request)
        body = CheckIn.model_validate(
            strictjson.parse(strictness.body(request, strictjson.BODY_BYTES_MAX))
        )
        return _json(_answer(body))
    except ValidationError as error:
        return errors.response(errors.invalid_request(error.errors()))
    except Refusal as refusal:
        return errors.response(refusal)


def _answer(body: CheckIn) -> dict[str, Any]:
    if (body.code is None) == (body.name is None):
        raise RequestRefused(
            "请提供 code 或 name 其中之一",
            "give exactly one of code and name",
            details={"fields": "code, name"},
        )
    now = timezone.now()
    today = timezone.localdate(now)
    if body.code is not None:
        answer = checks.check(
            code=body.code,
            purpose=body.purpose,
            jurisdiction=settings.GONGXIN_JURISDICTION,
            today=today,
            now=now,
        )
        return answers.as_document(answer)
    checks.ensure_purpose(body.purpose, today)
    found = queries.search(body.name or "")
    return {
        "check_id": None,
        "as_of": today,
        "organisation": None,
        "records": [],
        "points": [],
        "candidates": [answers.hit_document(hit) for hit in found.hits],
    }


def _json(document: dict[str, Any]) -> HttpResponse:
    # The document is already in the shape of CheckOut (a test compares); validating it again would double the cost.
    return HttpResponse(
        orjson.dumps(document),
        content_type="application/json",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )
